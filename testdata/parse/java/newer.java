// What is newer than the grammar; see lang/java/mend.rs.
import module java.base;

class Newer {
    Newer(int a) {
        if (a < 0) throw new IllegalArgumentException();
        super(a);
    }

    Newer(String text) {
        check(text);
        this(text.length());
    }

    void join(@Nullable Object first, String @Nullable @Checked ... rest) {}

    Object match(Object o) {
        if (o instanceof tree.Node.Leaf(var value)) return value;
        return switch (o) {
            case tree.Node(tree.Leaf(int l), tree.Leaf r) when l > 0 -> r;
            case final String s -> s;
            case null, default -> super.toString();
        };
    }
}
