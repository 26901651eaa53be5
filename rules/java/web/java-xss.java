import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.owasp.encoder.Encode;
import org.owasp.esapi.ESAPI;
import org.owasp.esapi.Encoder;
import org.springframework.web.util.HtmlUtils;

class GreetingServlet extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = request.getParameter("name");
        // ruleid: java-xss
        response.getWriter().println("<h1>Hello " + name + "</h1>");
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        String query = request.getQueryString();
        if (query == null) {
            query = "nothing";
        }
        // ruleid: java-xss
        out.write("<p>You asked for " + query.toLowerCase(Locale.ROOT) + "</p>");
    }

    void formatted(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // ruleid: java-xss
        response.getWriter().format("<b>%s</b>", request.getHeader("Referer"));
    }

    void cookie(HttpServletRequest request, PrintWriter out) {
        for (Cookie cookie : request.getCookies()) {
            // ruleid: java-xss
            out.print("<li>" + cookie.getValue());
        }
    }

    void encoded(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = Encode.forHtml(request.getParameter("name"));
        // ok: java-xss
        response.getWriter().println("<h1>Hello " + name + "</h1>");
    }

    void escaped(HttpServletRequest request, PrintWriter out) {
        // ok: java-xss
        out.println("<h1>" + HtmlUtils.htmlEscape(request.getParameter("name")) + "</h1>");
    }

    void number(HttpServletRequest request, PrintWriter out) {
        long id = Long.parseLong(request.getParameter("id"));
        // ok: java-xss
        out.println("<h1>Order " + id + "</h1>");
    }

    void stored(HttpServletRequest request, PrintWriter out) {
        String theme = "dark".equals(request.getParameter("theme")) ? "dark" : "light";
        // ok: java-xss
        out.println("<body class=" + theme + ">");
    }

    void copy(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String name = HtmlUtils.htmlEscape(request.getHeader("Referer"));
        // ok: java-xss
        response.getWriter().print(name.toCharArray());
    }

    void escaper(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Encoder encoder = ESAPI.encoder();
        // ok: java-xss
        response.getWriter().print(encoder.encodeForHTML(request.getHeader("Referer")));
        // ruleid: java-xss
        response.getWriter().print(encoder.canonicalize(request.getHeader("Referer")));
    }

    void places(HttpServletRequest request, HttpServletResponse response) throws IOException {
        List<String> words = new ArrayList<>(8);
        words.add("to");
        words.add(request.getParameter("name"));
        words.add("from");
        words.remove(0);
        // ok: java-xss
        response.getWriter().print(words.get(1));
        // ruleid: java-xss
        response.getWriter().print(words.get(0));
    }

    void queue(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LinkedList<String> words = new LinkedList<>();
        words.addFirst("to");
        words.addFirst(request.getParameter("name"));
        // ok: java-xss
        response.getWriter().print(words.getLast());
        // ruleid: java-xss
        response.getWriter().print(words.removeFirst());
    }

    void filled(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Names words = new Names(request);
        words.add("to");
        // ruleid: java-xss
        response.getWriter().print(words.get(0));
    }

    static class Names extends ArrayList<String> {
        Names(HttpServletRequest request) {
            add(request.getParameter("name"));
        }
    }
}
