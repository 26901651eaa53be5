import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class Cookies {
    void forgotten(HttpServletResponse response, String token) {
        Cookie cookie = new Cookie("session", token);
        cookie.setHttpOnly(true);
        // ruleid: java-insecure-cookie
        response.addCookie(cookie);
    }

    void off(HttpServletResponse response, String token) {
        Cookie cookie = new Cookie("session", token);
        // ruleid: java-insecure-cookie
        cookie.setSecure(false);
        response.addCookie(cookie);
    }

    void direct(HttpServletResponse response, String token) {
        // ruleid: java-insecure-cookie
        response.addCookie(new Cookie("session", token));
    }

    void secure(HttpServletResponse response, String token) {
        Cookie cookie = new Cookie("session", token);
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        // ok: java-insecure-cookie
        response.addCookie(cookie);
    }

    void passedOn(HttpServletResponse response, Cookie cookie) {
        // ok: java-insecure-cookie
        response.addCookie(cookie);
    }
}
