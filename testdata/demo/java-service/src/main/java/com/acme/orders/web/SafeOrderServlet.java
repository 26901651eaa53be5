package com.acme.orders.web;

import com.acme.orders.db.Order;
import com.acme.orders.db.OrderRepository;
import com.acme.orders.service.OrderQuery;
import java.io.IOException;
import java.sql.SQLException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The sanitised twin of {@link OrderServlet}. */
public class SafeOrderServlet extends HttpServlet {
    private final OrderRepository repository;

    public SafeOrderServlet(OrderRepository repository) {
        this.repository = repository;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        OrderQuery query = new OrderQuery();
        query.setCustomer(request.getParameter("customer"));
        query.setSort("placed_at");
        try {
            for (Order order : repository.searchSafely(query)) {
                response.getWriter().println(order.getId());
            }
        } catch (SQLException e) {
            response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        }
    }
}
