import java.util.List;

class Loops {
    int sum(List<Integer> numbers) {
        int total = 0;
        for (int n : numbers) {
            if (n < 0) {
                continue;
            }
            if (n > 100) {
                break;
            }
            total += n;
        }
        return total;
    }

    int nested(int[][] rows) {
        int found = -1;
        outer:
        for (int i = 0; i < rows.length; i++) {
            int j = 0;
            while (true) {
                if (j == rows[i].length) {
                    continue outer;
                }
                if (rows[i][j++] == 7) {
                    found = i;
                    break outer;
                }
            }
        }
        return found;
    }

    void untouched(String s) {
        do {
            use(s);
        } while (ready(s));
        use(s);
    }

    String once(String s) {
        for (int i = 0; i < 3; i++) {
            if (s == null) {
                break;
            }
            s = "clean";
        }
        return s;
    }
}
