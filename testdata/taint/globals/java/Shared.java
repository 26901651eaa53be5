class Shared {
    static String origin = source();
    static final String LIMIT = "fresh";
    private String kept = source();
    private String plain = "fresh";

    void read() {
        // ruleid: flow
        sink(origin);
        // ok: flow
        sink(LIMIT);
        // ruleid: flow
        sink(kept);
        // ok: flow
        sink(plain);
    }
}

class Injected {
    private final String key;

    Injected() {
        key = source();
    }

    void read() {
        // ruleid: flow
        sink(key);
    }
}
