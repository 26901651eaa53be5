import java.io.IOException;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Redirects {
    void back(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // ruleid: java-open-redirect
        response.sendRedirect(request.getParameter("next"));
    }

    void referer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String target = request.getHeader("Referer");
        if (target == null) {
            target = "/";
        }
        // ruleid: java-open-redirect
        response.sendRedirect(target);
    }

    void order(HttpServletRequest request, HttpServletResponse response) throws IOException {
        // ok: java-open-redirect
        response.sendRedirect("/orders?id=" + Integer.parseInt(request.getParameter("id")));
    }

    void home(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getParameter("home") != null) {
            // ok: java-open-redirect
            response.sendRedirect("/home");
        }
    }
}
