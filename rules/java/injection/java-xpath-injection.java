import javax.servlet.http.HttpServletRequest;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;

class Catalogue {
    private Document document;

    String price(HttpServletRequest request) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String title = request.getParameter("title");
        // ruleid: java-xpath-injection
        return xpath.evaluate("/books/book[title='" + title + "']/price", document);
    }

    XPathExpression author(HttpServletRequest request) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        StringBuilder expression = new StringBuilder("//book[author='");
        expression.append(request.getParameter("author"));
        expression.append("']");
        // ruleid: java-xpath-injection
        return xpath.compile(expression.toString());
    }

    String variable(HttpServletRequest request) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        String title = request.getParameter("title");
        xpath.setXPathVariableResolver(name -> title);
        // ok: java-xpath-injection
        return xpath.evaluate("/books/book[title=$title]/price", document);
    }

    String nth(HttpServletRequest request) throws XPathExpressionException {
        XPath xpath = XPathFactory.newInstance().newXPath();
        int n = Integer.parseInt(request.getParameter("n"));
        // ok: java-xpath-injection
        return xpath.evaluate("/books/book[" + n + "]", document);
    }
}
