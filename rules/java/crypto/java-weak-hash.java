import com.google.common.hash.Hashing;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Signature;
import org.apache.commons.codec.digest.DigestUtils;

class Digests {
    private static final String ALGORITHM = "SHA1";
    private static final String STRONG = "SHA-512";

    byte[] direct(byte[] content) throws NoSuchAlgorithmException {
        // ruleid: java-weak-hash
        return MessageDigest.getInstance("MD5").digest(content);
    }

    MessageDigest qualified() throws NoSuchAlgorithmException {
        // ruleid: java-weak-hash
        return java.security.MessageDigest.getInstance("sha-1");
    }

    MessageDigest constant() throws NoSuchAlgorithmException {
        // ruleid: java-weak-hash
        return MessageDigest.getInstance(ALGORITHM);
    }

    MessageDigest provider() throws NoSuchAlgorithmException, NoSuchProviderException {
        String algorithm = "MD" + "2";
        // ruleid: java-weak-hash
        return MessageDigest.getInstance(algorithm, "SUN");
    }

    Signature signature() throws NoSuchAlgorithmException {
        // ruleid: java-weak-hash
        return Signature.getInstance("SHA1withRSA");
    }

    String codec(String text) {
        // ruleid: java-weak-hash
        return DigestUtils.md5Hex(text) + Hashing.sha256();
    }

    MessageDigest strong() throws NoSuchAlgorithmException {
        // ok: java-weak-hash
        return MessageDigest.getInstance("SHA-256");
    }

    MessageDigest strongConstant() throws NoSuchAlgorithmException {
        // ok: java-weak-hash
        return MessageDigest.getInstance(STRONG);
    }

    String other(String text) {
        // ok: java-weak-hash
        return DigestUtils.sha256Hex(text);
    }
}
