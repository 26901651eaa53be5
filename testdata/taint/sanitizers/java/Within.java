import java.util.ArrayList;
import java.util.List;

class Within {
    void lookedInto() {
        String text = source();
        List<String> items = new ArrayList<>();
        items.add(text);
        // ok: flow
        sink(clean(items.get(0)));
        // ruleid: flow
        sink(text);
        // ruleid: flow
        sink(items);
    }
}
