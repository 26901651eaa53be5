import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.crypto.spec.SecretKeySpec;

class Settings {
    // ruleid: java-hard-coded-secret
    private static final String API_TOKEN = "c7f1d0a94b8e4f2aa0913e55";
    // ok: java-hard-coded-secret
    private static final String PASSWORD_FIELD = "password";
    // ok: java-hard-coded-secret
    private static final String SECRET_PROPERTY = "app.mail.secret";
    // ok: java-hard-coded-secret
    private final String apiKey = System.getenv("API_KEY");

    void local() {
        // ruleid: java-hard-coded-secret
        String dbPassword = "h4nd-0ver-fist";
        // ok: java-hard-coded-secret
        String tokenizer = "whitespace42";
        System.out.println(dbPassword + tokenizer);
    }

    Connection connect(String url) throws SQLException {
        // ruleid: java-hard-coded-secret
        return DriverManager.getConnection(url, "app", "w1nter-is-here");
    }

    SecretKeySpec key() {
        // ruleid: java-hard-coded-secret
        return new SecretKeySpec("0123456789abcdef".getBytes(StandardCharsets.UTF_8), "AES");
    }

    Connection configured(String url, String password) throws SQLException {
        // ok: java-hard-coded-secret
        return DriverManager.getConnection(url, "app", password);
    }
}
