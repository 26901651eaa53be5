class Calls {
    void all() {
        plain();
        plain(1, "two", three());
        object.method();
        a.b.C.method(x).next().last(y);
        this.method();
        super.method();
        Outer.super.method();
        Outer.this.method();
        object.<String>generic(1);
        Collections.<A, B>pair();
        new Thing().method();
        array[0].method();
        (object).method();
        "text".length();
        int.class.getName();
        record(1);
        with.open(module);
        // chains in lines
        builder
            .first() // one
            .second()
            .third();
        run(String::valueOf, this::method, super::method, int[]::new, ArrayList<String>::new, a.b.C::make, Outer::<T>of);
    }
}
