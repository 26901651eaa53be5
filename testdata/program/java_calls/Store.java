package shop;

public interface Store {
    void put(String key);

    default String name() {
        return describe(this);
    }

    static String describe(Store store) {
        return store.toString();
    }
}
