import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.lang3.RandomStringUtils;

class Tokens {
    private final SecureRandom secure = new SecureRandom();

    String token() {
        // ruleid: java-insecure-random
        return Long.toHexString(new Random().nextLong());
    }

    String seeded() {
        // ruleid: java-insecure-random
        Random random = new java.util.Random(System.nanoTime());
        return Integer.toString(random.nextInt());
    }

    double fraction() {
        // ruleid: java-insecure-random
        return Math.random();
    }

    int local() {
        // ruleid: java-insecure-random
        return ThreadLocalRandom.current().nextInt(1000);
    }

    String text() {
        // ruleid: java-insecure-random
        return RandomStringUtils.randomAlphanumeric(20);
    }

    String strong() {
        // ok: java-insecure-random
        return Long.toHexString(secure.nextLong());
    }

    Random viaSuper() {
        // ok: java-insecure-random
        Random random = new SecureRandom();
        return random;
    }

    double rounded(double value) {
        // ok: java-insecure-random
        return Math.round(value);
    }
}
