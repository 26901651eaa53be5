class Variables {
    void straight() {
        String word = source();
        String copy = word;
        // ruleid: flow
        sink(copy);
        copy = "fresh";
        // ok: flow
        sink(copy);
        // ruleid: flow
        sink(word);
    }

    void computed(String other) {
        String word = source();
        // ruleid: flow
        sink("a" + word);
        word += "b";
        // ruleid: flow
        sink(word);
        // ruleid: flow
        sink((Object) word);
        // ok: flow
        sink(other + "a");
    }

    void cleaned() {
        String word = clean(source());
        // ok: flow
        sink(word);
    }

    void scrubbed() {
        String word = source();
        String alias = word;
        scrub(word);
        // ok: flow
        sink(word);
        // ok: flow
        sink(alias);
    }

    void branches(boolean flag) {
        String word = flag ? source() : "fresh";
        // ruleid: flow
        sink(word);
        // ok: flow
        sink(source() != null ? "a" : "b");
        if (flag) {
            word = "a";
        } else {
            word = "b";
        }
        // ok: flow
        sink(word);
    }

    void switched(int kind) {
        String word;
        switch (kind) {
            case 1:
                word = source();
                break;
            case 2:
                word = "b";
                // ok: flow
                sink(word);
                break;
            default:
                word = "c";
        }
        // ruleid: flow
        sink(word);
    }

    void loops(String[] items) {
        String last = "fresh";
        for (String item : items) {
            // ruleid: flow
            sink(last);
            last = source();
        }
        for (int i = 0; i < items.length; i++) {
            // ok: flow
            sink(items[i]);
        }
    }
}
