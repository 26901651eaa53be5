package conf;

class Names {
    static final String TAIL = "tail" + Config.SIZE;
    static final String LOOP = Config.KEY + Names.LOOP;
    final String label = "label";
    String shared = "shared";

    interface Limits {
        int MAX = Config.SIZE + 1;
    }

    void run() {
        Config.show(TAIL, LOOP, label, shared);
    }
}
