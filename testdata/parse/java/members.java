class Members {
    private static final int[] SIZES = {1, 2, 3}, GRID[] = {{1}, {}};
    volatile transient java.util.Map<String, List<Integer>> cache;
    @Inject Service service;

    static { load(); }
    { ready = true; }

    Members() throws IOException { super(1); }
    <T> Members(T seed) { <T>this(seed, null); }
    Members(Outer outer) { outer.super(); }

    public static void main(String[] args) {}
    protected synchronized native void run();
    <A, B extends A> @Nullable Map<A, ? super B> pair(final A a, @NonNull B... bs) throws E1, pack.E2 { return null; }
    int legacy(int values[], int[][] grid[])[] { return null; }
    void receiver(@Held Members this, int x) {}
    class Deep { Deep(Members Members.this) {} }
    void names(int record, int _, String with) {}
    strictfp final abstract double all();
}

void topLevel() { println(1); }
String field = "without a class";
