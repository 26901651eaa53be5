package com.acme.orders.web;

import com.acme.orders.db.Order;
import com.acme.orders.service.OrderService;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Lists the orders of a customer. */
public class OrderServlet extends HttpServlet {
    private final OrderService orders;

    public OrderServlet(OrderService orders) {
        this.orders = orders;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String customer = request.getParameter("customer");
        String sort = request.getParameter("sort");
        response.setContentType("text/html;charset=UTF-8");
        PrintWriter out = response.getWriter();
        try {
            List<Order> found = orders.ofCustomer(customer, sort);
            for (Order order : found) {
                out.println("<li>" + order.getId() + "</li>");
            }
        } catch (SQLException e) {
            out.println("<p>No orders for " + customer + "</p>");
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Order order = orders.byId(request.getParameter("id"));
            response.getWriter().println(order.getTotal());
        } catch (SQLException | NumberFormatException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }
}
