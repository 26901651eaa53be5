package app;

import java.util.List;
import shop.*;
import static shop.Store.describe;

class Main {
    private Store store;
    private final Store fixed = new Memory();
    private static Store shared = Factory.make();

    Main(Store store) {
        this.store = store;
    }

    void run(String key, Disk disk, List<Disk> disks, Disk[] many) {
        store.put(key);
        fixed.put(key);
        shared.put(key);
        disk.put(key);
        disk.name();
        new Disk(store).put(key);
        Store local = new Memory();
        local.put(key);
        describe(local);
        Factory.make().put(key);
        Factory.any(true).put(key);
        Factory.open(key).put(key);
        for (Disk one : disks) {
            one.log(key);
        }
        for (var one : many) {
            one.log(key);
        }
        many[0].put(key);
        Store anonymous = new Store() {
            public void put(String k) {
                run(k, disk, disks, many);
                name();
            }
        };
        anonymous.put(key);
        ((Disk) local).log(key);
        (key.isEmpty() ? new Disk() : local).put(key);
        disk.write(key);
        key.trim().concat(key);
        unknown(key);
        new Inner().go();
        new Record("a", 1).a().trim();
        Level.HIGH.show();
    }

    class Inner extends Main {
        Inner() {
            super(null);
        }

        void go() {
            run(null, null, null, null);
            Main.this.run(null, null, null, null);
        }
    }

    record Record(String a, int b) {
    }

    enum Level {
        LOW, HIGH {
            @Override
            void show() {
                name();
            }
        };

        void show() {
        }
    }
}

class Factory {
    static Store make() {
        return new Disk();
    }

    static Store any(boolean memory) {
        if (memory) {
            return new Memory();
        }
        Store disk = make();
        return disk;
    }

    static Store open(String name) {
        return Registry.find(name);
    }
}
