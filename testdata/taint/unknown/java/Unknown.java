import org.lib.Bean;
import org.lib.Builder;

class Unknown {
    void fluent() {
        Builder builder = new Builder();
        builder.append("a").append(source());
        // ruleid: flow
        sink(builder.toString());
    }

    void reassigned() {
        Builder builder = new Builder();
        builder = builder.append(source());
        // ruleid: flow
        sink(builder);
    }

    void kept() {
        Builder builder = new Builder();
        String other = builder.find(source());
        // ok: flow
        sink(builder);
        // ruleid: flow
        sink(other);
    }

    void bean() {
        Bean bean = new Bean();
        bean.setName(source());
        // ruleid: flow
        sink(bean.getName());
        // ok: flow
        sink(bean.getAge());
        bean.setName("fresh");
        // ok: flow
        sink(bean.getName());
    }
}
