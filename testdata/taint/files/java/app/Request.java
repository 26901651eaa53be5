package app;

public class Request {
    private final String body;

    public Request(String body) {
        this.body = body;
    }

    public String getBody() {
        return body;
    }

    public static Request read() {
        return new Request(source());
    }
}
