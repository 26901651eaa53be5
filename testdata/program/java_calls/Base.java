package shop;

abstract class Base extends java.io.Writer {
    private final String label;

    Base(String label) {
        this.label = label;
        hook();
        secret();
    }

    protected void log(String key) {
        System.out.println(label + key);
    }

    void hook() {
    }

    private void secret() {
    }
}
