import java.io.IOException;
import java.io.InputStream;

class Tries {
    String clean(String x) {
        try {
            x = sanitize(x);
        } finally {
            unlock();
        }
        return x;
    }

    int jumps(int n) {
        while (n > 0) {
            try {
                n--;
                if (n == 3) {
                    break;
                }
                if (n == 5) {
                    return n;
                }
            } finally {
                log(n);
            }
        }
        return 0;
    }

    String caught(String name) {
        String state = "start";
        try (InputStream in = open(name)) {
            state = read(in);
            if (state == null) {
                throw new IOException(name);
            }
            state = state.trim();
        } catch (IOException | IllegalStateException e) {
            return e.getMessage() + state;
        } catch (Throwable t) {
            log(t);
        }
        return state;
    }
}
