package shop.core;

public interface Settings {
    String DIGEST = "MD5";
    String STRONG = "SHA-" + 256;
    String ALIAS = Names.OLD;
}
