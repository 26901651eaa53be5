@Entity
public abstract class Account<K extends Key & Comparable<K>, @NonNull V> extends base.Record<K> implements Closeable, Iterable<V> {
    class Inner { ; }
    static final class Nested extends Account.Inner {}
}

sealed interface Shape extends Named, Sized permits Circle, shapes.Square {
    int SIDES = 4, CORNERS = SIDES;
    String name();
    default String title() { return name(); }
    private static void helper() {}
}

non-sealed class Circle implements Shape {}

record Point<T>(@Min(0) int x, T... rest) implements Shape, Comparable<Point<T>> {
    static int count;
    Point {
        count++;
    }
    Point(int x) { this(x, (T[]) null); }
    double length() { return Math.sqrt(x); }
}

record Empty() {}

enum Level implements Named {
    LOW,
    @Deprecated MIDDLE(2),
    HIGH(3, "high") {
        @Override public String name() { return "top"; }
    },
    ;
    private final int rank;
    Level() { this(1); }
    Level(int rank, String... names) { super(); this.rank = rank; }
}

enum None {}

@interface Audit {
    int LIMIT = 3;
    String value() default "none";
    String[] tags() default {};
    Class<? extends Rule>[] rules();
    Level level ( ) default @Level.Default;
    int matrix()[];
    enum Mode { ON, OFF }
}
