package app;

import java.util.Properties;
import java.util.ResourceBundle;
import org.springframework.beans.factory.annotation.Value;

class Reader {
    @Value("${shop.limit}")
    private int limit;
    @Value("${shop.open:false}")
    private boolean open;
    @Value("${shop.name}")
    private String name;
    @Value("${shop.absent:x}")
    private String absent;

    void load(String key) throws Exception {
        Properties properties = new Properties();
        properties.load(getClass().getResourceAsStream("/app.properties"));
        show(properties.getProperty("digest"), properties.getProperty("digest", "SHA-256"));
        show(properties.getProperty("shared"), properties.getProperty("absent", "x"));
        show(properties.getProperty(key));
        show(limit, open, name, absent);
    }

    void any(Properties properties, Settings settings) {
        show(properties.getProperty("digest"), properties.getProperty("shared"));
        show(settings.getProperty("digest"));
        show(ResourceBundle.getBundle("texts").getString("hello"));
    }

    static void show(Object... all) {
    }
}

class Settings {
    native String getProperty(String key);
}
