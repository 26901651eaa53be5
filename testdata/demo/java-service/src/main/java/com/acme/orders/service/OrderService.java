package com.acme.orders.service;

import com.acme.orders.db.Order;
import com.acme.orders.db.OrderRepository;
import java.sql.SQLException;
import java.util.List;

/** What can be done with orders. */
public class OrderService {
    private final OrderRepository repository;

    public OrderService(OrderRepository repository) {
        this.repository = repository;
    }

    public List<Order> ofCustomer(String customer, String sort) throws SQLException {
        String name = customer.trim();
        OrderQuery query = new OrderQuery();
        query.setCustomer(name);
        query.setSort(columnOf(sort));
        return repository.search(query);
    }

    /** The identifier must be a number. */
    public Order byId(String id) throws SQLException {
        long number = Long.parseLong(id);
        return repository.load(String.valueOf(number));
    }

    /** Only known columns can be sorted by. */
    private static String columnOf(String sort) {
        if ("total".equals(sort)) {
            return "total";
        }
        return "placed_at";
    }
}
