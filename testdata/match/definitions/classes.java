// ruleid: extends, second-interface, members
final class A extends Base implements Runnable, Closeable {
    private int count;
    public void run() { }
    // ruleid: annotated
    @Deprecated @Get("/close") public
    void close() { count = 0; }
    // ok: annotated
    @Get
    int get() { return count; }
    // ruleid: head
    public String find(int id) throws Missing { return null; }
}

// ok: extends, members
class B {
    int count = 1;
    void close() { }
    // ok: head
    String find(int id) { return null; }
}
