class Switches {
    String old(int k, String s) {
        String r = "none";
        switch (k) {
            case 1:
            case 2:
                r = s;
            case 3:
                r = r + "3";
                break;
            default:
                return s;
        }
        return r;
    }

    int value(Color c, int n) {
        int r = switch (c) {
            case RED -> 1;
            case GREEN, BLUE -> {
                n++;
                yield n;
            }
        };
        return r;
    }

    String shape(Object o) {
        return switch (o) {
            case Point(int x, int y) when x > y -> "p" + x;
            case String s -> s;
            default -> "?";
        };
    }

    enum Color { RED, GREEN, BLUE }

    record Point(int x, int y) {
        Point {
            x = Math.abs(x);
        }
    }
}
