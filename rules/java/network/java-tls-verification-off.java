import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;
import org.apache.http.conn.ssl.NoopHostnameVerifier;

class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    // ruleid: java-tls-verification-off
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }

    HostnameVerifier anyHost() {
        return new HostnameVerifier() {
            // ruleid: java-tls-verification-off
            @Override
            public boolean verify(String host, SSLSession session) {
                return true;
            }
        };
    }

    void lambda(HttpsURLConnection connection) {
        // ruleid: java-tls-verification-off
        connection.setHostnameVerifier((host, session) -> true);
    }

    Object library() {
        // ruleid: java-tls-verification-off
        return NoopHostnameVerifier.INSTANCE;
    }
}

class Pinning implements X509TrustManager {
    private final X509TrustManager platform;

    Pinning(X509TrustManager platform) {
        this.platform = platform;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        platform.checkClientTrusted(chain, type);
    }

    // ok: java-tls-verification-off
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        platform.checkServerTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return platform.getAcceptedIssuers();
    }

    void lambda(HttpsURLConnection connection) {
        // ok: java-tls-verification-off
        connection.setHostnameVerifier((host, session) -> host.equals(session.getPeerHost()));
    }
}
