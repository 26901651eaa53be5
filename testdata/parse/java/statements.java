class Statements {
    int run(List<String> lines) throws Exception {
        ;
        int a = 1, b[] = {2};
        final @Checked var copy = a;
        a = b[0];
        { nested(); }
        if (a > 0) plus(); else if (a < 0) { minus(); } else zero();
        if (a == 0) ;
        while (a-- > 0) step();
        do step(); while (a < 9);
        for (int i = 0, n = 3; i < n; i++, n--) step(i);
        for (a = 0, step(); ; ) break;
        for (;;) { continue; }
        for (final String line : lines) use(line);
        for (int row[] : grid) {}
        for (var _ : lines) count++;
        outer:
        for (;;) { inner: while (true) { if (a > 1) break outer; continue inner; } }
        assert a > 0;
        assert a > 0 : "a is " + a;
        synchronized (this) { a++; }
        try { open(); } catch (final IOException | pack.Failure e) { log(e); } catch (Exception _) {} finally { close(); }
        try (Reader in = open(); Writer out = new Writer(in); this.log; in) { copy(in, out); }
        try (var single = open();) {} finally { done(); }
        try { open(); } finally {}
        class Local { int x; }
        record Pair(int l, int r) {}
        enum Way { IN }
        interface Visitor {}
        throw new IllegalStateException("no");
    }

    int give() { return 1; }
    void leave() { return; }
}
