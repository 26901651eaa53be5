class Branches {
    String guard(String id) {
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("id");
        }
        return id;
    }

    String choose(boolean a, String x, String y) {
        String r = a ? x : y;
        boolean both = a && x.equals(y);
        if (!both) {
            r = r + "!";
        } else if (x.length() > 3) {
            return x;
        }
        return r;
    }

    int typed(Object o) {
        if (!(o instanceof String s)) {
            return 0;
        }
        return s.length();
    }
}
