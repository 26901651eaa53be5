package app;

import app.data.Store;

class Handler {
    private final Store store = new Store();

    void handle() {
        Request request = Request.read();
        store.save(request.getBody());
        store.keep(clean(request.getBody()));
    }
}
