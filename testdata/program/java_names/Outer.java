package a.b;

public class Outer {
    public static final String NAME = "outer";
    public static class Nested {
        public static class Deep {
            public static int count() {
                return 1;
            }
        }
    }
    protected static class Hidden {
        static void touch() {
        }
    }
}
