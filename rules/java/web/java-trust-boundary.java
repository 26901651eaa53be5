import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

class SignIn {
    void role(HttpServletRequest request) {
        // ruleid: java-trust-boundary
        request.getSession().setAttribute("role", request.getParameter("role"));
    }

    void tenant(HttpServletRequest request) {
        HttpSession session = request.getSession(true);
        String tenant = request.getHeader("X-Tenant");
        if (tenant != null) {
            // ruleid: java-trust-boundary
            session.setAttribute("tenant", tenant.trim());
        }
    }

    void old(HttpServletRequest request) {
        // ruleid: java-trust-boundary
        request.getSession().putValue("tenant", request.getHeader("X-Tenant"));
    }

    void attempts(HttpServletRequest request) {
        // ok: java-trust-boundary
        request.getSession().setAttribute("attempts", Integer.parseInt(request.getParameter("n")));
    }

    void checked(HttpServletRequest request) {
        String language = "ko".equals(request.getParameter("language")) ? "ko" : "en";
        // ok: java-trust-boundary
        request.getSession().setAttribute("language", language);
    }

    void own(HttpServletRequest request, String user) {
        // ok: java-trust-boundary
        request.getSession().setAttribute("user", user);
    }
}
