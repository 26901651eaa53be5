import java.util.function.Supplier;

class Classes extends Base {
    private static final String PREFIX = "p";
    static int count;
    private String name = PREFIX + "x";
    final int[] data = {1, 2};

    static {
        count = 3;
    }

    {
        inherited = name;
    }

    Classes(String name) {
        super(name);
        this.name = name;
    }

    Classes() {
        this("none");
    }

    Supplier<String> lazy(String arg) {
        String local = arg.trim();
        return () -> local + name;
    }

    Runnable task(String arg) {
        class Local {
            String get() {
                return arg;
            }
        }
        return new Runnable() {
            String kept = arg;

            @Override
            public void run() {
                send(kept, new Local().get());
                Classes.this.send(name, arg);
                helper(count);
            }
        };
    }

    class Inner {
        String outer() {
            return name + Classes.super.toString();
        }
    }

    Inner make() {
        count += 1;
        data[0]++;
        this.name += "!";
        java.util.List<String> list = java.util.List.of(name);
        list.forEach(System.out::println);
        return new Inner();
    }

    record Pair(String left, String right) {}

    enum Mode {
        ON("1"),
        OFF("0") {
            @Override
            String code() {
                return "off";
            }
        };

        private final String code;

        Mode(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }
    }
}
