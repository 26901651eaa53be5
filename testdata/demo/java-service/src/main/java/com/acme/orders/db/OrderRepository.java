package com.acme.orders.db;

import com.acme.orders.service.OrderQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Orders in the database. */
public class OrderRepository {
    private final Connection connection;

    public OrderRepository(Connection connection) {
        this.connection = connection;
    }

    /** The customer's name ends up in the text of the statement: injection. */
    public List<Order> search(OrderQuery query) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT id, total FROM orders WHERE customer = '");
        sql.append(query.getCustomer()).append("'");
        sql.append(" ORDER BY ").append(query.getSort());
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql.toString())) {
            return read(rows);
        }
    }

    /** The same question with a parameter: safe. */
    public List<Order> searchSafely(OrderQuery query) throws SQLException {
        String sql = "SELECT id, total FROM orders WHERE customer = ? ORDER BY " + query.getSort();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, query.getCustomer());
            return read(statement.executeQuery());
        }
    }

    /** Only digits arrive here. */
    public Order load(String id) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, total FROM orders WHERE id = " + id)) {
            List<Order> found = read(rows);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    private static List<Order> read(ResultSet rows) throws SQLException {
        List<Order> orders = new ArrayList<>();
        while (rows.next()) {
            orders.add(new Order(rows.getLong("id"), rows.getLong("total")));
        }
        return orders;
    }
}
