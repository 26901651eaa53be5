import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.NullCipher;

class Ciphers {
    private static final String CIPHER = "DESede/CBC/PKCS5Padding";

    Cipher des() throws GeneralSecurityException {
        // ruleid: java-weak-cipher
        return Cipher.getInstance("DES/CBC/PKCS5Padding");
    }

    Cipher triple() throws GeneralSecurityException {
        // ruleid: java-weak-cipher
        return Cipher.getInstance(CIPHER, "SunJCE");
    }

    Cipher ecbMode() throws GeneralSecurityException {
        // ruleid: java-weak-cipher
        return javax.crypto.Cipher.getInstance("AES/ECB/PKCS5Padding");
    }

    Cipher ecbByDefault() throws GeneralSecurityException {
        // ruleid: java-weak-cipher
        return Cipher.getInstance("AES");
    }

    KeyGenerator key() throws GeneralSecurityException {
        // ruleid: java-weak-cipher
        return KeyGenerator.getInstance("RC4");
    }

    Cipher none() {
        // ruleid: java-weak-cipher
        return new NullCipher();
    }

    Cipher strong() throws GeneralSecurityException {
        // ok: java-weak-cipher
        return Cipher.getInstance("AES/GCM/NoPadding");
    }

    Cipher wrap() throws GeneralSecurityException {
        // ok: java-weak-cipher
        return Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    }

    KeyGenerator strongKey() throws GeneralSecurityException {
        // ok: java-weak-cipher
        return KeyGenerator.getInstance("AES");
    }
}
