class Programs {
    // f0(0, 1): log 0 1 0 0 0 3 0 6 8, return 9
    // f0(1, 2): log 1 2 1 0 5 3 5 6 8, return 20
    // f0(3, 5): log 3 4 3 0 15 3 15 6 8, raise 45
    // f0(6, 4): log 6 7 6 0 30 3 30 6 8, return 31
    static int f0(int a, int b) {
        int c = 0;
        int d = 0;
        log(a);
        try {
            try {
                try {
                    log((1 + a) % 97);
                    d = boom(d);
                    log(a);
                } catch (E e0) {
                    log(e0.args[0]);
                    b = d;
                    d += boom(boom(b));
                    d %= 97;
                    log(boom(boom(a)));
                    log(d);
                }
            } finally {
                d = (((a <= d && d < d) ? 6 : 5) * a) % 97;
                log(c);
                try {
                    throw new E(d);
                } catch (E e1) {
                    log(e1.args[0]);
                    a = (c + boom(3)) % 97;
                }
            }
            int n0 = 3;
            while (n0 > 0) {
                n0--;
                int n1 = 4;
                while (n1 > 0 && ((((5 * 7) % 97 < boom(4)) && ((2 * 1) % 97 <= b && b < c)) || (a > a))) {
                    n1--;
                    throw new E(((((boom(7) > c) && (boom(b) < (a * 5) % 97)) ? b : 8) + 8) % 97);
                }
                a += (d * c) % 97;
                a %= 97;
                int n2 = 5;
                while (true) {
                    --n2;
                    if (n2 < 0) {
                        break;
                    }
                    boom((!(((1 * 9) % 97 <= (0 * 1) % 97)) ? 9 : boom(0)));
                    c = b;
                    throw new E((d * b) % 97);
                }
                log(2);
            }
        } catch (E e2) {
            log(e2.args[0]);
            log(d);
            log(((d != (7 + 9) % 97) ? (((5 <= b && b < a) || ((2 * 5) % 97 == d)) ? 8 : 6) : c));
            boom(((c + 5) % 97 + 3) % 97);
            log((boom(8) * boom(1)) % 97);
        } finally {
            c = ((1 + 8) % 97 * 1) % 97;
            b = ((4 + c) % 97 + boom(1)) % 97;
        }
        b = boom((d * a) % 97);
        return (a + b + c + d) % 97;
    }

    // f1(0, 1): log 1 1, return 76
    // f1(1, 2): log 2 2, return 77
    // f1(3, 5): log 5 5, return 80
    // f1(6, 4): log 4 4, return 79
    static int f1(int a, int b) {
        int c = 0;
        int d = 0;
        if (((((8 <= a && a < b) ? 8 : c) != boom(2)) || (boom(0) < (6 + 3) % 97))) {
            switch ((boom(7)) % 4) {
                case 0 -> {
                    try {
                        return ((4 <= 2) ? 3 : (d * a) % 97);
                    } catch (E e0) {
                        log(e0.args[0]);
                        return ((boom(6) < c) ? (6 + 5) % 97 : (6 + 1) % 97);
                    } finally {
                        boom(((c * 3) % 97 + c) % 97);
                    }
                }
                case 1, 2 -> {
                    d = (boom(d) + c) % 97;
                }
                default -> {
                    switch ((6) % 4) {
                        case 0 -> {
                            log(d);
                            log(boom(((d <= (3 * 0) % 97) ? b : 5)));
                            return ((4 + 7) % 97 + (((c <= 7) || (c > boom(b))) ? 7 : 5)) % 97;
                        }
                        case 1, 2 -> {
                            log(b);
                            a = 5;
                        }
                        default -> {
                            boom(a);
                        }
                    }
                    c = boom(c);
                    d = (boom(9) * boom(9)) % 97;
                }
            }
            c = d;
            log(boom((b * 1) % 97));
            a = a;
        } else {
            c = d;
            log((((a <= c && c < b) ? 3 : c) + boom(5)) % 97);
            log(boom((((boom(9) < c) || (a == a)) ? 0 : 6)));
        }
        c += a;
        c %= 97;
        return (a + b + c + d) % 97;
    }

    // f2(0, 1): log 0 33 8, return 1
    // f2(1, 2): log 0 33 9, return 3
    // f2(3, 5): log 0 33 12, return 8
    // f2(6, 4): log 0 33 11, return 10
    static int f2(int a, int b) {
        int c = 0;
        int d = 0;
        log(d);
        if (((8 + 8) % 97 <= boom(6))) {
            throw new E((boom(3) * a) % 97);
        } else if ((c == ((boom(c) <= boom(8)) ? 7 : 2))) {
            boom((((a == (a + 0) % 97) || (boom(b) <= c && c < b)) ? c : (8 + b) % 97));
            log(((((2 + 8) % 97 == c) && (boom(b) <= a && a < b)) ? 3 : 0));
            for (int n0 = 0; n0 < 4; n0++) {
                log(n0);
                log(b);
            }
        }
        log((3 * (9 + 2) % 97) % 97);
        log((b + (5 + 2) % 97) % 97);
        return (a + b + c + d) % 97;
    }

    // f3(0, 1): log, raise 3
    // f3(1, 2): log, raise 3
    // f3(3, 5): log, raise 3
    // f3(6, 4): log, raise 3
    static int f3(int a, int b) {
        int c = 0;
        int d = 0;
        if (((d * 3) % 97 < ((boom(3) <= d && d < a) ? d : 4))) {
            int n0 = 3;
            while (n0 > 0) {
                n0--;
                b += ((9 + 1) % 97 + boom(8)) % 97;
                b %= 97;
                try {
                    throw new E(boom(boom(1)));
                } catch (E e0) {
                    log(e0.args[0]);
                    throw new E(c);
                }
            }
            int n1 = 2;
            while (n1 > 0 && !((c != (((d == boom(2)) && (boom(1) <= c && c < a)) ? 4 : 8)))) {
                n1--;
                for (int n2 = 0; n2 < 4; n2++) {
                    log(n2);
                    b = b;
                    throw new E(a);
                }
                try {
                    return 2;
                } catch (E e1) {
                    log(e1.args[0]);
                    throw new E(boom(2));
                } finally {
                    a = ((4 == a) ? (1 + 1) % 97 : 6);
                    log(d);
                }
            }
        } else if (((3 < (b + 7) % 97) || (boom(a) > (2 * 9) % 97))) {
            log(boom(d));
            return boom(d);
        } else {
            int n3 = 0;
            while (n3 > 0) {
                n3--;
                b = c;
                b = 6;
            }
        }
        log(((((9 + 2) % 97 == c) ? d : 9) + (c + b) % 97) % 97);
        d = boom(boom(0));
        b += a;
        b %= 97;
        return (a + b + c + d) % 97;
    }

    // f4(0, 1): log 0 0 5 0 3 9 80 2 6, return 12
    // f4(1, 2): log 0 0 5 2 80 1 0 5 2 80, raise 3
    // f4(3, 5): log 0 0 5 15 80 1 0 5 15 80 6 6, return 23
    // f4(6, 4): log 0 0 5 5 6, raise 24
    static int f4(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            for (int n0 = 0; n0 < 2; n0++) {
                log(n0);
                for (int n1 = 0; n1 < 1; n1++) {
                    log(n1);
                    d += boom(d);
                    d %= 97;
                }
                if ((b == 0)) {
                    log(c);
                } else if (((9 + 8) % 97 > (8 + 3) % 97)) {
                    d = boom(boom(9));
                    c = (b + boom(1)) % 97;
                    log(boom(((a > (9 + 9) % 97) ? 5 : 5)));
                    log(boom((a * b) % 97));
                } else {
                    throw new E(boom(6));
                }
                try {
                    boom(boom((2 + b) % 97));
                } catch (E e0) {
                    log(e0.args[0]);
                    log(9);
                    break;
                } finally {
                    log((boom(8) + (9 * 8) % 97) % 97);
                }
            }
        } finally {
            log((boom(c) + boom(0)) % 97);
            log(6);
        }
        return (a + b + c + d) % 97;
    }

    // f5(0, 1): log 0 2 1, return 0
    // f5(1, 2): log 0 2 2, return 0
    // f5(3, 5): log 0 2 5, return 0
    // f5(6, 4): log 0 2 4, return 0
    static int f5(int a, int b) {
        int c = 0;
        int d = 0;
        c += boom(b);
        c %= 97;
        try {
            for (int n0 = 0; n0 < 1; n0++) {
                log(n0);
                try {
                    log(boom((2 * 1) % 97));
                    a = c;
                } catch (E e0) {
                    log(e0.args[0]);
                    d = ((9 + c) % 97 * d) % 97;
                }
            }
            try {
                if ((d <= a)) {
                    b = (((a < (b * 8) % 97) ? c : 9) * (7 * d) % 97) % 97;
                    log(c);
                } else {
                    d += (c * (1 * 8) % 97) % 97;
                    d %= 97;
                    b += boom((9 + 5) % 97);
                    b %= 97;
                }
            } finally {
                return b;
            }
        } catch (E e1) {
            log(e1.args[0]);
            c += 5;
            c %= 97;
            boom(boom(boom(3)));
            log(((boom(8) <= d) ? b : 5));
            d = boom(boom(4));
        } finally {
            return b;
        }
        return (a + b + c + d) % 97;
    }

    // f6(0, 1): log 0, return 3
    // f6(1, 2): log 0, return 7
    // f6(3, 5): log, raise 3
    // f6(6, 4): log 0, return 18
    static int f6(int a, int b) {
        int c = 0;
        int d = 0;
        if ((boom(a) < ((((boom(b) != ((((7 + 7) % 97 != (5 + a) % 97) && (boom(0) <= b && b < a)) ? 9 : 4)) ? c : 1) <= c && c < c) ? 8 : a))) {
            for (int n0 = 0; n0 < 0; n0++) {
                log(n0);
                try {
                    log((boom(8) * boom(3)) % 97);
                    log(((a + c) % 97 + b) % 97);
                    log(((((boom(7) != (2 + 4) % 97) && (c == (((d <= a && a < b) && (boom(2) == c)) ? d : 7))) ? 8 : 1) * (1 * 4) % 97) % 97);
                    log((b * (((boom(9) <= b && b < b) || ((a * 1) % 97 == 6)) ? 9 : 1)) % 97);
                } finally {
                    log(boom((1 * 8) % 97));
                    throw new E(((c == (!(((5 + 7) % 97 == c)) ? 0 : 0)) ? ((((4 + d) % 97 <= a && a < b) || (((((3 * 8) % 97 <= b && b < b) && ((0 * 0) % 97 < (5 * 0) % 97)) ? a : d) <= d && d < d)) ? a : 8) : (3 * 4) % 97));
                }
            }
            for (int n1 = 0; n1 < 4; n1++) {
                log(n1);
                for (int n2 = 0; n2 < 4; n2++) {
                    log(n2);
                    log((boom(8) * ((((boom(1) < (5 * 6) % 97) ? 3 : 8) <= a && a < d) ? 0 : b)) % 97);
                    log(((3 + 6) % 97 + boom(4)) % 97);
                    d = (c + (3 + 4) % 97) % 97;
                }
            }
        } else if ((((b > 7) ? c : 3) != a)) {
            boom(boom(8));
            log((((c * d) % 97 <= d) ? boom(d) : a));
            d = boom(boom(b));
        }
        d += d;
        d %= 97;
        return (a + b + c + d) % 97;
    }

    // f7(0, 1): log 0, raise 3
    // f7(1, 2): log 0, raise 3
    // f7(3, 5): log 0, raise 3
    // f7(6, 4): log 0, raise 3
    static int f7(int a, int b) {
        int c = 0;
        int d = 0;
        if (((boom(8) <= 0) || (2 > c))) {
            for (int n0 = 0; n0 < 4; n0++) {
                log(n0);
                if ((boom(3) < (((((boom(5) < (5 * a) % 97) ? 0 : 3) <= d && d < d) && (b < (7 + 6) % 97)) ? 1 : d))) {
                    log(boom(((boom(3) > boom(8)) ? 7 : 9)));
                    log(b);
                    log(((1 + 5) % 97 + (((0 <= b && b < c) && ((1 + 0) % 97 <= c && c < a)) ? 0 : c)) % 97);
                    log(boom(5));
                } else {
                    a = b;
                    b += ((d * 2) % 97 + ((boom(0) != 7) ? c : 3)) % 97;
                    b %= 97;
                    log(a);
                }
                if (!(((1 + 7) % 97 != boom(5)))) {
                    log(((d + c) % 97 * boom(b)) % 97);
                    a += a;
                    a %= 97;
                } else if ((((6 * 5) % 97 <= d) || (boom(1) <= d && d < a))) {
                    d += (a * (((7 < c) && (6 <= b && b < d)) ? 0 : 8)) % 97;
                    d %= 97;
                    log(d);
                    b += (d * b) % 97;
                    b %= 97;
                } else if (((!((7 <= a && a < a)) ? 0 : 3) <= a)) {
                    return (((2 * 3) % 97 < b) ? boom(0) : boom(2));
                } else {
                    boom(d);
                }
            }
        } else if (!(((boom(c) > boom(4)) || (6 <= d && d < c)))) {
            b += 6;
            b %= 97;
            try {
                c += ((((7 * d) % 97 <= boom(a)) ? 8 : 9) * 6) % 97;
                c %= 97;
                throw new E(boom((4 + d) % 97));
            } catch (E e0) {
                log(e0.args[0]);
                log((boom(8) * (d * 1) % 97) % 97);
                log(((4 + d) % 97 + boom(a)) % 97);
                log(b);
                boom(((c <= d && d < a) ? (c * 8) % 97 : (2 * 1) % 97));
            }
            log(b);
        } else if ((((b + 5) % 97 == boom(a)) || (boom(5) > boom(8)))) {
            boom((((boom(6) <= a && a < d) && (boom(8) <= b && b < b)) ? ((b <= c && c < a) ? 1 : b) : boom(3)));
            c = boom((8 * 1) % 97);
        }
        log((5 * (((9 + 9) % 97 == boom(b)) ? 6 : c)) % 97);
        return (a + b + c + d) % 97;
    }

    // f8(0, 1): log 1, return 1
    // f8(1, 2): log 2, return 1
    // f8(3, 5): log 5, return 1
    // f8(6, 4): log 4, return 1
    static int f8(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            if ((boom(7) > a)) {
                a = b;
                try {
                    d = boom(((c > (5 * d) % 97) ? 3 : 9));
                } finally {
                    d += 6;
                    d %= 97;
                    log(a);
                }
                try {
                    d += b;
                    d %= 97;
                    b += boom(((b == (((0 + 4) % 97 == boom(2)) ? 8 : 3)) ? 0 : 0));
                    b %= 97;
                    return ((boom(4) <= b && b < a) ? (2 + 1) % 97 : boom(1));
                } catch (E e0) {
                    log(e0.args[0]);
                    log(((1 < a) ? (d * b) % 97 : (1 * 2) % 97));
                    log(((boom(4) > ((((5 != a) ? b : b) > boom(9)) ? 4 : c)) ? a : 6));
                    a += c;
                    a %= 97;
                }
                log(boom(2));
            } else if (((8 + d) % 97 == a)) {
                for (int n0 = 0; n0 < 3; n0++) {
                    log(n0);
                    log(a);
                    log((boom(a) + 0) % 97);
                    log((1 * boom(4)) % 97);
                }
                switch ((boom(2)) % 4) {
                    case 0 -> {
                        boom(b);
                        return (((a + 3) % 97 == (((c * d) % 97 <= boom(7)) ? 9 : 2)) ? boom(c) : (((3 <= b && b < c) && ((3 * 8) % 97 < boom(7))) ? c : 1));
                    }
                    case 1, 2 -> {
                        c = boom(boom(9));
                    }
                    default -> {
                        log((((c <= c && c < b) ? 2 : 9) * boom(9)) % 97);
                        log(c);
                        c = (((boom(9) <= a && a < d) && (c > (7 * 1) % 97)) ? ((b > (3 + 7) % 97) ? 7 : a) : c);
                        d = boom(((((((((((boom(2) < a) ? d : a) > boom(0)) ? 2 : a) <= d && d < d) && (5 <= a && a < a)) ? b : 2) == c) && (d != 0)) ? 1 : 2));
                    }
                }
                log(boom(boom(4)));
                return (c * boom(3)) % 97;
            } else if (((boom(5) < (c + 3) % 97) || (boom(4) < (6 + c) % 97))) {
                b = ((b <= a && a < c) ? 4 : 2);
                return boom(9);
            } else {
                log((!((c <= a && a < b)) ? c : d));
                log(b);
                log(boom(7));
                d = ((9 + 4) % 97 + boom(c)) % 97;
            }
            log((((boom(0) <= c && c < a) || (boom(3) < d)) ? b : (7 + 7) % 97));
        } catch (E e1) {
            log(e1.args[0]);
            log((boom(8) + a) % 97);
            log((6 + 8) % 97);
            c = boom(((((((boom(1) <= (9 + c) % 97) ? c : b) <= boom(2)) ? 0 : a) < (4 + c) % 97) ? 1 : 2));
        } finally {
            b += ((0 + 5) % 97 + (((7 <= d && d < a) || ((!((b <= c && c < c)) ? 3 : 6) < boom(7))) ? 0 : 9)) % 97;
            b %= 97;
            c += c;
            c %= 97;
        }
        log(0);
        a = boom(a);
        return boom((((2 * 6) % 97 != (((boom(9) <= c && c < a) && ((5 + 7) % 97 != d)) ? 3 : 5)) ? 6 : 6));
        return (a + b + c + d) % 97;
    }

    // f9(0, 1): log 0 8, return 0
    // f9(1, 2): log 0 8, return 0
    // f9(3, 5): log 0 8 3 18, return 3
    // f9(6, 4): log 0 8 3 18, return 6
    static int f9(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            log(d);
            try {
                switch ((((boom(0) < boom(1)) ? 5 : c)) % 4) {
                    case 0 -> {
                        log(1);
                    }
                    case 1, 2 -> {
                        throw new E(((1 > (6 + d) % 97) ? b : 8));
                    }
                    default -> {
                        return boom(6);
                    }
                }
                for (int n0 = 0; n0 < 0; n0++) {
                    log(n0);
                    c += 8;
                    c %= 97;
                    b = d;
                    a = boom(b);
                }
                if (((a <= boom(0)) || (d <= d && d < b))) {
                    log(b);
                } else if ((c > c)) {
                    b = (c * (b + 8) % 97) % 97;
                    log(((((3 > 3) ? c : 9) <= a && a < a) ? b : (6 * 4) % 97));
                    log((boom(d) + b) % 97);
                    log(boom(boom(c)));
                }
                log(boom(a));
            } catch (E e0) {
                log(e0.args[0]);
                int n1 = 1;
                while (n1 > 0) {
                    n1--;
                    c += boom(d);
                    c %= 97;
                }
                int n2 = 3;
                while (true) {
                    --n2;
                    if (n2 < 0) {
                        break;
                    }
                    break;
                }
            }
            if (((0 + b) % 97 > 2)) {
                switch ((boom(a)) % 4) {
                    case 0 -> {
                        log(((4 * 0) % 97 * boom(4)) % 97);
                    }
                    case 1, 2 -> {
                        log((((a <= boom(3)) ? d : 4) * a) % 97);
                        d = (((((boom(9) <= a) ? b : c) > boom(3)) && (((((((c <= (6 + 2) % 97) && ((((8 * 0) % 97 == boom(c)) ? 2 : 1) <= c && c < a)) ? a : 5) <= c && c < a) || ((d + 9) % 97 <= d && d < b)) ? d : 0) <= c && c < d)) ? ((boom(5) > boom(5)) ? b : 9) : (b * 8) % 97);
                        log(8);
                    }
                    default -> {
                        d = ((((8 * 9) % 97 != ((boom(2) != (7 * 2) % 97) ? 7 : 9)) ? 5 : 6) * boom(6)) % 97;
                        d = boom((!(((((7 > d) || (boom(7) == d)) ? a : 3) <= a && a < c)) ? 8 : 9));
                        c = boom(boom(9));
                    }
                }
            } else if ((d == d)) {
                a = (a + ((c == boom(4)) ? 9 : 0)) % 97;
                return d;
            } else if ((((boom(9) > ((a <= d) ? c : 2)) ? b : d) < 2)) {
                log(boom((((1 + 1) % 97 <= (9 * 4) % 97) ? 1 : 2)));
                d = boom(c);
                d += 5;
                d %= 97;
            } else {
                boom((!((boom(8) == 8)) ? 5 : (2 + 9) % 97));
                return b;
            }
            log(d);
        } catch (E e1) {
            log(e1.args[0]);
            log(((6 + 5) % 97 + boom(7)) % 97);
        }
        b += boom(((a <= d && d < a) ? c : 4));
        b %= 97;
        c += d;
        c %= 97;
        b = boom(boom(d));
        return (a + b + c + d) % 97;
    }

    // f10(0, 1): log, raise 5
    // f10(1, 2): log, raise 5
    // f10(3, 5): log, raise 5
    // f10(6, 4): log, raise 5
    static int f10(int a, int b) {
        int c = 0;
        int d = 0;
        throw new E(5);
        return (a + b + c + d) % 97;
    }

    // f11(0, 1): log 11, raise 9
    // f11(1, 2): log 11, raise 18
    // f11(3, 5): log 11, raise 45
    // f11(6, 4): log 11, raise 36
    static int f11(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            a += ((9 * 9) % 97 * ((((1 + 6) % 97 <= c) || ((6 + 1) % 97 < a)) ? b : 0)) % 97;
            a %= 97;
            switch ((boom(7)) % 4) {
                case 0 -> {
                    if ((((((boom(8) == 8) ? 4 : 7) > boom(8)) ? c : 4) > boom(9))) {
                        return ((3 == boom(4)) ? b : a);
                    } else if ((boom(d) <= a && a < a)) {
                        d = (boom(2) + b) % 97;
                        d += (boom(0) * (1 * 6) % 97) % 97;
                        d %= 97;
                        log(d);
                        log(boom(boom(9)));
                    }
                }
                case 1, 2 -> {
                    try {
                        a = (b * (7 * 3) % 97) % 97;
                    } catch (E e0) {
                        log(e0.args[0]);
                        d = 0;
                        log(((((6 * b) % 97 != boom(0)) || (d > b)) ? boom(7) : (7 + d) % 97));
                    }
                    return boom((((((boom(2) < boom(4)) || (((c > (((!(((0 * c) % 97 != c)) ? 8 : b) < (b + 5) % 97) ? 9 : 4)) ? 8 : 6) > (c * 2) % 97)) ? 9 : 2) == boom(7)) ? d : 2));
                }
                default -> {
                    log((boom(8) + 3) % 97);
                    try {
                        d += boom(((((boom(9) <= (7 * b) % 97) ? 4 : 7) != boom(5)) ? 2 : 7));
                        d %= 97;
                        d = ((((3 * 9) % 97 <= b && b < d) && (c <= c && c < d)) ? (8 + 1) % 97 : (b * 9) % 97);
                    } catch (E e1) {
                        log(e1.args[0]);
                        log(2);
                        log((((boom(b) <= a && a < a) || ((1 * 8) % 97 <= (2 * c) % 97)) ? boom(7) : (1 * 0) % 97));
                        c = c;
                        b = (((9 <= boom(d)) ? 2 : 3) + d) % 97;
                    }
                    a = (c + d) % 97;
                }
            }
        } catch (E e2) {
            log(e2.args[0]);
            c = boom(((8 == ((7 <= a && a < d) ? 1 : c)) ? 6 : 9));
            boom((boom(c) + boom(1)) % 97);
            log((boom(a) + boom(c)) % 97);
        }
        throw new E(a);
        return (a + b + c + d) % 97;
    }

    // f12(0, 1): log, return 2
    // f12(1, 2): log, return 6
    // f12(3, 5): log, raise 3
    // f12(6, 4): log, return 20
    static int f12(int a, int b) {
        int c = 0;
        int d = 0;
        c = boom(b);
        d += boom(a);
        d %= 97;
        return (a + b + c + d) % 97;
    }

    // f13(0, 1): log, raise 15
    // f13(1, 2): log, raise 15
    // f13(3, 5): log, raise 15
    // f13(6, 4): log, raise 15
    static int f13(int a, int b) {
        int c = 0;
        int d = 0;
        if (((7 * 5) % 97 <= a && a < a)) {
            if ((boom(6) > boom(6))) {
                d = b;
            } else {
                for (int n0 = 0; n0 < 4; n0++) {
                    log(n0);
                    continue;
                }
                log((((((a > boom(b)) ? 7 : 6) > 6) && (d <= d && d < c)) ? (4 * 3) % 97 : (4 * 5) % 97));
                for (int n1 = 0; n1 < 1; n1++) {
                    log(n1);
                    log(boom(a));
                }
            }
            return boom(d);
        } else if (((d == (((8 * d) % 97 <= (a + c) % 97) ? 5 : a)) || (d != 3))) {
            throw new E(boom((9 + 6) % 97));
        } else if ((boom(c) != a)) {
            log((((boom(6) == boom(6)) ? 7 : 6) + ((c > boom(1)) ? 7 : a)) % 97);
            log((boom(2) * b) % 97);
        }
        a = (!((b <= c)) ? b : (((7 < (3 + 0) % 97) && (boom(3) == (a + a) % 97)) ? 2 : b));
        return (a + b + c + d) % 97;
    }

    // f14(0, 1): log 0 8, return 5
    // f14(1, 2): log 0 9, return 5
    // f14(3, 5): log 0 12, return 5
    // f14(6, 4): log 0 11, return 5
    static int f14(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            try {
                try {
                    log(boom(d));
                    c = (((2 * b) % 97 <= c && c < d) ? b : (((((0 + d) % 97 < a) ? 1 : 7) > (3 * 1) % 97) ? d : 3));
                    return ((c <= d && d < d) ? boom(c) : (2 * 4) % 97);
                } catch (E e0) {
                    log(e0.args[0]);
                    c += (((boom(5) <= a && a < d) || ((6 * 3) % 97 <= c && c < c)) ? d : boom(9));
                    c %= 97;
                } finally {
                    log((boom(7) + b) % 97);
                    throw new E(c);
                }
            } finally {
                return 5;
            }
        } catch (E e1) {
            log(e1.args[0]);
            c = ((1 + 6) % 97 * (3 * 9) % 97) % 97;
        } finally {
            c += (((d > a) && (((boom(8) != (3 + 7) % 97) ? 5 : 3) == b)) ? a : boom(6));
            c %= 97;
            a += (boom(8) * boom(c)) % 97;
            a %= 97;
            c = ((3 + 7) % 97 + (((6 * 6) % 97 > 6) ? b : 3)) % 97;
            b = d;
        }
        a = (boom(2) + a) % 97;
        a = a;
        return (a + b + c + d) % 97;
    }

    // f15(0, 1): log 0 4 0 6, return 0
    // f15(1, 2): log 5 4 0 6, return 1
    // f15(3, 5): log 15 4 0 3 0 1 6 1, raise 3
    // f15(6, 4): log 30 4 0 6, return 6
    static int f15(int a, int b) {
        int c = 0;
        int d = 0;
        switch ((c) % 4) {
            case 0 -> {
                try {
                    try {
                        log((a * boom(5)) % 97);
                        b = ((a <= (((c < ((((c * 6) % 97 <= b && b < b) && (boom(2) < boom(1))) ? 9 : a)) && (boom(4) > (a + c) % 97)) ? 3 : d)) ? 8 : 9);
                        log(4);
                    } catch (E e0) {
                        log(e0.args[0]);
                        log((((c * a) % 97 != a) ? boom(0) : (5 + a) % 97));
                        return ((boom(6) <= b && b < c) ? boom(a) : b);
                    }
                } catch (E e1) {
                    log(e1.args[0]);
                    int n0 = 2;
                    while (n0 > 0) {
                        n0--;
                        log(boom(((boom(1) == boom(5)) ? 4 : a)));
                    }
                    try {
                        return (boom(2) * b) % 97;
                    } catch (E e2) {
                        log(e2.args[0]);
                        b = d;
                    } finally {
                        log(boom(boom(b)));
                    }
                } finally {
                    if ((((3 + c) % 97 > boom(8)) || (boom(2) <= (2 * 8) % 97))) {
                        c += ((boom(c) < boom(9)) ? boom(9) : b);
                        c %= 97;
                        c += a;
                        c %= 97;
                        c = boom(d);
                    } else if (((d + 8) % 97 < a)) {
                        log(boom((5 * d) % 97));
                        log(9);
                    }
                    try {
                        log(boom(boom(d)));
                        a = a;
                        return (((7 * 9) % 97 < (c + 2) % 97) ? 8 : boom(a));
                    } catch (E e3) {
                        log(e3.args[0]);
                        a += (((c <= d && d < d) && (boom(6) <= b && b < c)) ? ((((5 * d) % 97 > (((c + d) % 97 <= a) ? 2 : c)) || (b <= (6 * c) % 97)) ? 9 : 4) : ((7 != 8) ? 3 : 9));
                        a %= 97;
                        log(d);
                        log(boom(boom(1)));
                    } finally {
                        a += 8;
                        a %= 97;
                        log(6);
                        c += a;
                        c %= 97;
                    }
                    log(((1 * 7) % 97 * a) % 97);
                }
                log((b * boom(3)) % 97);
            }
            case 1, 2 -> {
                log(c);
                log((!((((boom(7) <= a && a < a) ? 4 : 0) <= d && d < c)) ? (b + 5) % 97 : a));
                a = 9;
                a = 6;
            }
            default -> {
                log(c);
                b = 0;
                return (boom(2) + 1) % 97;
            }
        }
        boom(boom(6));
        return (a + b + c + d) % 97;
    }

    // f16(0, 1): log 0 1 2 3 0 52 1 52, return 14
    // f16(1, 2): log 0 1 2 3 0 52 1 52, return 14
    // f16(3, 5): log 0 1 2 3 0 52 1 52, return 14
    // f16(6, 4): log 0 1 2 3 0 52 1 52, return 14
    static int f16(int a, int b) {
        int c = 0;
        int d = 0;
        switch (((d * 1) % 97) % 4) {
            case 0 -> {
                switch (((!((((boom(4) < c) ? 0 : 0) <= d && d < a)) ? 8 : c)) % 4) {
                    case 0 -> {
                        for (int n0 = 0; n0 < 4; n0++) {
                            log(n0);
                            b = ((boom(8) <= (2 * c) % 97) ? (b * 4) % 97 : d);
                        }
                        c = ((4 + 2) % 97 + boom(8)) % 97;
                        for (int n1 = 0; n1 < 2; n1++) {
                            log(n1);
                            d = boom((!((boom(5) <= a && a < a)) ? b : 9));
                            log(((8 + 5) % 97 * boom(4)) % 97);
                            boom(b);
                            a += b;
                            a %= 97;
                        }
                    }
                    case 1, 2 -> {
                        int n2 = 1;
                        while (true) {
                            --n2;
                            if (n2 < 0) {
                                break;
                            }
                            b = d;
                        }
                        d = (boom(9) + boom(d)) % 97;
                    }
                    default -> {
                        if ((((((a + 0) % 97 < c) && (c <= d && d < a)) ? 8 : a) <= (((d == boom(0)) || (boom(7) <= ((c <= boom(b)) ? b : 8))) ? d : 0))) {
                            a = (b * boom(5)) % 97;
                            log(boom(c));
                            log(((((c <= a) && ((((boom(3) <= a && a < c) || (4 <= c && c < c)) ? d : 3) <= c && c < a)) ? 3 : c) + (!((a <= c && c < c)) ? 3 : c)) % 97);
                        } else if (((6 + 2) % 97 < ((boom(5) < boom(3)) ? 3 : d))) {
                            log(boom((b * 9) % 97));
                        } else if ((boom(9) < (b + 0) % 97)) {
                            return 6;
                        } else {
                            log(2);
                            return boom(boom(b));
                        }
                        log((!((6 == (!((d <= b && b < c)) ? 8 : b))) ? boom(9) : boom(2)));
                        log((((boom(6) != c) || (a > (b * 2) % 97)) ? 0 : (5 + 9) % 97));
                        return boom(3);
                    }
                }
                return c;
            }
            case 1, 2 -> {
                boom(((2 <= b && b < d) ? d : d));
            }
            default -> {
                c = ((boom(5) != 6) ? (1 + 8) % 97 : d);
                return boom(b);
            }
        }
        return boom(boom(a));
        return (a + b + c + d) % 97;
    }

    // f17(0, 1): log 13 0 0 3 16, return 18
    // f17(1, 2): log 13 0 0 3 16, return 18
    // f17(3, 5): log 13 0 0 3 16, return 18
    // f17(6, 4): log 13 0 0 3 16, return 18
    static int f17(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            try {
                try {
                    b = d;
                    a = 3;
                    log((8 + (3 + 2) % 97) % 97);
                } catch (E e0) {
                    log(e0.args[0]);
                    b = ((((!((c <= a && a < b)) ? b : 0) != boom(7)) && (boom(8) <= b && b < b)) ? boom(2) : boom(3));
                    b = (boom(a) + boom(9)) % 97;
                    c = a;
                } finally {
                    log(boom(b));
                    log(((b > boom(a)) ? boom(9) : 8));
                    d = ((6 * 3) % 97 + 7) % 97;
                }
                log(((8 + 5) % 97 + boom(a)) % 97);
                int n0 = 3;
                while (true) {
                    --n0;
                    if (n0 < 0) {
                        break;
                    }
                    log((boom(7) * (1 + d) % 97) % 97);
                    log((boom(0) + boom(0)) % 97);
                    log((3 + (8 + 2) % 97) % 97);
                    log(boom(boom(6)));
                }
            } finally {
                if ((((b <= a && a < c) && ((((5 * d) % 97 <= a && a < c) ? 9 : b) <= b && b < b)) || !((boom(b) <= d && d < d)))) {
                    log(boom(boom(b)));
                    log(3);
                    a += ((7 + 6) % 97 + c) % 97;
                    a %= 97;
                    throw new E((((5 * 0) % 97 == c) ? (a + c) % 97 : a));
                } else if (!(((0 <= c && c < a) && (((7 > boom(3)) ? 9 : b) <= b && b < a)))) {
                    log(boom((((2 + 2) % 97 != boom(5)) ? 4 : 2)));
                    b = 0;
                    log((((boom(2) <= 8) ? 3 : d) + 6) % 97);
                    return c;
                }
            }
            a += ((a == (((2 * 6) % 97 == b) ? 1 : 8)) ? boom(5) : a);
            a %= 97;
        } catch (E e1) {
            log(e1.args[0]);
            d = 2;
        }
        return (a + b + c + d) % 97;
    }

    // f18(0, 1): log 1 9 5, return 1
    // f18(1, 2): log 2 9, raise 10
    // f18(3, 5): log 5 9 25, return 5
    // f18(6, 4): log 4 9 20, return 4
    static int f18(int a, int b) {
        int c = 0;
        int d = 0;
        switch ((4) % 4) {
            case 0 -> {
                int n0 = 3;
                while (n0 > 0 && (((boom(d) <= c && c < a) ? d : 7) < c)) {
                    n0--;
                    switch ((a) % 4) {
                        case 0 -> {
                            log(a);
                            log(boom((1 + d) % 97));
                        }
                        case 1, 2 -> {
                            b = (d + boom(3)) % 97;
                            c = c;
                            return (boom(0) + b) % 97;
                        }
                        default -> {
                            boom(boom((c + 2) % 97));
                        }
                    }
                    a = (1 + boom(c)) % 97;
                    try {
                        break;
                    } catch (E e0) {
                        log(e0.args[0]);
                        c = c;
                        boom(4);
                    } finally {
                        log((((boom(c) <= (8 + 4) % 97) || ((7 + c) % 97 != ((((c + d) % 97 <= b && b < a) && ((6 * 6) % 97 <= a && a < a)) ? 3 : 2))) ? (((!(((6 + c) % 97 < c)) ? 4 : 6) <= (b + 8) % 97) ? a : 6) : c));
                        b = (boom(3) * ((boom(a) == d) ? 8 : 3)) % 97;
                        log(boom(boom(5)));
                        b += boom(7);
                        b %= 97;
                    }
                    int n1 = 2;
                    while (n1 > 0) {
                        n1--;
                        log(boom(((((((4 + a) % 97 <= (6 * 3) % 97) && ((7 + b) % 97 <= b && b < c)) ? a : 7) == b) ? 0 : 3)));
                    }
                }
                log(((boom(2) <= (6 * 1) % 97) ? b : boom(5)));
            }
            case 1, 2 -> {
                switch ((b) % 4) {
                    case 0 -> {
                        log((((boom(1) > (4 + 0) % 97) ? 0 : 5) * (3 + 1) % 97) % 97);
                        if (((((boom(4) > (a * a) % 97) || ((!((boom(3) <= b && b < c)) ? 2 : b) > boom(b))) ? 4 : b) > boom(d))) {
                            log(b);
                        }
                        log((((a + d) % 97 < boom(0)) ? boom(1) : (((((boom(5) != (9 * 4) % 97) ? c : c) <= c && c < b) && (boom(6) > d)) ? a : 2)));
                        boom((d * (((boom(d) <= d && d < a) && ((2 * 0) % 97 <= b && b < b)) ? a : 9)) % 97);
                    }
                    case 1, 2 -> {
                        c += boom(a);
                        c %= 97;
                        a = 8;
                        b = (a + a) % 97;
                    }
                    default -> {
                        c = boom(4);
                        boom(3);
                        return (d + d) % 97;
                    }
                }
                throw new E((((((c != ((b == (((boom(6) <= a && a < d) && ((9 * d) % 97 <= c && c < d)) ? 0 : d)) ? 9 : 7)) ? 1 : d) <= a && a < b) || (d < boom(a))) ? (9 + 0) % 97 : ((boom(6) <= b && b < d) ? 0 : d)));
            }
            default -> {
                a = boom((c * 9) % 97);
                log(c);
                log(boom(c));
            }
        }
        log(9);
        log(boom((5 * b) % 97));
        return boom(b);
        return (a + b + c + d) % 97;
    }

    // f19(0, 1): log 0 1, raise 0
    // f19(1, 2): log 0 1, raise 0
    // f19(3, 5): log 0 1, raise 0
    // f19(6, 4): log 0 1, raise 0
    static int f19(int a, int b) {
        int c = 0;
        int d = 0;
        int n0 = 4;
        while (n0 > 0) {
            n0--;
            for (int n1 = 0; n1 < 2; n1++) {
                log(n1);
                try {
                    log(boom(1));
                    log((b + ((d > boom(3)) ? 6 : 4)) % 97);
                    c = (b + (2 + 5) % 97) % 97;
                    log(((((4 + 7) % 97 != boom(3)) ? 8 : 1) * b) % 97);
                } finally {
                    throw new E(boom(c));
                }
            }
        }
        try {
            log(c);
            return ((((9 == (3 * d) % 97) ? a : 8) <= a && a < d) ? a : (2 * a) % 97);
        } finally {
            log(a);
            b = (1 * c) % 97;
            log(boom((((a <= (1 + 7) % 97) && (boom(1) != boom(0))) ? 7 : a)));
            log(boom((2 + 6) % 97));
        }
        return (a + b + c + d) % 97;
    }

    // f20(0, 1): log 7, return 4
    // f20(1, 2): log 7, return 6
    // f20(3, 5): log, raise 3
    // f20(6, 4): log 0, return 4
    static int f20(int a, int b) {
        int c = 0;
        int d = 0;
        switch ((boom(b)) % 4) {
            case 0 -> {
                if (!((((b > boom(9)) ? b : 4) < b))) {
                    switch (((b + a) % 97) % 4) {
                        case 0 -> {
                            return (((a > a) ? 5 : 4) * a) % 97;
                        }
                        case 1, 2 -> {
                            log(boom((d * a) % 97));
                            return b;
                        }
                        default -> {
                            log(boom(a));
                            log(b);
                            log(4);
                            log(b);
                        }
                    }
                    try {
                        d = (((d != (7 + a) % 97) ? 6 : a) * a) % 97;
                        a += boom((((boom(4) <= a && a < b) && ((((8 * 8) % 97 <= boom(9)) ? 4 : 5) < c)) ? 5 : 5));
                        a %= 97;
                        b = (4 + ((d <= (9 * 5) % 97) ? 5 : a)) % 97;
                        d = ((c == (9 * c) % 97) ? boom(d) : boom(8));
                    } finally {
                        b = a;
                        log(boom(a));
                        d += boom((b * 1) % 97);
                        d %= 97;
                    }
                } else if ((boom(a) <= b)) {
                    int n0 = 4;
                    while (n0 > 0 && ((2 * 5) % 97 < b)) {
                        n0--;
                        c = boom((9 * a) % 97);
                        b = ((4 <= c && c < b) ? c : b);
                        log(((9 * 4) % 97 + a) % 97);
                        log(1);
                    }
                    boom((c * (a * 6) % 97) % 97);
                }
            }
            case 1, 2 -> {
                b += 3;
                b %= 97;
                boom(a);
                log(7);
            }
            default -> {
                log(b);
                d = b;
                d = ((4 * 5) % 97 * boom(3)) % 97;
            }
        }
        return (a + b + c + d) % 97;
    }

    // f21(0, 1): log, return 6
    // f21(1, 2): log, return 8
    // f21(3, 5): log, return 13
    // f21(6, 4): log, return 15
    static int f21(int a, int b) {
        int c = 0;
        int d = 0;
        d += 5;
        d %= 97;
        return (a + b + c + d) % 97;
    }

    // f22(0, 1): log, raise 0
    // f22(1, 2): log, raise 0
    // f22(3, 5): log, raise 0
    // f22(6, 4): log, raise 0
    static int f22(int a, int b) {
        int c = 0;
        int d = 0;
        throw new E(d);
        return (a + b + c + d) % 97;
    }

    // f23(0, 1): log 12 0 1 0 12 0 1 0 12 0 1 0 12 0 1 0, raise 45
    // f23(1, 2): log 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0, return 62
    // f23(3, 5): log, raise 3
    // f23(6, 4): log 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0, return 74
    static int f23(int a, int b) {
        int c = 0;
        int d = 0;
        int n0 = 3;
        while (true) {
            --n0;
            if (n0 < 0) {
                break;
            }
            if ((b <= (((boom(7) <= b && b < a) || (b <= a && a < c)) ? 7 : 7))) {
                a = boom(a);
                int n1 = 4;
                while (true) {
                    --n1;
                    if (n1 < 0) {
                        break;
                    }
                    log(boom((7 + 5) % 97));
                    log(((b * 0) % 97 + (7 * 0) % 97) % 97);
                    log(b);
                    log((((((5 + 2) % 97 <= c && c < d) && (a <= d && d < d)) ? 5 : 6) * (((a + 5) % 97 > b) ? 0 : 3)) % 97);
                }
                for (int n2 = 0; n2 < 0; n2++) {
                    log(n2);
                    log((((!((b > 0)) ? 2 : a) <= boom(7)) ? b : 3));
                }
            } else if ((b < boom(3))) {
                b = 6;
                switch ((8) % 4) {
                    case 0 -> {
                        log(boom((2 * c) % 97));
                        log(b);
                        log(boom(boom(b)));
                        c = d;
                    }
                    case 1, 2 -> {
                        c = 2;
                        log((a + boom(a)) % 97);
                        b = d;
                        return c;
                    }
                    default -> {
                        a += c;
                        a %= 97;
                        log(a);
                        log((boom(8) + (((d <= c && c < c) && ((1 * 7) % 97 <= d && d < d)) ? b : 2)) % 97);
                    }
                }
            } else if (((5 * 0) % 97 != (b * 6) % 97)) {
                continue;
            } else {
                log(boom(b));
                log(boom((1 * 6) % 97));
            }
            c = ((9 * 5) % 97 + boom(a)) % 97;
            d = boom(c);
        }
        d = ((boom(d) > boom(c)) ? boom(9) : a);
        a = ((2 + 6) % 97 + 0) % 97;
        a += boom(((c == boom(4)) ? 8 : 5));
        a %= 97;
        return (a + b + c + d) % 97;
    }

    // f24(0, 1): log 6 8, return 6
    // f24(1, 2): log 6 8, return 6
    // f24(3, 5): log 6 8, return 6
    // f24(6, 4): log 6 8 1 48 20 7, return 18
    static int f24(int a, int b) {
        int c = 0;
        int d = 0;
        try {
            int n0 = 1;
            while (n0 > 0 && ((boom(6) <= b && b < d) && ((((boom(1) == boom(c)) || (boom(8) == (6 + 7) % 97)) ? 7 : 5) <= c && c < a))) {
                n0--;
                d = 4;
                try {
                    b += boom((3 + 6) % 97);
                    b %= 97;
                    continue;
                } catch (E e0) {
                    log(e0.args[0]);
                    b = a;
                    log((((c + d) % 97 <= boom(9)) ? (0 * c) % 97 : ((a <= boom(8)) ? c : 3)));
                }
                int n1 = 2;
                while (n1 > 0 && ((1 + 8) % 97 <= c)) {
                    n1--;
                    throw new E(((((((b * 5) % 97 == (7 + 6) % 97) ? 9 : 1) == boom(4)) || (boom(6) <= a && a < c)) ? boom(b) : (((((1 + 5) % 97 <= boom(2)) ? 3 : d) < boom(0)) ? 3 : b)));
                }
            }
            c = (c + 6) % 97;
            int n2 = 4;
            while (true) {
                --n2;
                if (n2 < 0) {
                    break;
                }
                log(c);
                throw new E((boom(6) + boom(2)) % 97);
            }
        } catch (E e1) {
            log(e1.args[0]);
            switch ((b) % 4) {
                case 0 -> {
                    log((((b + 5) % 97 == ((boom(0) != b) ? a : 6)) ? b : ((a <= c && c < c) ? a : 1)));
                    log((a * 8) % 97);
                    switch ((boom(c)) % 4) {
                        case 0 -> {
                            log((boom(a) + b) % 97);
                            log((!((1 <= a && a < b)) ? (((c <= b && b < a) || (((((boom(4) != (8 * 7) % 97) ? d : a) <= a && a < d) ? d : 8) == d)) ? a : 5) : boom(2)));
                        }
                        case 1, 2 -> {
                            log((((boom(6) <= d) ? 3 : b) * 5) % 97);
                        }
                        default -> {
                            d = d;
                            boom(a);
                            a = a;
                        }
                    }
                    b = (b + (1 * 3) % 97) % 97;
                }
                case 1, 2 -> {
                    return ((b <= a && a < d) ? boom(1) : c);
                }
                default -> {
                    return (boom(3) + c) % 97;
                }
            }
            boom(b);
        }
        log(boom(boom(7)));
        b = a;
        return (a + b + c + d) % 97;
    }

    // f25(0, 1): log 0 13, return 4
    // f25(1, 2): log 0, raise 3
    // f25(3, 5): log, raise 3
    // f25(6, 4): log 0, raise 3
    static int f25(int a, int b) {
        int c = 0;
        int d = 0;
        if (((4 * 8) % 97 != a)) {
            b += ((b == (8 + 0) % 97) ? boom(5) : (8 + 8) % 97);
            b %= 97;
            switch ((boom(a)) % 4) {
                case 0 -> {
                    int n0 = 0;
                    while (n0 > 0) {
                        n0--;
                        d = boom((3 * b) % 97);
                        log(9);
                        throw new E(1);
                    }
                    b = 8;
                    try {
                        a += 3;
                        a %= 97;
                        b += (c * (4 + c) % 97) % 97;
                        b %= 97;
                        a += b;
                        a %= 97;
                        log((c * boom(9)) % 97);
                    } catch (E e0) {
                        log(e0.args[0]);
                        log(b);
                        b = (boom(0) + ((((1 + a) % 97 <= b && b < c) || (1 > ((d < boom(c)) ? 4 : 4))) ? 5 : 6)) % 97;
                    }
                    d = ((!(((((4 <= b && b < b) && (boom(6) <= b && b < a)) ? 4 : 3) <= boom(6))) ? 3 : c) + a) % 97;
                }
                case 1, 2 -> {
                    for (int n1 = 0; n1 < 3; n1++) {
                        log(n1);
                        c += ((9 != d) ? boom(3) : (((boom(7) <= c && c < d) || ((4 * 9) % 97 <= a && a < c)) ? 4 : 9));
                        c %= 97;
                        a = c;
                        d = (b + 7) % 97;
                    }
                    log(c);
                }
                default -> {
                    d = boom(a);
                    log((((4 <= c && c < c) || (d == (6 + 8) % 97)) ? boom(a) : boom(8)));
                }
            }
            log((boom(2) + a) % 97);
        } else if ((boom(1) <= 8)) {
            d = d;
            a = 6;
        } else if (((6 + 1) % 97 != b)) {
            log(boom(b));
            log(boom(b));
            return (a * a) % 97;
        } else {
            throw new E((((6 + 1) % 97 > (!((boom(0) < a)) ? 2 : 9)) ? boom(3) : (a * a) % 97));
        }
        return boom(boom(4));
        return (a + b + c + d) % 97;
    }

    // f26(0, 1): log 0, return 0
    // f26(1, 2): log 0, return 0
    // f26(3, 5): log 0, return 0
    // f26(6, 4): log 0, return 0
    static int f26(int a, int b) {
        int c = 0;
        int d = 0;
        d = (c * (3 + 7) % 97) % 97;
        if (((((((a * 7) % 97 == boom(b)) && ((((0 * 2) % 97 != (((3 < b) && (a == boom(5))) ? 2 : 6)) ? a : 1) < 7)) ? 1 : 6) == boom(c)) || (c != d))) {
            log(((6 + 0) % 97 + 4) % 97);
            if ((boom(4) == 4)) {
                try {
                    a = d;
                    a = (6 + (7 * d) % 97) % 97;
                    log(c);
                    return c;
                } catch (E e0) {
                    log(e0.args[0]);
                    d = boom((9 + 7) % 97);
                    log(((boom(8) < boom(b)) ? c : d));
                }
                for (int n0 = 0; n0 < 4; n0++) {
                    log(n0);
                    log(d);
                    c += (a * (6 * d) % 97) % 97;
                    c %= 97;
                    throw new E((((7 * 0) % 97 > 8) ? boom(2) : boom(6)));
                }
            }
        } else if (((((3 + d) % 97 == d) ? 7 : c) == boom(1))) {
            int n1 = 0;
            while (n1 > 0 && (((3 > b) ? c : 1) > (4 * 1) % 97)) {
                n1--;
                for (int n2 = 0; n2 < 4; n2++) {
                    log(n2);
                    log((((boom(2) < 7) && (boom(c) <= b && b < a)) ? (((c * 5) % 97 <= 9) ? 6 : d) : (3 + 7) % 97));
                    d = (c * 9) % 97;
                    b = boom((0 * 5) % 97);
                    continue;
                }
                d += boom((4 + a) % 97);
                d %= 97;
                c = 0;
                log(boom(d));
            }
            throw new E((5 + (((b * 9) % 97 <= c && c < b) ? 6 : 6)) % 97);
        } else {
            log(d);
            return boom((0 * b) % 97);
        }
        a = d;
        return (a + b + c + d) % 97;
    }

    // f27(0, 1): log 0 0, raise 3
    // f27(1, 2): log 0 0, raise 3
    // f27(3, 5): log 0 0, raise 3
    // f27(6, 4): log 0 0, raise 3
    static int f27(int a, int b) {
        int c = 0;
        int d = 0;
        int n0 = 4;
        while (n0 > 0) {
            n0--;
            try {
                log((((b < (8 * 3) % 97) ? 2 : 6) * c) % 97);
                int n1 = 1;
                while (true) {
                    --n1;
                    if (n1 < 0) {
                        break;
                    }
                    log((d + d) % 97);
                    b += (d + 9) % 97;
                    b %= 97;
                    boom(c);
                }
            } finally {
                log(boom(3));
            }
            try {
                a = d;
            } finally {
                int n2 = 1;
                while (n2 > 0 && (((a <= d && d < d) || (8 <= b && b < a)) || !((boom(4) > 9)))) {
                    n2--;
                    d = 3;
                    break;
                }
                log(d);
            }
        }
        return (a + b + c + d) % 97;
    }

    // f28(0, 1): log 0 5, return 5
    // f28(1, 2): log 0 6, return 6
    // f28(3, 5): log 0 8 3 8 3 8 3 8 3, return 8
    // f28(6, 4): log 0 11, return 11
    static int f28(int a, int b) {
        int c = 0;
        int d = 0;
        for (int n0 = 0; n0 < 3; n0++) {
            log(n0);
            break;
        }
        int n1 = 3;
        while (n1 > 0) {
            n1--;
            try {
                for (int n2 = 0; n2 < 0; n2++) {
                    log(n2);
                    break;
                }
                switch ((((c < boom(2)) ? c : 6)) % 4) {
                    case 0 -> {
                        b = d;
                    }
                    case 1, 2 -> {
                        log(b);
                        c = (boom(8) + ((((boom(5) < (((boom(a) > boom(6)) || ((5 + 7) % 97 != (d * 6) % 97)) ? b : 8)) ? 1 : 0) == boom(4)) ? 8 : c)) % 97;
                        return b;
                    }
                    default -> {
                        b = (boom(6) + boom(0)) % 97;
                        c = boom(boom(4));
                        d = d;
                    }
                }
                d = 6;
            } catch (E e0) {
                log(e0.args[0]);
                log(boom(d));
                log(a);
            }
            c = 5;
            d = boom((a + 5) % 97);
            b = boom(d);
        }
        d = (((boom(5) <= a && a < b) ? 4 : a) + ((((boom(c) < ((boom(2) < (d * 6) % 97) ? 1 : 2)) ? c : d) == c) ? 8 : 2)) % 97;
        return boom(b);
        return (a + b + c + d) % 97;
    }

    // f29(0, 1): log 0 4 3 1 5 9, raise 1
    // f29(1, 2): log 0 4 3 2 5 9, raise 2
    // f29(3, 5): log 0 4 3 5 5 9, raise 5
    // f29(6, 4): log 0 4 3 4 5 9, raise 4
    static int f29(int a, int b) {
        int c = 0;
        int d = 0;
        log(d);
        a += 9;
        a %= 97;
        try {
            int n0 = 2;
            while (n0 > 0 && (b < ((((1 * 7) % 97 <= b && b < c) && (d <= a && a < a)) ? a : a))) {
                n0--;
                log(4);
                c += ((((b == a) || (9 <= c && c < a)) ? d : 9) + boom(b)) % 97;
                c %= 97;
                switch ((6) % 4) {
                    case 0 -> {
                        return (boom(4) + a) % 97;
                    }
                    case 1, 2 -> {
                        b = boom(boom(3));
                        log(c);
                        log((a + (((b * 0) % 97 <= a && a < d) ? 8 : 8)) % 97);
                        a += d;
                        a %= 97;
                    }
                    default -> {
                        c = ((b * 3) % 97 * boom(1)) % 97;
                    }
                }
            }
        } catch (E e0) {
            log(e0.args[0]);
            try {
                try {
                    throw new E(boom(boom(b)));
                } catch (E e1) {
                    log(e1.args[0]);
                    log(boom(5));
                    a = d;
                } finally {
                    a += a;
                    a %= 97;
                    d = boom(b);
                }
                log((((boom(1) == boom(7)) && (boom(3) <= ((boom(4) != c) ? 9 : 3))) ? boom(c) : boom(9)));
            } catch (E e2) {
                log(e2.args[0]);
                throw new E(b);
            }
            throw new E(d);
        }
        boom(boom(((((a <= b && b < a) ? 5 : 0) < b) ? 5 : 8)));
        return (a + b + c + d) % 97;
    }

}
