package c;

class Sibling {
    static final String KEY = "k" + a.b.Outer.NAME;

    static Sibling make() {
        return new Sibling();
    }

    Child child() {
        return null;
    }
}
