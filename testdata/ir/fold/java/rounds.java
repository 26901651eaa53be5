class Rounds {
    String sixth(String cmd) {
        String a = "mkdir";
        for (int i = 0; i < 4; i++) {
            a = cmd;
            if (i == 2) {
                a = "ls";
                break;
            }
        }
        return a;
    }

    void inner(String[] out, String s) {
        outer:
        for (int i = 0; i < 2; i++) {
            for (int j = 1; j >= 0; j--) {
                if (i != j) {
                    continue outer;
                }
                out[j] = s;
            }
        }
    }

    int many(int n) {
        for (int i = 0; i < 100; i++) {
            n += i;
        }
        return n;
    }
}
