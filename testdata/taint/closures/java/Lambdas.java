import java.util.function.Function;
import java.util.function.Supplier;

class Lambdas {
    void captured() {
        String word = source();
        Runnable inner = () -> {
            // ruleid: flow
            sink(word);
        };
        inner.run();
    }

    String apply(Function<String, String> f, String x) {
        return f.apply(x);
    }

    static String same(String x) {
        return x;
    }

    void higherOrder() {
        // ruleid: flow
        sink(apply(x -> x, source()));
        // ok: flow
        sink(apply(x -> "fresh", source()));
        // ruleid: flow
        sink(apply(Lambdas::same, source()));
    }

    Supplier<String> later() {
        String word = source();
        return () -> word;
    }

    void supplied() {
        // ruleid: flow
        sink(later().get());
    }

    void anonymous() {
        final String word = source();
        Runnable task = new Runnable() {
            public void run() {
                // ruleid: flow
                sink(word);
            }
        };
        task.run();
    }
}
