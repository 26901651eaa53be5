package app.data;

public class Store {
    public void save(String text) {
        // ruleid: flow
        sink(text);
    }

    public void keep(String text) {
        // ok: flow
        sink(text);
    }
}
