class Calls {
    static String same(String x) {
        return x;
    }

    static String second(String x, String y) {
        return y;
    }

    String give() {
        return source();
    }

    void swallow(String x) {
        // ruleid: flow
        sink(x);
    }

    void returned() {
        // ruleid: flow
        sink(same(source()));
        // ok: flow
        sink(second(source(), "a"));
        // ruleid: flow
        sink(give());
        // ruleid: flow
        sink(this.give() + "a");
        swallow(source());
    }

    static String joined(String... parts) {
        return parts[1];
    }

    void variable() {
        // ok: flow
        sink(joined(source(), "b"));
        // ruleid: flow
        sink(joined("a", source()));
    }
}

class Person {
    private String name;
    private final String id;

    Person(String name, String id) {
        this.name = name;
        this.id = id;
    }

    Person(String name) {
        this(name, "fresh");
    }

    String name() {
        return name;
    }

    String id() {
        return id;
    }

    Person rename(String name) {
        this.name = name;
        return this;
    }
}

class Persons {
    void constructed() {
        Person person = new Person(source());
        // ruleid: flow
        sink(person.name());
        // ok: flow
        sink(person.id());
        person.rename("fresh");
        // ok: flow
        sink(person.name());
        // ruleid: flow
        sink(person.rename(source()).name());
    }

    Person make(String name) {
        return new Person("fresh", name);
    }

    void factory() {
        // ok: flow
        sink(make(source()).name());
        // ruleid: flow
        sink(make(source()).id());
    }
}

interface Shape {
    String draw(String text);
}

class Plain implements Shape {
    public String draw(String text) {
        return text;
    }
}

class Safe implements Shape {
    public String draw(String text) {
        return clean(text);
    }
}

class Shapes {
    void known() {
        Shape shape = new Safe();
        // ok: flow
        sink(shape.draw(source()));
        shape = new Plain();
        // ruleid: flow
        sink(shape.draw(source()));
    }

    void unknown(Shape shape) {
        // ruleid: flow
        sink(shape.draw(source()));
    }
}
