package shop.core;

public final class Names {
    public static final String OLD = "MD" + 5;
    public static String changing = "MD5";

    static void change(String s) {
        changing = s;
    }
}
