package com.acme.orders.db;

/** An order; amounts are in cents. */
public class Order {
    private final long id;
    private final long total;

    public Order(long id, long total) {
        this.id = id;
        this.total = total;
    }

    public long getId() {
        return id;
    }

    public long getTotal() {
        return total;
    }
}
