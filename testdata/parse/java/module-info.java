@Deprecated
open module shop.core {
    requires java.base;
    requires transitive static shop.common;
    exports shop.api;
    exports shop.spi to shop.web, shop.batch;
    opens shop.model to shop.json;
    uses shop.spi.Carrier;
    provides shop.spi.Carrier with shop.impl.Post, shop.impl.Courier;
}
