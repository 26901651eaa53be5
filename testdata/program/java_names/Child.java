package c;

import a.b.Outer;
import a.b.Outer.Nested;
import javax.servlet.http.*;
import static a.b.Outer.NAME;
import static a.b.Outer.Nested.*;

class Child extends Outer {
    HttpServletRequest request;
    Sibling sibling;
    String text = NAME;
    String other = Outer.NAME;
    int n = Nested.Deep.count() + Outer.Nested.Deep.count() + a.b.Outer.Nested.Deep.count();

    void go(HttpServletResponse response, Unknown unknown) {
        Hidden.touch();
        Deep.count();
        Sibling.make().child();
        request.getParameter("x");
        response.sendRedirect(Sibling.KEY);
        java.util.Objects.requireNonNull(unknown.field);
        Child.NAME.length();
    }
}
