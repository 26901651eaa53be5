class Branches {
    String arithmetic(String param) {
        String bar;
        int num = 86;
        if ((7 * 42) - num > 200) {
            bar = "constant";
        } else {
            bar = param;
        }
        return bar;
    }

    String guessed(String param) {
        String guess = "ABC";
        char target = guess.charAt(1);
        String bar;
        switch (target) {
            case 'A':
                bar = param;
                break;
            case 'B':
                bar = "bob";
                break;
            case 'C':
            case 'D':
                bar = param;
                break;
            default:
                bar = "other";
                break;
        }
        return bar;
    }

    void guards(String s, Mode mode) {
        if ("fixed".equals(s)) {
            run(s);
        }
        switch (s) {
            case "one" -> run(s);
            case "two", "three" -> run(s + "!");
            default -> run(null);
        }
        int[] sizes = {1, 2, 3};
        if (sizes[1] == 2 && sizes.length > 5) {
            run(s);
        }
        if (DEBUG) {
            run(s);
        }
        String shown = String.format("%s-%d", "a", 3) + 'c' + null;
        run(shown);
    }

    String joined(boolean flag) {
        String x = "a";
        if (flag) {
            x = "a";
        }
        String y = x + "b";
        if (y.length() == 3) {
            return "never";
        }
        for (int i = 0; i < 3; i++) {
            y = y + i;
        }
        return y;
    }

    String stops(String s) {
        if (s == null) {
            exit(1);
        }
        try {
            if ("a".isEmpty()) {
                throw new IllegalStateException();
            }
            s = "clean";
        } catch (RuntimeException e) {
            return e.getMessage();
        }
        return s;
    }

    void tests(String s, boolean flag) {
        if (s != null) {
            run(s);
        } else {
            run(s);
        }
        if (flag) {
            run(flag);
        } else if (flag) {
            run("never");
        }
        String[] names = {s, "b"};
        if (names.length > 3 || new int[4].length == 5) {
            run(s);
        }
    }

    String quiet(String s) {
        String str = "safe";
        try {
            return str;
        } catch (Throwable t) {
            str = s;
        }
        return str;
    }
}
