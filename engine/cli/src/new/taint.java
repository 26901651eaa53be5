import java.io.IOException;
import javax.servlet.http.HttpServletRequest;

class Sample {
    void show(HttpServletRequest request) throws IOException {
        String name = request.getParameter("name");
        // ruleid: RULE_ID
        Runtime.getRuntime().exec("cat " + name);
    }

    void showSafely(HttpServletRequest request) throws IOException {
        int number = Integer.parseInt(request.getParameter("number"));
        // ok: RULE_ID
        Runtime.getRuntime().exec("cat " + number);
    }
}
