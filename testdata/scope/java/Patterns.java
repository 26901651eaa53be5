// A pattern variable counts where it certainly matched.
class Patterns {
    String s = "field";

    int scopes(Object o) {
        if (o instanceof String s && s.length() > 1) {
            return s.length();
        } else {
            print(s);
        }
        print(s);
        if (!(o instanceof String t)) {
            return 0;
        }
        print(t);
        boolean ok = !(o instanceof Integer s) || s > 1;
        int n = o instanceof Integer s ? s : s.length();
        while (!(o instanceof Long s)) {
            print(s);
        }
        print(s);
        return n;
    }

    int records(Object o) {
        if (o instanceof Pair(String left, Pair(var s, int right))) {
            print(left, s, right);
        }
        return switch (o) {
            case String s when s.isEmpty() -> s.length();
            case Pair(Integer s, var b) -> s + b;
            default -> s.length();
        };
    }
}
