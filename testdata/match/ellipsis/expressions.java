class Expressions {
    Object build(String name, int port) {
        // ruleid: chain
        Object plain = Client.builder().build();
        // ruleid: chain
        Object full = Client.builder().name(name).port(port).build();
        // ok: chain
        return Client.create().build();
    }

    void check(User u) {
        // ruleid: deep, shallow
        if (isAdmin(u)) { go(); }
        // ruleid: deep
        // ok: shallow
        if (u != null && !isAdmin(u)) { go(); }
        // ok: deep
        if (u.level() > 1) { isAdmin(u); }
        // ruleid: sum
        log("id=" + u.id() + ", " + u.name());
        // ok: sum
        log("name=" + u.id() + ", ");
    }
}
