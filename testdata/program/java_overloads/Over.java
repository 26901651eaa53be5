import java.util.List;

class Over {
    void call(Shape shape, Circle circle, Object any, List<String> list, byte[] bytes, byte small) {
        take(1);
        take(1L);
        take(small);
        take("a");
        take(any);
        take(shape);
        take(circle);
        take(null);
        take(bytes);
        take('c');
        take(Integer.valueOf(1));
        many();
        many("a");
        many("a", "b");
        many(new String[0]);
        pair(1, "a");
        pair("a", 1);
        new Over(1);
        new Over("a", 2);
        new Over(null, 2, 3);
        take(unknown());
    }

    Over(int n) {
    }

    Over(String s, int n) {
    }

    Over(Object o, int... n) {
    }

    void take(int n) {
    }

    void take(long n) {
    }

    void take(String s) {
    }

    void take(Object o) {
    }

    void take(Shape s) {
    }

    void take(Circle c) {
    }

    void take(byte[] b) {
    }

    void many(String... all) {
    }

    void many(String one) {
    }

    void pair(int a, Object b) {
    }

    void pair(Object a, int b) {
    }
}

interface Shape {
}

class Circle implements Shape {
}

class Generic<T> {
    void accept(T value) {
    }
}

class Strings extends Generic<String> {
    @Override
    void accept(String value) {
    }

    void use(Generic<String> generic) {
        generic.accept("x");
        accept("y");
    }
}
