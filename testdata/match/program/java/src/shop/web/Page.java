package shop.web;

import java.nio.file.Paths;
import java.security.MessageDigest;
import shop.core.Gateway;
import shop.core.Names;
import shop.core.Settings;

class Page extends Base {
    void inherited(Wrapped wrapped, Other other) {
        // ruleid: header, header-full-name
        request.getHeader("a");
        // ruleid: header, header-full-name
        this.request.getHeader("b");
        // ruleid: header, header-full-name
        current().getHeader("c");
        // ruleid: header, header-full-name
        wrapped.getHeader("d");
        // ok: header, header-full-name
        other.getHeader("e");
    }

    void constants() throws Exception {
        // ruleid: weak-digest, any-constant-digest
        MessageDigest.getInstance(Settings.DIGEST);
        // ruleid: weak-digest, any-constant-digest
        MessageDigest.getInstance(Settings.ALIAS);
        // ruleid: weak-digest, any-constant-digest
        MessageDigest.getInstance(DIGEST);
        // ruleid: any-constant-digest
        // ok: weak-digest
        MessageDigest.getInstance(Settings.STRONG);
        // ok: weak-digest, any-constant-digest
        MessageDigest.getInstance(Names.changing);
        // ok: weak-digest, any-constant-digest
        MessageDigest.getInstance(Unknown.DIGEST);
    }

    void platform(Other other) {
        // ruleid: delete-file
        Paths.get("/tmp/x").toFile().delete();
        // ok: delete-file
        other.toFile().delete();
    }

    void types() {
        // ruleid: gateway-call
        Gateway.standard().charge(5);
        // ok: gateway-call
        Unknown.standard().charge(5);
    }
}
