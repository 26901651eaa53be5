class Declarations {
    void f() {
        // ruleid: assigned
        // ok: assigned-only
        String a = secret();
        // ruleid: assigned, assigned-only
        a = secret();
    }
}
