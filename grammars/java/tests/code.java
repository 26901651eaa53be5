package com.example.shop;

import static java.util.stream.Collectors.toList;
import java.util.*;

@Entity(name = "order", tags = {"a", "b"})
public sealed class Order<T extends Item & Priced> extends Base implements Priced, Iterable<T> permits Rush {
    private static final int LIMIT = 0x10, OTHER[] = {1, 2};
    static { load(); }

    enum State { OPEN, CLOSED(1) { void x() {} }; int code; }
    record Line(@NonNull String sku, int count) { Line { check(count); } }
    interface Visitor<R> { R visit(Line line) throws IOException; int MAX = 3; }
    @interface Mark { String value() default "x"; }

    Order(List<? extends T> items) { super(items); this.items = items; }

    @Override
    public <R> R accept(Visitor<R> visitor, String... names) throws IOException {
        var total = 0L;
        for (int i = 0; i < names.length; i++) total += names[i].length();
        for (final T item : items) { if (item == null) continue; else break; }
        try (var in = open(); in) {
            do { read(in); } while (!in.done());
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException("bad \n" + e, e);
        } finally {
            close();
        }
        label:
        while (true) { break label; }
        switch (state) {
            case OPEN: case CLOSED: total++; break;
            default: return null;
        }
        int size = switch (shape) {
            case Circle c when c.radius() > 1 -> 1;
            case Box(int width, Size(var h)) -> { yield width * 2; }
            default -> throw new Error();
        };
        synchronized (this) { assert size > 0 : "size"; }
        Runnable run = () -> System.out.println(names[0]);
        Function<String, Integer> f = String::length;
        Comparator<T> by = (a, b) -> a.cost() - b.cost();
        Object o = (Object) new int[]{1, 2}, p = new int[3][];
        Object q = new Visitor<String>() { public String visit(Line line) { return (String) null; } };
        boolean yes = o instanceof String s && s.isEmpty() || p != q ? !done : $local > 1 >> 2;
        class Inner {}
        return Order.<R>make(this.items, int.class).get();
    }
}
