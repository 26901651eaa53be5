// Local names count from their declaration to the end of the block.
class Locals {
    String x = "field";

    void blocks(final String[] args, int n) {
        print(x);
        {
            String x = "local";
            print(x);
        }
        print(x);
        for (int i = 0, j = n; i < j; i++) {
            int x = i;
            print(x);
        }
        for (final String x : args) {
            print(x);
        }
        outer:
        while (true) {
            for (;;) {
                break outer;
            }
        }
        print(x);
    }

    void tries() throws Exception {
        try (Reader r = open(); other) {
            r.read();
        } catch (IOException | RuntimeException e) {
            print(e, r);
        } finally {
            int e = 1;
            print(e);
        }
    }

    void lambdas(int base) {
        int step = 2;
        Function<Integer, Integer> f = n -> n + base + step;
        Function<Integer, Integer> g = (Integer n) -> {
            int x = n;
            return x + step;
        };
        Runnable r = new Runnable() {
            int step = 5;

            public void run() {
                print(step + base + x);
            }
        };
        var list = new ArrayList<String>();
        list.forEach(this::print);
        list.forEach(Locals::show);
    }

    void local() {
        class Node {
            Node next;
        }
        Node head = new Node();
        head.next = null;
    }

    int cases(int k, Color c) {
        switch (k) {
            case 1:
                int shared = 1;
                break;
            case 2:
                shared = 2;
                return shared;
        }
        final int LIMIT = 3;
        return switch (c) {
            case k -> 1;
            case LIMIT -> 2;
            default -> {
                int shared = 4;
                yield shared;
            }
        };
    }

    void print(Object... o) {
    }

    static void show(String s) {
    }
}
