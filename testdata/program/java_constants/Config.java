package conf;

public class Config {
    public static final String PREFIX = "app";
    public static final String KEY = PREFIX + "." + Names.TAIL;
    static final int SIZE = 2 * 8;
    public static String open = "open";
    private static String once = "once";
    private static String twice = "a";
    static final String BLOCK;
    final String late;
    private final boolean debug = false;
    private String fixed = "fixed";
    private String set = "set";
    static final String UNKNOWN = System.getenv("X");

    static {
        BLOCK = "block" + SIZE;
    }

    Config() {
        late = "late";
    }

    void change() {
        set = "other";
        twice = "b";
    }

    void run(Names other, Mode mode, String input) {
        show(PREFIX, KEY, SIZE, open, once, twice, BLOCK, late, fixed, set, UNKNOWN);
        show(this.late, Config.KEY, other.label, other.shared, Names.Limits.MAX);
        show(Mode.FAST, helper(), pick(true), pick(false), pick(input.isEmpty()), join("a", "b"));
        if (debug) {
            show("never");
        }
        if (SIZE > 10) {
            show("always");
        } else {
            fail("no");
            show("never");
        }
        Mode chosen = Mode.SLOW;
        if (chosen == Mode.FAST) {
            show("never");
        }
        if (input == null) {
            fail("null");
            show("never");
        }
        if (input.isEmpty()) {
            System.exit(1);
            show("never");
        }
        show(open(), loop(3));
    }

    static String helper() {
        return "h" + Names.TAIL;
    }

    static String pick(boolean yes) {
        if (yes) {
            return "yes";
        }
        return "no";
    }

    private String join(String a, String b) {
        return a + b + PREFIX;
    }

    static void fail(String why) {
        log(why);
        throw new IllegalStateException(why);
    }

    String open() {
        return "may be overridden";
    }

    static int loop(int n) {
        return n + SIZE;
    }

    static void log(String s) {
    }

    static void show(Object... all) {
    }

    enum Mode {
        FAST, SLOW
    }
}
