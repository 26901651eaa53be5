class Fields {
    String kept;
    Fields next;

    void own() {
        kept = source();
        // ruleid: flow
        sink(this.kept);
        this.kept = "fresh";
        // ok: flow
        sink(kept);
    }

    void sensitive(Fields a, Fields b) {
        a.kept = source();
        // ruleid: flow
        sink(a.kept);
        // ok: flow
        sink(b.kept);
        // ruleid: flow
        sink(a);
    }

    void chain(Fields a) {
        a.next.next.kept = source();
        // ok: flow
        sink(a.next.kept);
        // ruleid: flow
        sink(a.next.next.kept);
        Fields b = a.next;
        // ruleid: flow
        sink(b.next.kept);
        b.next = new Fields();
        // ok: flow
        sink(a.next.next.kept);
    }

    void list(Fields head) {
        head.kept = source();
        Fields at = head;
        while (at != null) {
            // ruleid: flow
            sink(at.kept);
            at = at.next;
        }
    }

    void freshEachTurn(int n) {
        for (int i = 0; i < n; i++) {
            Fields one = new Fields();
            // ok: flow
            sink(one.kept);
            one.kept = source();
            // ruleid: flow
            sink(one.kept);
            one.kept = "fresh";
            // ok: flow
            sink(one.kept);
        }
    }

    void array(String[] words, int i, int j) {
        words[0] = source();
        // ruleid: flow
        sink(words[0]);
        // ok: flow
        sink(words[1]);
        // ruleid: flow
        sink(words[i]);
        words[j] = source();
        // ruleid: flow
        sink(words[1]);
    }
}
