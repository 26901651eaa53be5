class Lambdas {
    Object[] all = {
        x -> x + 1,
        (x) -> { return x; },
        (x, y) -> x,
        () -> {},
        (int x, final String y) -> y,
        (var x, @A var y) -> x,
        (String... rest) -> rest,
        _ -> 0,
        (_, _) -> 1,
        a -> b -> c -> a,
        (Supplier<Runnable>) () -> () -> {},
    };
}
