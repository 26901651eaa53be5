import org.w3c.dom.Document;

class Typed {
    private Document field;
    List<Item> items;

    void run(Document doc, Integer boxed, Object unknown) {
        // ruleid: on-document
        doc.normalize();
        // ruleid: on-document
        this.field.normalize();
        // ok: on-document
        unknown.normalize();
        // ruleid: on-document
        ((Document) unknown).normalize();
        // ruleid: number
        take(boxed);
        // ruleid: number
        take(1 + boxed);
        // ruleid: number
        take(items.size());
        // ok: number
        // ruleid: text
        take("a" + boxed);
        // ruleid: text
        take(unknown.toString());
        var made = new Document();
        // ruleid: on-document
        made.normalize();
        // ruleid: element
        items.get(0);
    }
}
