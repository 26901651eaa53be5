package com.acme;

import java.util.*;
import java.util.function.Function;
import javax.crypto.Cipher;
import static java.lang.Math.max;
import static org.junit.Assert.*;

// Imports, and what chains of names spell.
@Deprecated
class Imports<T extends Comparable<T>> {
    Function<String, Map.Entry<T, String>> f;
    Cipher cipher;

    Imports(Cipher Cipher) throws Exception {
        Cipher.init(1);
        this.cipher = javax.crypto.Cipher.getInstance("AES");
    }

    <U> U make(U u, T t) throws Exception {
        Cipher c = Cipher.getInstance("DES");
        List<U> list = new ArrayList<>();
        Nested.Deep.call();
        Imports.Nested n = new Imports.Nested();
        assertEquals(max(1, 2), Math.min(1, 2));
        return u;
    }

    static class Nested {
        static class Deep {
            static void call() {
            }
        }
    }
}
