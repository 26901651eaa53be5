import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.servlet.http.HttpServletRequest;

class ToolRunner {
    void ping(HttpServletRequest request) throws IOException {
        // ruleid: java-command-injection
        Runtime.getRuntime().exec("ping -c 1 " + request.getParameter("host"));
    }

    void convert(HttpServletRequest request) throws IOException {
        String target = request.getParameter("target");
        String[] command = {"sh", "-c", "convert in.png " + target};
        Runtime runtime = Runtime.getRuntime();
        // ruleid: java-command-injection
        runtime.exec(command);
    }

    void archive(HttpServletRequest request) throws IOException {
        String name = request.getHeader("X-Archive");
        // ruleid: java-command-injection
        new ProcessBuilder("bash", "-c", "tar xf " + name).start();
    }

    void listed(HttpServletRequest request) throws IOException {
        List<String> command = Arrays.asList("sh", "-c", request.getParameter("task"));
        ProcessBuilder builder = new ProcessBuilder();
        // ruleid: java-command-injection
        builder.command(command);
        builder.start();
    }

    void threads(HttpServletRequest request) throws IOException {
        int count = Integer.parseInt(request.getParameter("threads"));
        // ok: java-command-injection
        Runtime.getRuntime().exec("make -j " + count);
    }

    void fixed(HttpServletRequest request) throws IOException {
        String tool = "full".equals(request.getParameter("mode")) ? "backup-all" : "backup";
        // ok: java-command-injection
        Runtime.getRuntime().exec(tool);
    }

    void logged(HttpServletRequest request) throws IOException {
        System.getLogger("tools").log(System.Logger.Level.INFO, request.getParameter("host"));
        // ok: java-command-injection
        new ProcessBuilder("uptime").start();
    }
}
