class Blocks {
    int run(boolean c) throws Exception {
        // ruleid: single
        if (c) stop();
        // ruleid: single
        if (c) { stop(); } else { go(); }
        // ok: single
        if (c) { stop(); go(); }
        // ruleid: without-else
        if (ready()) { go(); } else { stop(); }
        // ruleid: any-loop
        for (int i = 0; i < 3; i++) { go(); }
        // ruleid: any-loop
        for (String s : names()) { go(); }
        // ok: any-loop
        for (String s : names()) go();
        // ruleid: no-finally
        try { go(); } catch (A | B e) { stop(); } catch (C e) { }
        // ok: no-finally
        try { go(); } catch (A e) { } finally { stop(); }
        // ruleid: effect
        begin();
        Runnable later = () -> { int done = commit(); };
        // ok: effect
        return begin();
    }
}
