import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import javax.servlet.http.HttpServletRequest;
import org.springframework.web.client.RestTemplate;

class Fetcher {
    private final RestTemplate client = new RestTemplate();

    InputStream image(HttpServletRequest request) throws IOException {
        URL url = new URL(request.getParameter("image"));
        // ruleid: java-ssrf
        return url.openStream();
    }

    String quote(HttpServletRequest request) {
        String host = request.getParameter("host");
        // ruleid: java-ssrf
        return client.getForObject("https://" + host + "/quote", String.class);
    }

    HttpRequest modern(HttpServletRequest request) {
        URI address = URI.create(request.getHeader("X-Callback"));
        // ruleid: java-ssrf
        return HttpRequest.newBuilder(address).build();
    }

    String byNumber(HttpServletRequest request) {
        long id = Long.parseLong(request.getParameter("id"));
        // ok: java-ssrf
        return client.getForObject("https://stock.example/item/" + id, String.class);
    }

    InputStream fixed(HttpServletRequest request) throws IOException {
        URL url = new URL("https://status.example/" + (request.getParameter("full") != null ? "full" : "brief"));
        // ok: java-ssrf
        return url.openStream();
    }
}
