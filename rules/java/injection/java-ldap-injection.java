import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import javax.naming.ldap.Rdn;
import javax.servlet.http.HttpServletRequest;

class Directory {
    private DirContext context;

    void find(HttpServletRequest request) throws NamingException {
        String user = request.getParameter("user");
        // ruleid: java-ldap-injection
        context.search("ou=people,o=acme", "(uid=" + user + ")", new SearchControls());
    }

    boolean signIn(HttpServletRequest request) throws NamingException {
        String filter = String.format("(&(uid=%s)(pin=%s))", request.getParameter("user"), request.getParameter("pin"));
        InitialDirContext directory = new InitialDirContext();
        // ruleid: java-ldap-injection
        return directory.search("o=acme", filter, new SearchControls()).hasMore();
    }

    void escaped(HttpServletRequest request) throws NamingException {
        String user = Rdn.escapeValue(request.getParameter("user")).toString();
        // ok: java-ldap-injection
        context.search("ou=people,o=acme", "(uid=" + user + ")", new SearchControls());
    }

    void argument(HttpServletRequest request) throws NamingException {
        Object[] values = {request.getParameter("user")};
        // ok: java-ldap-injection
        context.search("ou=people,o=acme", "(uid={0})", values, new SearchControls());
    }

    void everyone(HttpServletRequest request) throws NamingException {
        if (request.getParameter("all") != null) {
            // ok: java-ldap-injection
            context.search("ou=people,o=acme", "(objectClass=person)", new SearchControls());
        }
    }
}
