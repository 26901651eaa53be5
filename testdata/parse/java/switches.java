class Switches {
    int old(int code) {
        switch (code) {
            case 1: case 2:
                first();
            // falls through
            case LIMIT:
                break;
            case 4: { return 4; }
            default:
        }
        switch (code) {}
        switch (code) { case 1: default: both(); }
        return 0;
    }

    int arrows(Object shape) {
        switch (shape) {
            case Circle c when c.radius() > 1 -> big(c);
            case Square(int side, Point(var x, _), String name) -> { use(side); }
            case Box<?>(Item item) -> throw new Error();
            case null -> none();
            case RED, GREEN -> color();
            default -> other();
        }
        int size = switch (shape) {
            case A a -> 1;
            case B b -> switch (b.kind()) { case 1 -> 10; default -> 20; };
            default -> { yield compute(); }
        };
        return switch (size) { case 1: yield 2; default: yield 3; };
    }

    boolean tests(Object o) {
        return o instanceof String
            || o instanceof final String s && s.isEmpty()
            || o instanceof java.util.List<?> list
            || o instanceof Pair(Left(var l), int r);
    }
}
