import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

class Downloads {
    private static final String FOLDER = "/srv/downloads/";

    void stream(HttpServletRequest request) throws IOException {
        // ruleid: java-path-traversal
        FileInputStream in = new FileInputStream(FOLDER + request.getParameter("file"));
        in.close();
    }

    byte[] bytes(HttpServletRequest request) throws IOException {
        File file = new File(FOLDER, request.getParameter("file"));
        // ruleid: java-path-traversal
        return Files.readAllBytes(file.toPath());
    }

    void store(HttpServletRequest request) throws IOException {
        String name = request.getHeader("X-File-Name");
        File target = new File("/srv/uploads", name);
        // ruleid: java-path-traversal
        try (FileOutputStream out = new FileOutputStream(target)) {
            out.write(1);
        }
    }

    void remove(HttpServletRequest request) throws IOException {
        Path path = Paths.get(FOLDER).resolve(request.getParameter("file"));
        // ruleid: java-path-traversal
        Files.delete(path);
    }

    String lastName(HttpServletRequest request) throws IOException {
        String name = new File(request.getParameter("file")).getName();
        // ok: java-path-traversal
        return Files.readString(Paths.get(FOLDER, name));
    }

    String numbered(HttpServletRequest request) throws IOException {
        int page = Integer.parseInt(request.getParameter("page"));
        // ok: java-path-traversal
        return Files.readString(Paths.get(FOLDER + page + ".txt"));
    }

    void fixedFile(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("help".equals(request.getParameter("page"))) {
            // ok: java-path-traversal
            Files.copy(Paths.get("/srv/help.html"), response.getOutputStream());
        }
    }

    void below(HttpServletRequest request, HttpServletResponse response) throws IOException {
        File file = new File(FOLDER, request.getParameter("file"));
        String path = file.getCanonicalPath();
        if (path.startsWith(FOLDER + File.separator)) {
            // ok: java-path-traversal
            Files.copy(file.toPath(), response.getOutputStream());
        }
        // ruleid: java-path-traversal
        Files.copy(file.toPath(), response.getOutputStream());
    }

    void spelled(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = FOLDER + request.getParameter("file");
        if (path.startsWith(FOLDER)) {
            // ruleid: java-path-traversal
            Files.copy(Paths.get(path), response.getOutputStream());
        }
    }
}
