// depth: function
class Creations {
    static class Box {
        final String content;

        Box(String content) {
            this.content = content;
        }
    }

    static class Plain {
    }

    void ofOurOwnClass() {
        Box box = new Box(source());
        // ruleid: flow
        sink(box);
        // ruleid: flow
        sink(box.content);
    }

    void ofALibrary() {
        java.io.File file = new java.io.File(source());
        // ruleid: flow
        sink(file);
    }

    void ofNothing() {
        Plain plain = new Plain();
        // ok: flow
        sink(plain);
        Box box = new Box("fresh");
        // ok: flow
        sink(box);
    }
}
