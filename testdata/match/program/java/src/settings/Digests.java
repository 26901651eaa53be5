package settings;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Properties;

class Digests {
    private final Properties settings = new Properties();

    Digests() throws IOException {
        try (InputStream in = getClass().getResourceAsStream("digest.properties")) {
            settings.load(in);
        }
    }

    MessageDigest old() throws GeneralSecurityException {
        String name = settings.getProperty("digest.old", "SHA-512");
        // ruleid: weak-digest
        return MessageDigest.getInstance(name);
    }

    MessageDigest current() throws GeneralSecurityException {
        // ok: weak-digest
        return MessageDigest.getInstance(settings.getProperty("digest.new", "MD5"));
    }

    MessageDigest helper() throws GeneralSecurityException {
        // ruleid: weak-digest
        return MessageDigest.getInstance(choose(true));
    }

    MessageDigest strong() throws GeneralSecurityException {
        // ok: weak-digest
        return MessageDigest.getInstance(choose(false));
    }

    private static String choose(boolean old) {
        return old ? "MD5" : "SHA-256";
    }
}
