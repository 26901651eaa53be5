package shop;

public class Disk extends Base implements Store {
    private final Store next;

    public Disk() {
        this(null);
    }

    public Disk(Store next) {
        super("disk");
        this.next = next;
    }

    @Override
    public void put(String key) {
        log(key);
        if (next != null) {
            next.put(key);
        }
    }

    @Override
    protected void log(String key) {
        super.log(key);
    }
}
