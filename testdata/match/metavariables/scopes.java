class Scopes {
    void one() {
        // ruleid: copied-into-itself
        int a = first();
        use(a);
    }

    void two() {
        {
            // ok: copied-into-itself
            int a = first();
        }
        for (int a : all()) {
            use(a);
        }
    }
}
