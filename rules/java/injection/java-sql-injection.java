import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class CustomerServlet extends HttpServlet {
    private Connection connection;

    void byName(HttpServletRequest request) throws SQLException {
        String name = request.getParameter("name");
        Statement statement = connection.createStatement();
        // ruleid: java-sql-injection
        statement.executeQuery("SELECT * FROM customer WHERE name = '" + name + "'");
    }

    void byCity(HttpServletRequest request) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT * FROM customer WHERE city = '");
        sql.append(request.getHeader("X-City")).append("'");
        // ruleid: java-sql-injection
        PreparedStatement statement = connection.prepareStatement(sql.toString());
        statement.executeQuery();
    }

    void rename(HttpServletRequest request) throws SQLException {
        String sql = String.format("UPDATE customer SET name = '%s'", request.getParameter("to").trim());
        try (Statement statement = connection.createStatement()) {
            // ruleid: java-sql-injection
            statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
        }
    }

    void sorted(HttpServletRequest request) throws SQLException {
        String column = "name";
        if (request.getParameter("sort") != null) {
            column = request.getParameter("sort");
        }
        run("SELECT * FROM customer ORDER BY " + column);
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // ruleid: java-sql-injection
            statement.execute(sql);
        }
    }

    void collected(HttpServletRequest request) throws SQLException {
        List<String> conditions = new ArrayList<>();
        conditions.add("1 = 1");
        conditions.add("city = '" + request.getParameter("city") + "'");
        Statement statement = connection.createStatement();
        // ruleid: java-sql-injection
        statement.executeQuery("SELECT * FROM customer WHERE " + String.join(" AND ", conditions));
    }

    void bound(HttpServletRequest request) throws SQLException {
        // ok: java-sql-injection
        PreparedStatement statement = connection.prepareStatement("SELECT * FROM customer WHERE name = ?");
        statement.setString(1, request.getParameter("name"));
        statement.executeQuery();
    }

    void number(HttpServletRequest request) throws SQLException {
        int id = Integer.parseInt(request.getParameter("id"));
        Statement statement = connection.createStatement();
        // ok: java-sql-injection
        statement.executeQuery("SELECT * FROM customer WHERE id = " + id);
    }

    void chosen(HttpServletRequest request) throws SQLException {
        String column = "desc".equals(request.getParameter("order")) ? "name DESC" : "name";
        Statement statement = connection.createStatement();
        // ok: java-sql-injection
        statement.executeQuery("SELECT * FROM customer ORDER BY " + column);
    }

    void overwritten(HttpServletRequest request) throws SQLException {
        String name = request.getParameter("name");
        name = "nobody";
        Statement statement = connection.createStatement();
        // ok: java-sql-injection
        statement.executeQuery("SELECT * FROM customer WHERE name = '" + name + "'");
    }
}
