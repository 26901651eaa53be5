import java.io.FileReader;
import javax.servlet.http.HttpServletRequest;

// One test clears a value for all rules that its kinds cover.
class SeveralRules {
  void open(HttpServletRequest request) throws Exception {
    String name = request.getParameter("name");
    if (name.matches("[a-z]+")) {
      // ok: path
      new FileReader(name);
      // ok: command
      Runtime.getRuntime().exec(name);
    } else {
      // ruleid: path
      new FileReader(name);
      // ruleid: command
      Runtime.getRuntime().exec(name);
    }
  }
}
