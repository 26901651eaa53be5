import com.thoughtworks.xstream.XStream;
import java.beans.XMLDecoder;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.util.Base64;
import javax.servlet.http.HttpServletRequest;

class Sessions {
    Object body(HttpServletRequest request) throws IOException, ClassNotFoundException {
        ObjectInputStream in = new ObjectInputStream(request.getInputStream());
        // ruleid: java-unsafe-deserialization
        return in.readObject();
    }

    Object header(HttpServletRequest request) throws IOException, ClassNotFoundException {
        byte[] data = Base64.getDecoder().decode(request.getHeader("X-State"));
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(data))) {
            // ruleid: java-unsafe-deserialization
            return in.readUnshared();
        }
    }

    Object beans(HttpServletRequest request) throws IOException {
        XMLDecoder decoder = new XMLDecoder(request.getInputStream());
        // ruleid: java-unsafe-deserialization
        return decoder.readObject();
    }

    Object xml(HttpServletRequest request) {
        XStream xstream = new XStream();
        // ruleid: java-unsafe-deserialization
        return xstream.fromXML(request.getParameter("state"));
    }

    Object own() throws IOException, ClassNotFoundException {
        ObjectInputStream in = new ObjectInputStream(new FileInputStream("/var/lib/app/state"));
        // ok: java-unsafe-deserialization
        return in.readObject();
    }

    String text(HttpServletRequest request) throws IOException {
        // ok: java-unsafe-deserialization
        return new String(request.getInputStream().readAllBytes());
    }
}
