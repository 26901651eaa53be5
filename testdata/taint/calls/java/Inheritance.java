abstract class Base {
    protected String kept = "fresh";

    Base(String kept) {
        this.kept = kept;
    }

    abstract String read();

    void run() {
        // ruleid: flow
        sink(read());
    }
}

class Derived extends Base {
    Derived(String kept) {
        super(kept);
    }

    String read() {
        return kept;
    }
}

class Uses {
    void start() {
        Derived derived = new Derived(source());
        derived.run();
        // ruleid: flow
        sink(derived.kept);
    }
}
