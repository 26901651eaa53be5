class Branches {
    static final int FAST = 1;

    void run(int mode, String text) {
        if (mode == FAST) {
            // ok: flow
            sink(text);
        } else if (mode > 5) {
            // ruleid: flow
            sink(text);
        }
    }

    void useRun() {
        run(7, source());
    }

    String when(boolean wanted, String text) {
        if (!wanted) {
            return "";
        }
        return text;
    }

    void useWhen() {
        // ok: flow
        sink(when(false, source()));
        // ruleid: flow
        sink(when(true, source()));
    }

    void both(boolean wanted, String text) {
        if (wanted && !wanted) {
            // ok: flow
            sink(text);
        }
        String kept = wanted ? text : "";
        // ruleid: flow
        sink(kept);
    }

    void useBoth() {
        both(true, source());
    }
}
