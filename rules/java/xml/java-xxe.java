import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.SAXParserFactory;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamReader;
import org.w3c.dom.Document;
import org.xml.sax.helpers.DefaultHandler;

class Parsers {
    Document dom(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        // ruleid: java-xxe
        DocumentBuilder builder = factory.newDocumentBuilder();
        return builder.parse(in);
    }

    Document chained(InputStream in) throws Exception {
        // ruleid: java-xxe
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }

    void sax(InputStream in) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        // ruleid: java-xxe
        factory.newSAXParser().parse(in, new DefaultHandler());
    }

    XMLStreamReader stax(InputStream in) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        // ruleid: java-xxe
        return factory.createXMLStreamReader(in);
    }

    Document closedDom(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        // ok: java-xxe
        return factory.newDocumentBuilder().parse(in);
    }

    void closedSax(InputStream in) throws Exception {
        SAXParserFactory factory = SAXParserFactory.newInstance();
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        // ok: java-xxe
        factory.newSAXParser().parse(in, new DefaultHandler());
    }

    Document closedByAttribute(InputStream in) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
        // ok: java-xxe
        return factory.newDocumentBuilder().parse(in);
    }

    XMLStreamReader closedStax(InputStream in) throws Exception {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        // ok: java-xxe
        return factory.createXMLStreamReader(in);
    }
}
