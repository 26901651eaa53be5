import org.shop.*;
import org.other.Basket;

class Wildcards {
    void run() {
        // ruleid: from-wildcard
        // ok: any-cart
        Cart.empty();
        // ruleid: from-wildcard, any-cart
        org.shop.Cart.empty();
        // ok: from-wildcard
        Basket.empty();
    }
}
