# f0(0, 1): log 0 1 0 0 0 3 0 6 8, return 9
# f0(1, 2): log 1 2 1 0 5 3 5 6 8, return 20
# f0(3, 5): log 3 4 3 0 15 3 15 6 8, raise 45
# f0(6, 4): log 6 7 6 0 30 3 30 6 8, return 31
def f0(a, b):
    c = 0
    d = 0
    log(a)
    try:
        try:
            try:
                log((1 + a) % 97)
                d = boom(d)
                log(a)
            except E as e0:
                log(e0.args[0])
                b = d
                d += boom(boom(b))
                d %= 97
                log(boom(boom(a)))
                log(d)
        finally:
            d = ((6 if (a <= d < d) else 5) * a) % 97
            log(c)
            try:
                raise E(d)
            except E as e1:
                log(e1.args[0])
                a = (c + boom(3)) % 97
        n0 = 3
        while n0 > 0:
            n0 -= 1
            n1 = 4
            while n1 > 0 and ((((5 * 7) % 97 < boom(4)) and ((2 * 1) % 97 <= b < c)) or (a > a)):
                n1 -= 1
                raise E(((b if ((boom(7) > c) and (boom(b) < (a * 5) % 97)) else 8) + 8) % 97)
            a += (d * c) % 97
            a %= 97
            n2 = 5
            while True:
                n2 -= 1
                if n2 < 0:
                    break
                boom((9 if not ((1 * 9) % 97 <= (0 * 1) % 97) else boom(0)))
                c = b
                raise E((d * b) % 97)
            log(2)
    except E as e2:
        log(e2.args[0])
        log(d)
        log(((8 if ((5 <= b < a) or ((2 * 5) % 97 == d)) else 6) if (d != (7 + 9) % 97) else c))
        boom(((c + 5) % 97 + 3) % 97)
        log((boom(8) * boom(1)) % 97)
    finally:
        c = ((1 + 8) % 97 * 1) % 97
        b = ((4 + c) % 97 + boom(1)) % 97
    b = boom((d * a) % 97)
    return (a + b + c + d) % 97


# f1(0, 1): log 1 1, return 76
# f1(1, 2): log 2 2, return 77
# f1(3, 5): log 5 5, return 80
# f1(6, 4): log 4 4, return 79
def f1(a, b):
    c = 0
    d = 0
    if (((8 if (8 <= a < b) else c) != boom(2)) or (boom(0) < (6 + 3) % 97)):
        match (boom(7)) % 4:
            case 0:
                try:
                    return (3 if (4 <= 2) else (d * a) % 97)
                except E as e0:
                    log(e0.args[0])
                    return ((6 + 5) % 97 if (boom(6) < c) else (6 + 1) % 97)
                finally:
                    boom(((c * 3) % 97 + c) % 97)
            case 1 | 2:
                d = (boom(d) + c) % 97
            case _:
                match (6) % 4:
                    case 0:
                        log(d)
                        log(boom((b if (d <= (3 * 0) % 97) else 5)))
                        return ((4 + 7) % 97 + (7 if ((c <= 7) or (c > boom(b))) else 5)) % 97
                    case 1 | 2:
                        log(b)
                        a = 5
                    case _:
                        boom(a)
                c = boom(c)
                d = (boom(9) * boom(9)) % 97
        c = d
        log(boom((b * 1) % 97))
        a = a
    else:
        c = d
        log(((3 if (a <= c < b) else c) + boom(5)) % 97)
        log(boom((0 if ((boom(9) < c) or (a == a)) else 6)))
    c += a
    c %= 97
    return (a + b + c + d) % 97


# f2(0, 1): log 0 33 8, return 1
# f2(1, 2): log 0 33 9, return 3
# f2(3, 5): log 0 33 12, return 8
# f2(6, 4): log 0 33 11, return 10
def f2(a, b):
    c = 0
    d = 0
    log(d)
    if ((8 + 8) % 97 <= boom(6)):
        raise E((boom(3) * a) % 97)
    elif (c == (7 if (boom(c) <= boom(8)) else 2)):
        boom((c if ((a == (a + 0) % 97) or (boom(b) <= c < b)) else (8 + b) % 97))
        log((3 if (((2 + 8) % 97 == c) and (boom(b) <= a < b)) else 0))
        for n0 in range(4):
            log(n0)
            log(b)
    log((3 * (9 + 2) % 97) % 97)
    log((b + (5 + 2) % 97) % 97)
    return (a + b + c + d) % 97


# f3(0, 1): log, raise 3
# f3(1, 2): log, raise 3
# f3(3, 5): log, raise 3
# f3(6, 4): log, raise 3
def f3(a, b):
    c = 0
    d = 0
    if ((d * 3) % 97 < (d if (boom(3) <= d < a) else 4)):
        n0 = 3
        while n0 > 0:
            n0 -= 1
            b += ((9 + 1) % 97 + boom(8)) % 97
            b %= 97
            try:
                raise E(boom(boom(1)))
            except E as e0:
                log(e0.args[0])
                raise E(c)
        n1 = 2
        while n1 > 0 and not (c != (4 if ((d == boom(2)) and (boom(1) <= c < a)) else 8)):
            n1 -= 1
            for n2 in range(4):
                log(n2)
                b = b
                raise E(a)
            try:
                return 2
            except E as e1:
                log(e1.args[0])
                raise E(boom(2))
            finally:
                a = ((1 + 1) % 97 if (4 == a) else 6)
                log(d)
    elif ((3 < (b + 7) % 97) or (boom(a) > (2 * 9) % 97)):
        log(boom(d))
        return boom(d)
    else:
        n3 = 0
        while n3 > 0:
            n3 -= 1
            b = c
            b = 6
    log(((d if ((9 + 2) % 97 == c) else 9) + (c + b) % 97) % 97)
    d = boom(boom(0))
    b += a
    b %= 97
    return (a + b + c + d) % 97


# f4(0, 1): log 0 0 5 0 3 9 80 2 6, return 12
# f4(1, 2): log 0 0 5 2 80 1 0 5 2 80, raise 3
# f4(3, 5): log 0 0 5 15 80 1 0 5 15 80 6 6, return 23
# f4(6, 4): log 0 0 5 5 6, raise 24
def f4(a, b):
    c = 0
    d = 0
    try:
        for n0 in range(2):
            log(n0)
            for n1 in range(1):
                log(n1)
                d += boom(d)
                d %= 97
            if (b == 0):
                log(c)
            elif ((9 + 8) % 97 > (8 + 3) % 97):
                d = boom(boom(9))
                c = (b + boom(1)) % 97
                log(boom((5 if (a > (9 + 9) % 97) else 5)))
                log(boom((a * b) % 97))
            else:
                raise E(boom(6))
            try:
                boom(boom((2 + b) % 97))
            except E as e0:
                log(e0.args[0])
                log(9)
                break
            finally:
                log((boom(8) + (9 * 8) % 97) % 97)
    finally:
        log((boom(c) + boom(0)) % 97)
        log(6)
    return (a + b + c + d) % 97


# f5(0, 1): log 0 2 1, return 0
# f5(1, 2): log 0 2 2, return 0
# f5(3, 5): log 0 2 5, return 0
# f5(6, 4): log 0 2 4, return 0
def f5(a, b):
    c = 0
    d = 0
    c += boom(b)
    c %= 97
    try:
        for n0 in range(1):
            log(n0)
            try:
                log(boom((2 * 1) % 97))
                a = c
            except E as e0:
                log(e0.args[0])
                d = ((9 + c) % 97 * d) % 97
        try:
            if (d <= a):
                b = ((c if (a < (b * 8) % 97) else 9) * (7 * d) % 97) % 97
                log(c)
            else:
                d += (c * (1 * 8) % 97) % 97
                d %= 97
                b += boom((9 + 5) % 97)
                b %= 97
        finally:
            return b
    except E as e1:
        log(e1.args[0])
        c += 5
        c %= 97
        boom(boom(boom(3)))
        log((b if (boom(8) <= d) else 5))
        d = boom(boom(4))
    finally:
        return b
    return (a + b + c + d) % 97


# f6(0, 1): log 0, return 3
# f6(1, 2): log 0, return 7
# f6(3, 5): log, raise 3
# f6(6, 4): log 0, return 18
def f6(a, b):
    c = 0
    d = 0
    if (boom(a) < (8 if ((c if (boom(b) != (9 if (((7 + 7) % 97 != (5 + a) % 97) and (boom(0) <= b < a)) else 4)) else 1) <= c < c) else a)):
        for n0 in range(0):
            log(n0)
            try:
                log((boom(8) * boom(3)) % 97)
                log(((a + c) % 97 + b) % 97)
                log(((8 if ((boom(7) != (2 + 4) % 97) and (c == (d if ((d <= a < b) and (boom(2) == c)) else 7))) else 1) * (1 * 4) % 97) % 97)
                log((b * (9 if ((boom(9) <= b < b) or ((a * 1) % 97 == 6)) else 1)) % 97)
            finally:
                log(boom((1 * 8) % 97))
                raise E(((a if (((4 + d) % 97 <= a < b) or ((a if (((3 * 8) % 97 <= b < b) and ((0 * 0) % 97 < (5 * 0) % 97)) else d) <= d < d)) else 8) if (c == (0 if not ((5 + 7) % 97 == c) else 0)) else (3 * 4) % 97))
        for n1 in range(4):
            log(n1)
            for n2 in range(4):
                log(n2)
                log((boom(8) * (0 if ((3 if (boom(1) < (5 * 6) % 97) else 8) <= a < d) else b)) % 97)
                log(((3 + 6) % 97 + boom(4)) % 97)
                d = (c + (3 + 4) % 97) % 97
    elif ((c if (b > 7) else 3) != a):
        boom(boom(8))
        log((boom(d) if ((c * d) % 97 <= d) else a))
        d = boom(boom(b))
    d += d
    d %= 97
    return (a + b + c + d) % 97


# f7(0, 1): log 0, raise 3
# f7(1, 2): log 0, raise 3
# f7(3, 5): log 0, raise 3
# f7(6, 4): log 0, raise 3
def f7(a, b):
    c = 0
    d = 0
    if ((boom(8) <= 0) or (2 > c)):
        for n0 in range(4):
            log(n0)
            if (boom(3) < (1 if (((0 if (boom(5) < (5 * a) % 97) else 3) <= d < d) and (b < (7 + 6) % 97)) else d)):
                log(boom((7 if (boom(3) > boom(8)) else 9)))
                log(b)
                log(((1 + 5) % 97 + (0 if ((0 <= b < c) and ((1 + 0) % 97 <= c < a)) else c)) % 97)
                log(boom(5))
            else:
                a = b
                b += ((d * 2) % 97 + (c if (boom(0) != 7) else 3)) % 97
                b %= 97
                log(a)
            if not ((1 + 7) % 97 != boom(5)):
                log(((d + c) % 97 * boom(b)) % 97)
                a += a
                a %= 97
            elif (((6 * 5) % 97 <= d) or (boom(1) <= d < a)):
                d += (a * (0 if ((7 < c) and (6 <= b < d)) else 8)) % 97
                d %= 97
                log(d)
                b += (d * b) % 97
                b %= 97
            elif ((0 if not (7 <= a < a) else 3) <= a):
                return (boom(0) if ((2 * 3) % 97 < b) else boom(2))
            else:
                boom(d)
    elif not ((boom(c) > boom(4)) or (6 <= d < c)):
        b += 6
        b %= 97
        try:
            c += ((8 if ((7 * d) % 97 <= boom(a)) else 9) * 6) % 97
            c %= 97
            raise E(boom((4 + d) % 97))
        except E as e0:
            log(e0.args[0])
            log((boom(8) * (d * 1) % 97) % 97)
            log(((4 + d) % 97 + boom(a)) % 97)
            log(b)
            boom(((c * 8) % 97 if (c <= d < a) else (2 * 1) % 97))
        log(b)
    elif (((b + 5) % 97 == boom(a)) or (boom(5) > boom(8))):
        boom(((1 if (b <= c < a) else b) if ((boom(6) <= a < d) and (boom(8) <= b < b)) else boom(3)))
        c = boom((8 * 1) % 97)
    log((5 * (6 if ((9 + 9) % 97 == boom(b)) else c)) % 97)
    return (a + b + c + d) % 97


# f8(0, 1): log 1, return 1
# f8(1, 2): log 2, return 1
# f8(3, 5): log 5, return 1
# f8(6, 4): log 4, return 1
def f8(a, b):
    c = 0
    d = 0
    try:
        if (boom(7) > a):
            a = b
            try:
                d = boom((3 if (c > (5 * d) % 97) else 9))
            finally:
                d += 6
                d %= 97
                log(a)
            try:
                d += b
                d %= 97
                b += boom((0 if (b == (8 if ((0 + 4) % 97 == boom(2)) else 3)) else 0))
                b %= 97
                return ((2 + 1) % 97 if (boom(4) <= b < a) else boom(1))
            except E as e0:
                log(e0.args[0])
                log(((d * b) % 97 if (1 < a) else (1 * 2) % 97))
                log((a if (boom(4) > (4 if ((b if (5 != a) else b) > boom(9)) else c)) else 6))
                a += c
                a %= 97
            log(boom(2))
        elif ((8 + d) % 97 == a):
            for n0 in range(3):
                log(n0)
                log(a)
                log((boom(a) + 0) % 97)
                log((1 * boom(4)) % 97)
            match (boom(2)) % 4:
                case 0:
                    boom(b)
                    return (boom(c) if ((a + 3) % 97 == (9 if ((c * d) % 97 <= boom(7)) else 2)) else (c if ((3 <= b < c) and ((3 * 8) % 97 < boom(7))) else 1))
                case 1 | 2:
                    c = boom(boom(9))
                case _:
                    log(((2 if (c <= c < b) else 9) * boom(9)) % 97)
                    log(c)
                    c = ((7 if (b > (3 + 7) % 97) else a) if ((boom(9) <= a < d) and (c > (7 * 1) % 97)) else c)
                    d = boom((1 if (((b if (((2 if ((d if (boom(2) < a) else a) > boom(0)) else a) <= d < d) and (5 <= a < a)) else 2) == c) and (d != 0)) else 2))
            log(boom(boom(4)))
            return (c * boom(3)) % 97
        elif ((boom(5) < (c + 3) % 97) or (boom(4) < (6 + c) % 97)):
            b = (4 if (b <= a < c) else 2)
            return boom(9)
        else:
            log((c if not (c <= a < b) else d))
            log(b)
            log(boom(7))
            d = ((9 + 4) % 97 + boom(c)) % 97
        log((b if ((boom(0) <= c < a) or (boom(3) < d)) else (7 + 7) % 97))
    except E as e1:
        log(e1.args[0])
        log((boom(8) + a) % 97)
        log((6 + 8) % 97)
        c = boom((1 if ((0 if ((c if (boom(1) <= (9 + c) % 97) else b) <= boom(2)) else a) < (4 + c) % 97) else 2))
    finally:
        b += ((0 + 5) % 97 + (0 if ((7 <= d < a) or ((3 if not (b <= c < c) else 6) < boom(7))) else 9)) % 97
        b %= 97
        c += c
        c %= 97
    log(0)
    a = boom(a)
    return boom((6 if ((2 * 6) % 97 != (3 if ((boom(9) <= c < a) and ((5 + 7) % 97 != d)) else 5)) else 6))
    return (a + b + c + d) % 97


# f9(0, 1): log 0 8, return 0
# f9(1, 2): log 0 8, return 0
# f9(3, 5): log 0 8 3 18, return 3
# f9(6, 4): log 0 8 3 18, return 6
def f9(a, b):
    c = 0
    d = 0
    try:
        log(d)
        try:
            match ((5 if (boom(0) < boom(1)) else c)) % 4:
                case 0:
                    log(1)
                case 1 | 2:
                    raise E((b if (1 > (6 + d) % 97) else 8))
                case _:
                    return boom(6)
            for n0 in range(0):
                log(n0)
                c += 8
                c %= 97
                b = d
                a = boom(b)
            if ((a <= boom(0)) or (d <= d < b)):
                log(b)
            elif (c > c):
                b = (c * (b + 8) % 97) % 97
                log((b if ((c if (3 > 3) else 9) <= a < a) else (6 * 4) % 97))
                log((boom(d) + b) % 97)
                log(boom(boom(c)))
            log(boom(a))
        except E as e0:
            log(e0.args[0])
            n1 = 1
            while n1 > 0:
                n1 -= 1
                c += boom(d)
                c %= 97
            n2 = 3
            while True:
                n2 -= 1
                if n2 < 0:
                    break
                break
        if ((0 + b) % 97 > 2):
            match (boom(a)) % 4:
                case 0:
                    log(((4 * 0) % 97 * boom(4)) % 97)
                case 1 | 2:
                    log(((d if (a <= boom(3)) else 4) * a) % 97)
                    d = ((b if (boom(5) > boom(5)) else 9) if (((b if (boom(9) <= a) else c) > boom(3)) and ((d if (((a if ((c <= (6 + 2) % 97) and ((2 if ((8 * 0) % 97 == boom(c)) else 1) <= c < a)) else 5) <= c < a) or ((d + 9) % 97 <= d < b)) else 0) <= c < d)) else (b * 8) % 97)
                    log(8)
                case _:
                    d = ((5 if ((8 * 9) % 97 != (7 if (boom(2) != (7 * 2) % 97) else 9)) else 6) * boom(6)) % 97
                    d = boom((8 if not ((a if ((7 > d) or (boom(7) == d)) else 3) <= a < c) else 9))
                    c = boom(boom(9))
        elif (d == d):
            a = (a + (9 if (c == boom(4)) else 0)) % 97
            return d
        elif ((b if (boom(9) > (c if (a <= d) else 2)) else d) < 2):
            log(boom((1 if ((1 + 1) % 97 <= (9 * 4) % 97) else 2)))
            d = boom(c)
            d += 5
            d %= 97
        else:
            boom((5 if not (boom(8) == 8) else (2 + 9) % 97))
            return b
        log(d)
    except E as e1:
        log(e1.args[0])
        log(((6 + 5) % 97 + boom(7)) % 97)
    b += boom((c if (a <= d < a) else 4))
    b %= 97
    c += d
    c %= 97
    b = boom(boom(d))
    return (a + b + c + d) % 97


# f10(0, 1): log, raise 5
# f10(1, 2): log, raise 5
# f10(3, 5): log, raise 5
# f10(6, 4): log, raise 5
def f10(a, b):
    c = 0
    d = 0
    raise E(5)
    return (a + b + c + d) % 97


# f11(0, 1): log 11, raise 9
# f11(1, 2): log 11, raise 18
# f11(3, 5): log 11, raise 45
# f11(6, 4): log 11, raise 36
def f11(a, b):
    c = 0
    d = 0
    try:
        a += ((9 * 9) % 97 * (b if (((1 + 6) % 97 <= c) or ((6 + 1) % 97 < a)) else 0)) % 97
        a %= 97
        match (boom(7)) % 4:
            case 0:
                if ((c if ((4 if (boom(8) == 8) else 7) > boom(8)) else 4) > boom(9)):
                    return (b if (3 == boom(4)) else a)
                elif (boom(d) <= a < a):
                    d = (boom(2) + b) % 97
                    d += (boom(0) * (1 * 6) % 97) % 97
                    d %= 97
                    log(d)
                    log(boom(boom(9)))
            case 1 | 2:
                try:
                    a = (b * (7 * 3) % 97) % 97
                except E as e0:
                    log(e0.args[0])
                    d = 0
                    log((boom(7) if (((6 * b) % 97 != boom(0)) or (d > b)) else (7 + d) % 97))
                return boom((d if ((9 if ((boom(2) < boom(4)) or ((8 if (c > (9 if ((8 if not ((0 * c) % 97 != c) else b) < (b + 5) % 97) else 4)) else 6) > (c * 2) % 97)) else 2) == boom(7)) else 2))
            case _:
                log((boom(8) + 3) % 97)
                try:
                    d += boom((2 if ((4 if (boom(9) <= (7 * b) % 97) else 7) != boom(5)) else 7))
                    d %= 97
                    d = ((8 + 1) % 97 if (((3 * 9) % 97 <= b < d) and (c <= c < d)) else (b * 9) % 97)
                except E as e1:
                    log(e1.args[0])
                    log(2)
                    log((boom(7) if ((boom(b) <= a < a) or ((1 * 8) % 97 <= (2 * c) % 97)) else (1 * 0) % 97))
                    c = c
                    b = ((2 if (9 <= boom(d)) else 3) + d) % 97
                a = (c + d) % 97
    except E as e2:
        log(e2.args[0])
        c = boom((6 if (8 == (1 if (7 <= a < d) else c)) else 9))
        boom((boom(c) + boom(1)) % 97)
        log((boom(a) + boom(c)) % 97)
    raise E(a)
    return (a + b + c + d) % 97


# f12(0, 1): log, return 2
# f12(1, 2): log, return 6
# f12(3, 5): log, raise 3
# f12(6, 4): log, return 20
def f12(a, b):
    c = 0
    d = 0
    c = boom(b)
    d += boom(a)
    d %= 97
    return (a + b + c + d) % 97


# f13(0, 1): log, raise 15
# f13(1, 2): log, raise 15
# f13(3, 5): log, raise 15
# f13(6, 4): log, raise 15
def f13(a, b):
    c = 0
    d = 0
    if ((7 * 5) % 97 <= a < a):
        if (boom(6) > boom(6)):
            d = b
        else:
            for n0 in range(4):
                log(n0)
                continue
            log(((4 * 3) % 97 if (((7 if (a > boom(b)) else 6) > 6) and (d <= d < c)) else (4 * 5) % 97))
            for n1 in range(1):
                log(n1)
                log(boom(a))
        return boom(d)
    elif ((d == (5 if ((8 * d) % 97 <= (a + c) % 97) else a)) or (d != 3)):
        raise E(boom((9 + 6) % 97))
    elif (boom(c) != a):
        log(((7 if (boom(6) == boom(6)) else 6) + (7 if (c > boom(1)) else a)) % 97)
        log((boom(2) * b) % 97)
    a = (b if not (b <= c) else (2 if ((7 < (3 + 0) % 97) and (boom(3) == (a + a) % 97)) else b))
    return (a + b + c + d) % 97


# f14(0, 1): log 0 8, return 5
# f14(1, 2): log 0 9, return 5
# f14(3, 5): log 0 12, return 5
# f14(6, 4): log 0 11, return 5
def f14(a, b):
    c = 0
    d = 0
    try:
        try:
            try:
                log(boom(d))
                c = (b if ((2 * b) % 97 <= c < d) else (d if ((1 if ((0 + d) % 97 < a) else 7) > (3 * 1) % 97) else 3))
                return (boom(c) if (c <= d < d) else (2 * 4) % 97)
            except E as e0:
                log(e0.args[0])
                c += (d if ((boom(5) <= a < d) or ((6 * 3) % 97 <= c < c)) else boom(9))
                c %= 97
            finally:
                log((boom(7) + b) % 97)
                raise E(c)
        finally:
            return 5
    except E as e1:
        log(e1.args[0])
        c = ((1 + 6) % 97 * (3 * 9) % 97) % 97
    finally:
        c += (a if ((d > a) and ((5 if (boom(8) != (3 + 7) % 97) else 3) == b)) else boom(6))
        c %= 97
        a += (boom(8) * boom(c)) % 97
        a %= 97
        c = ((3 + 7) % 97 + (b if ((6 * 6) % 97 > 6) else 3)) % 97
        b = d
    a = (boom(2) + a) % 97
    a = a
    return (a + b + c + d) % 97


# f15(0, 1): log 0 4 0 6, return 0
# f15(1, 2): log 5 4 0 6, return 1
# f15(3, 5): log 15 4 0 3 0 1 6 1, raise 3
# f15(6, 4): log 30 4 0 6, return 6
def f15(a, b):
    c = 0
    d = 0
    match (c) % 4:
        case 0:
            try:
                try:
                    log((a * boom(5)) % 97)
                    b = (8 if (a <= (3 if ((c < (9 if (((c * 6) % 97 <= b < b) and (boom(2) < boom(1))) else a)) and (boom(4) > (a + c) % 97)) else d)) else 9)
                    log(4)
                except E as e0:
                    log(e0.args[0])
                    log((boom(0) if ((c * a) % 97 != a) else (5 + a) % 97))
                    return (boom(a) if (boom(6) <= b < c) else b)
            except E as e1:
                log(e1.args[0])
                n0 = 2
                while n0 > 0:
                    n0 -= 1
                    log(boom((4 if (boom(1) == boom(5)) else a)))
                try:
                    return (boom(2) * b) % 97
                except E as e2:
                    log(e2.args[0])
                    b = d
                finally:
                    log(boom(boom(b)))
            finally:
                if (((3 + c) % 97 > boom(8)) or (boom(2) <= (2 * 8) % 97)):
                    c += (boom(9) if (boom(c) < boom(9)) else b)
                    c %= 97
                    c += a
                    c %= 97
                    c = boom(d)
                elif ((d + 8) % 97 < a):
                    log(boom((5 * d) % 97))
                    log(9)
                try:
                    log(boom(boom(d)))
                    a = a
                    return (8 if ((7 * 9) % 97 < (c + 2) % 97) else boom(a))
                except E as e3:
                    log(e3.args[0])
                    a += ((9 if (((5 * d) % 97 > (2 if ((c + d) % 97 <= a) else c)) or (b <= (6 * c) % 97)) else 4) if ((c <= d < d) and (boom(6) <= b < c)) else (3 if (7 != 8) else 9))
                    a %= 97
                    log(d)
                    log(boom(boom(1)))
                finally:
                    a += 8
                    a %= 97
                    log(6)
                    c += a
                    c %= 97
                log(((1 * 7) % 97 * a) % 97)
            log((b * boom(3)) % 97)
        case 1 | 2:
            log(c)
            log(((b + 5) % 97 if not ((4 if (boom(7) <= a < a) else 0) <= d < c) else a))
            a = 9
            a = 6
        case _:
            log(c)
            b = 0
            return (boom(2) + 1) % 97
    boom(boom(6))
    return (a + b + c + d) % 97


# f16(0, 1): log 0 1 2 3 0 52 1 52, return 14
# f16(1, 2): log 0 1 2 3 0 52 1 52, return 14
# f16(3, 5): log 0 1 2 3 0 52 1 52, return 14
# f16(6, 4): log 0 1 2 3 0 52 1 52, return 14
def f16(a, b):
    c = 0
    d = 0
    match ((d * 1) % 97) % 4:
        case 0:
            match ((8 if not ((0 if (boom(4) < c) else 0) <= d < a) else c)) % 4:
                case 0:
                    for n0 in range(4):
                        log(n0)
                        b = ((b * 4) % 97 if (boom(8) <= (2 * c) % 97) else d)
                    c = ((4 + 2) % 97 + boom(8)) % 97
                    for n1 in range(2):
                        log(n1)
                        d = boom((b if not (boom(5) <= a < a) else 9))
                        log(((8 + 5) % 97 * boom(4)) % 97)
                        boom(b)
                        a += b
                        a %= 97
                case 1 | 2:
                    n2 = 1
                    while True:
                        n2 -= 1
                        if n2 < 0:
                            break
                        b = d
                    d = (boom(9) + boom(d)) % 97
                case _:
                    if ((8 if (((a + 0) % 97 < c) and (c <= d < a)) else a) <= (d if ((d == boom(0)) or (boom(7) <= (b if (c <= boom(b)) else 8))) else 0)):
                        a = (b * boom(5)) % 97
                        log(boom(c))
                        log(((3 if ((c <= a) and ((d if ((boom(3) <= a < c) or (4 <= c < c)) else 3) <= c < a)) else c) + (3 if not (a <= c < c) else c)) % 97)
                    elif ((6 + 2) % 97 < (3 if (boom(5) < boom(3)) else d)):
                        log(boom((b * 9) % 97))
                    elif (boom(9) < (b + 0) % 97):
                        return 6
                    else:
                        log(2)
                        return boom(boom(b))
                    log((boom(9) if not (6 == (8 if not (d <= b < c) else b)) else boom(2)))
                    log((0 if ((boom(6) != c) or (a > (b * 2) % 97)) else (5 + 9) % 97))
                    return boom(3)
            return c
        case 1 | 2:
            boom((d if (2 <= b < d) else d))
        case _:
            c = ((1 + 8) % 97 if (boom(5) != 6) else d)
            return boom(b)
    return boom(boom(a))
    return (a + b + c + d) % 97


# f17(0, 1): log 13 0 0 3 16, return 18
# f17(1, 2): log 13 0 0 3 16, return 18
# f17(3, 5): log 13 0 0 3 16, return 18
# f17(6, 4): log 13 0 0 3 16, return 18
def f17(a, b):
    c = 0
    d = 0
    try:
        try:
            try:
                b = d
                a = 3
                log((8 + (3 + 2) % 97) % 97)
            except E as e0:
                log(e0.args[0])
                b = (boom(2) if (((b if not (c <= a < b) else 0) != boom(7)) and (boom(8) <= b < b)) else boom(3))
                b = (boom(a) + boom(9)) % 97
                c = a
            finally:
                log(boom(b))
                log((boom(9) if (b > boom(a)) else 8))
                d = ((6 * 3) % 97 + 7) % 97
            log(((8 + 5) % 97 + boom(a)) % 97)
            n0 = 3
            while True:
                n0 -= 1
                if n0 < 0:
                    break
                log((boom(7) * (1 + d) % 97) % 97)
                log((boom(0) + boom(0)) % 97)
                log((3 + (8 + 2) % 97) % 97)
                log(boom(boom(6)))
        finally:
            if (((b <= a < c) and ((9 if ((5 * d) % 97 <= a < c) else b) <= b < b)) or not (boom(b) <= d < d)):
                log(boom(boom(b)))
                log(3)
                a += ((7 + 6) % 97 + c) % 97
                a %= 97
                raise E(((a + c) % 97 if ((5 * 0) % 97 == c) else a))
            elif not ((0 <= c < a) and ((9 if (7 > boom(3)) else b) <= b < a)):
                log(boom((4 if ((2 + 2) % 97 != boom(5)) else 2)))
                b = 0
                log(((3 if (boom(2) <= 8) else d) + 6) % 97)
                return c
        a += (boom(5) if (a == (1 if ((2 * 6) % 97 == b) else 8)) else a)
        a %= 97
    except E as e1:
        log(e1.args[0])
        d = 2
    return (a + b + c + d) % 97


# f18(0, 1): log 1 9 5, return 1
# f18(1, 2): log 2 9, raise 10
# f18(3, 5): log 5 9 25, return 5
# f18(6, 4): log 4 9 20, return 4
def f18(a, b):
    c = 0
    d = 0
    match (4) % 4:
        case 0:
            n0 = 3
            while n0 > 0 and ((d if (boom(d) <= c < a) else 7) < c):
                n0 -= 1
                match (a) % 4:
                    case 0:
                        log(a)
                        log(boom((1 + d) % 97))
                    case 1 | 2:
                        b = (d + boom(3)) % 97
                        c = c
                        return (boom(0) + b) % 97
                    case _:
                        boom(boom((c + 2) % 97))
                a = (1 + boom(c)) % 97
                try:
                    break
                except E as e0:
                    log(e0.args[0])
                    c = c
                    boom(4)
                finally:
                    log(((a if ((4 if not ((6 + c) % 97 < c) else 6) <= (b + 8) % 97) else 6) if ((boom(c) <= (8 + 4) % 97) or ((7 + c) % 97 != (3 if (((c + d) % 97 <= b < a) and ((6 * 6) % 97 <= a < a)) else 2))) else c))
                    b = (boom(3) * (8 if (boom(a) == d) else 3)) % 97
                    log(boom(boom(5)))
                    b += boom(7)
                    b %= 97
                n1 = 2
                while n1 > 0:
                    n1 -= 1
                    log(boom((0 if ((a if (((4 + a) % 97 <= (6 * 3) % 97) and ((7 + b) % 97 <= b < c)) else 7) == b) else 3)))
            log((b if (boom(2) <= (6 * 1) % 97) else boom(5)))
        case 1 | 2:
            match (b) % 4:
                case 0:
                    log(((0 if (boom(1) > (4 + 0) % 97) else 5) * (3 + 1) % 97) % 97)
                    if ((4 if ((boom(4) > (a * a) % 97) or ((2 if not (boom(3) <= b < c) else b) > boom(b))) else b) > boom(d)):
                        log(b)
                    log((boom(1) if ((a + d) % 97 < boom(0)) else (a if (((c if (boom(5) != (9 * 4) % 97) else c) <= c < b) and (boom(6) > d)) else 2)))
                    boom((d * (a if ((boom(d) <= d < a) and ((2 * 0) % 97 <= b < b)) else 9)) % 97)
                case 1 | 2:
                    c += boom(a)
                    c %= 97
                    a = 8
                    b = (a + a) % 97
                case _:
                    c = boom(4)
                    boom(3)
                    return (d + d) % 97
            raise E(((9 + 0) % 97 if (((1 if (c != (9 if (b == (0 if ((boom(6) <= a < d) and ((9 * d) % 97 <= c < d)) else d)) else 7)) else d) <= a < b) or (d < boom(a))) else (0 if (boom(6) <= b < d) else d)))
        case _:
            a = boom((c * 9) % 97)
            log(c)
            log(boom(c))
    log(9)
    log(boom((5 * b) % 97))
    return boom(b)
    return (a + b + c + d) % 97


# f19(0, 1): log 0 1, raise 0
# f19(1, 2): log 0 1, raise 0
# f19(3, 5): log 0 1, raise 0
# f19(6, 4): log 0 1, raise 0
def f19(a, b):
    c = 0
    d = 0
    n0 = 4
    while n0 > 0:
        n0 -= 1
        for n1 in range(2):
            log(n1)
            try:
                log(boom(1))
                log((b + (6 if (d > boom(3)) else 4)) % 97)
                c = (b + (2 + 5) % 97) % 97
                log(((8 if ((4 + 7) % 97 != boom(3)) else 1) * b) % 97)
            finally:
                raise E(boom(c))
    try:
        log(c)
        return (a if ((a if (9 == (3 * d) % 97) else 8) <= a < d) else (2 * a) % 97)
    finally:
        log(a)
        b = (1 * c) % 97
        log(boom((7 if ((a <= (1 + 7) % 97) and (boom(1) != boom(0))) else a)))
        log(boom((2 + 6) % 97))
    return (a + b + c + d) % 97


# f20(0, 1): log 7, return 4
# f20(1, 2): log 7, return 6
# f20(3, 5): log, raise 3
# f20(6, 4): log 0, return 4
def f20(a, b):
    c = 0
    d = 0
    match (boom(b)) % 4:
        case 0:
            if not ((b if (b > boom(9)) else 4) < b):
                match ((b + a) % 97) % 4:
                    case 0:
                        return ((5 if (a > a) else 4) * a) % 97
                    case 1 | 2:
                        log(boom((d * a) % 97))
                        return b
                    case _:
                        log(boom(a))
                        log(b)
                        log(4)
                        log(b)
                try:
                    d = ((6 if (d != (7 + a) % 97) else a) * a) % 97
                    a += boom((5 if ((boom(4) <= a < b) and ((4 if ((8 * 8) % 97 <= boom(9)) else 5) < c)) else 5))
                    a %= 97
                    b = (4 + (5 if (d <= (9 * 5) % 97) else a)) % 97
                    d = (boom(d) if (c == (9 * c) % 97) else boom(8))
                finally:
                    b = a
                    log(boom(a))
                    d += boom((b * 1) % 97)
                    d %= 97
            elif (boom(a) <= b):
                n0 = 4
                while n0 > 0 and ((2 * 5) % 97 < b):
                    n0 -= 1
                    c = boom((9 * a) % 97)
                    b = (c if (4 <= c < b) else b)
                    log(((9 * 4) % 97 + a) % 97)
                    log(1)
                boom((c * (a * 6) % 97) % 97)
        case 1 | 2:
            b += 3
            b %= 97
            boom(a)
            log(7)
        case _:
            log(b)
            d = b
            d = ((4 * 5) % 97 * boom(3)) % 97
    return (a + b + c + d) % 97


# f21(0, 1): log, return 6
# f21(1, 2): log, return 8
# f21(3, 5): log, return 13
# f21(6, 4): log, return 15
def f21(a, b):
    c = 0
    d = 0
    d += 5
    d %= 97
    return (a + b + c + d) % 97


# f22(0, 1): log, raise 0
# f22(1, 2): log, raise 0
# f22(3, 5): log, raise 0
# f22(6, 4): log, raise 0
def f22(a, b):
    c = 0
    d = 0
    raise E(d)
    return (a + b + c + d) % 97


# f23(0, 1): log 12 0 1 0 12 0 1 0 12 0 1 0 12 0 1 0, raise 45
# f23(1, 2): log 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0 12 0 2 0, return 62
# f23(3, 5): log, raise 3
# f23(6, 4): log 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0 12 0 4 0, return 74
def f23(a, b):
    c = 0
    d = 0
    n0 = 3
    while True:
        n0 -= 1
        if n0 < 0:
            break
        if (b <= (7 if ((boom(7) <= b < a) or (b <= a < c)) else 7)):
            a = boom(a)
            n1 = 4
            while True:
                n1 -= 1
                if n1 < 0:
                    break
                log(boom((7 + 5) % 97))
                log(((b * 0) % 97 + (7 * 0) % 97) % 97)
                log(b)
                log(((5 if (((5 + 2) % 97 <= c < d) and (a <= d < d)) else 6) * (0 if ((a + 5) % 97 > b) else 3)) % 97)
            for n2 in range(0):
                log(n2)
                log((b if ((2 if not (b > 0) else a) <= boom(7)) else 3))
        elif (b < boom(3)):
            b = 6
            match (8) % 4:
                case 0:
                    log(boom((2 * c) % 97))
                    log(b)
                    log(boom(boom(b)))
                    c = d
                case 1 | 2:
                    c = 2
                    log((a + boom(a)) % 97)
                    b = d
                    return c
                case _:
                    a += c
                    a %= 97
                    log(a)
                    log((boom(8) + (b if ((d <= c < c) and ((1 * 7) % 97 <= d < d)) else 2)) % 97)
        elif ((5 * 0) % 97 != (b * 6) % 97):
            continue
        else:
            log(boom(b))
            log(boom((1 * 6) % 97))
        c = ((9 * 5) % 97 + boom(a)) % 97
        d = boom(c)
    d = (boom(9) if (boom(d) > boom(c)) else a)
    a = ((2 + 6) % 97 + 0) % 97
    a += boom((8 if (c == boom(4)) else 5))
    a %= 97
    return (a + b + c + d) % 97


# f24(0, 1): log 6 8, return 6
# f24(1, 2): log 6 8, return 6
# f24(3, 5): log 6 8, return 6
# f24(6, 4): log 6 8 1 48 20 7, return 18
def f24(a, b):
    c = 0
    d = 0
    try:
        n0 = 1
        while n0 > 0 and ((boom(6) <= b < d) and ((7 if ((boom(1) == boom(c)) or (boom(8) == (6 + 7) % 97)) else 5) <= c < a)):
            n0 -= 1
            d = 4
            try:
                b += boom((3 + 6) % 97)
                b %= 97
                continue
            except E as e0:
                log(e0.args[0])
                b = a
                log(((0 * c) % 97 if ((c + d) % 97 <= boom(9)) else (c if (a <= boom(8)) else 3)))
            n1 = 2
            while n1 > 0 and ((1 + 8) % 97 <= c):
                n1 -= 1
                raise E((boom(b) if (((9 if ((b * 5) % 97 == (7 + 6) % 97) else 1) == boom(4)) or (boom(6) <= a < c)) else (3 if ((3 if ((1 + 5) % 97 <= boom(2)) else d) < boom(0)) else b)))
        c = (c + 6) % 97
        n2 = 4
        while True:
            n2 -= 1
            if n2 < 0:
                break
            log(c)
            raise E((boom(6) + boom(2)) % 97)
    except E as e1:
        log(e1.args[0])
        match (b) % 4:
            case 0:
                log((b if ((b + 5) % 97 == (a if (boom(0) != b) else 6)) else (a if (a <= c < c) else 1)))
                log((a * 8) % 97)
                match (boom(c)) % 4:
                    case 0:
                        log((boom(a) + b) % 97)
                        log(((a if ((c <= b < a) or ((d if ((d if (boom(4) != (8 * 7) % 97) else a) <= a < d) else 8) == d)) else 5) if not (1 <= a < b) else boom(2)))
                    case 1 | 2:
                        log(((3 if (boom(6) <= d) else b) * 5) % 97)
                    case _:
                        d = d
                        boom(a)
                        a = a
                b = (b + (1 * 3) % 97) % 97
            case 1 | 2:
                return (boom(1) if (b <= a < d) else c)
            case _:
                return (boom(3) + c) % 97
        boom(b)
    log(boom(boom(7)))
    b = a
    return (a + b + c + d) % 97


# f25(0, 1): log 0 13, return 4
# f25(1, 2): log 0, raise 3
# f25(3, 5): log, raise 3
# f25(6, 4): log 0, raise 3
def f25(a, b):
    c = 0
    d = 0
    if ((4 * 8) % 97 != a):
        b += (boom(5) if (b == (8 + 0) % 97) else (8 + 8) % 97)
        b %= 97
        match (boom(a)) % 4:
            case 0:
                n0 = 0
                while n0 > 0:
                    n0 -= 1
                    d = boom((3 * b) % 97)
                    log(9)
                    raise E(1)
                b = 8
                try:
                    a += 3
                    a %= 97
                    b += (c * (4 + c) % 97) % 97
                    b %= 97
                    a += b
                    a %= 97
                    log((c * boom(9)) % 97)
                except E as e0:
                    log(e0.args[0])
                    log(b)
                    b = (boom(0) + (5 if (((1 + a) % 97 <= b < c) or (1 > (4 if (d < boom(c)) else 4))) else 6)) % 97
                d = ((3 if not ((4 if ((4 <= b < b) and (boom(6) <= b < a)) else 3) <= boom(6)) else c) + a) % 97
            case 1 | 2:
                for n1 in range(3):
                    log(n1)
                    c += (boom(3) if (9 != d) else (4 if ((boom(7) <= c < d) or ((4 * 9) % 97 <= a < c)) else 9))
                    c %= 97
                    a = c
                    d = (b + 7) % 97
                log(c)
            case _:
                d = boom(a)
                log((boom(a) if ((4 <= c < c) or (d == (6 + 8) % 97)) else boom(8)))
        log((boom(2) + a) % 97)
    elif (boom(1) <= 8):
        d = d
        a = 6
    elif ((6 + 1) % 97 != b):
        log(boom(b))
        log(boom(b))
        return (a * a) % 97
    else:
        raise E((boom(3) if ((6 + 1) % 97 > (2 if not (boom(0) < a) else 9)) else (a * a) % 97))
    return boom(boom(4))
    return (a + b + c + d) % 97


# f26(0, 1): log 0, return 0
# f26(1, 2): log 0, return 0
# f26(3, 5): log 0, return 0
# f26(6, 4): log 0, return 0
def f26(a, b):
    c = 0
    d = 0
    d = (c * (3 + 7) % 97) % 97
    if (((1 if (((a * 7) % 97 == boom(b)) and ((a if ((0 * 2) % 97 != (2 if ((3 < b) and (a == boom(5))) else 6)) else 1) < 7)) else 6) == boom(c)) or (c != d)):
        log(((6 + 0) % 97 + 4) % 97)
        if (boom(4) == 4):
            try:
                a = d
                a = (6 + (7 * d) % 97) % 97
                log(c)
                return c
            except E as e0:
                log(e0.args[0])
                d = boom((9 + 7) % 97)
                log((c if (boom(8) < boom(b)) else d))
            for n0 in range(4):
                log(n0)
                log(d)
                c += (a * (6 * d) % 97) % 97
                c %= 97
                raise E((boom(2) if ((7 * 0) % 97 > 8) else boom(6)))
    elif ((7 if ((3 + d) % 97 == d) else c) == boom(1)):
        n1 = 0
        while n1 > 0 and ((c if (3 > b) else 1) > (4 * 1) % 97):
            n1 -= 1
            for n2 in range(4):
                log(n2)
                log(((6 if ((c * 5) % 97 <= 9) else d) if ((boom(2) < 7) and (boom(c) <= b < a)) else (3 + 7) % 97))
                d = (c * 9) % 97
                b = boom((0 * 5) % 97)
                continue
            d += boom((4 + a) % 97)
            d %= 97
            c = 0
            log(boom(d))
        raise E((5 + (6 if ((b * 9) % 97 <= c < b) else 6)) % 97)
    else:
        log(d)
        return boom((0 * b) % 97)
    a = d
    return (a + b + c + d) % 97


# f27(0, 1): log 0 0, raise 3
# f27(1, 2): log 0 0, raise 3
# f27(3, 5): log 0 0, raise 3
# f27(6, 4): log 0 0, raise 3
def f27(a, b):
    c = 0
    d = 0
    n0 = 4
    while n0 > 0:
        n0 -= 1
        try:
            log(((2 if (b < (8 * 3) % 97) else 6) * c) % 97)
            n1 = 1
            while True:
                n1 -= 1
                if n1 < 0:
                    break
                log((d + d) % 97)
                b += (d + 9) % 97
                b %= 97
                boom(c)
        finally:
            log(boom(3))
        try:
            a = d
        finally:
            n2 = 1
            while n2 > 0 and (((a <= d < d) or (8 <= b < a)) or not (boom(4) > 9)):
                n2 -= 1
                d = 3
                break
            log(d)
    return (a + b + c + d) % 97


# f28(0, 1): log 0 5, return 5
# f28(1, 2): log 0 6, return 6
# f28(3, 5): log 0 8 3 8 3 8 3 8 3, return 8
# f28(6, 4): log 0 11, return 11
def f28(a, b):
    c = 0
    d = 0
    for n0 in range(3):
        log(n0)
        break
    n1 = 3
    while n1 > 0:
        n1 -= 1
        try:
            for n2 in range(0):
                log(n2)
                break
            match ((c if (c < boom(2)) else 6)) % 4:
                case 0:
                    b = d
                case 1 | 2:
                    log(b)
                    c = (boom(8) + (8 if ((1 if (boom(5) < (b if ((boom(a) > boom(6)) or ((5 + 7) % 97 != (d * 6) % 97)) else 8)) else 0) == boom(4)) else c)) % 97
                    return b
                case _:
                    b = (boom(6) + boom(0)) % 97
                    c = boom(boom(4))
                    d = d
            d = 6
        except E as e0:
            log(e0.args[0])
            log(boom(d))
            log(a)
        c = 5
        d = boom((a + 5) % 97)
        b = boom(d)
    d = ((4 if (boom(5) <= a < b) else a) + (8 if ((c if (boom(c) < (1 if (boom(2) < (d * 6) % 97) else 2)) else d) == c) else 2)) % 97
    return boom(b)
    return (a + b + c + d) % 97


# f29(0, 1): log 0 4 3 1 5 9, raise 1
# f29(1, 2): log 0 4 3 2 5 9, raise 2
# f29(3, 5): log 0 4 3 5 5 9, raise 5
# f29(6, 4): log 0 4 3 4 5 9, raise 4
def f29(a, b):
    c = 0
    d = 0
    log(d)
    a += 9
    a %= 97
    try:
        n0 = 2
        while n0 > 0 and (b < (a if (((1 * 7) % 97 <= b < c) and (d <= a < a)) else a)):
            n0 -= 1
            log(4)
            c += ((d if ((b == a) or (9 <= c < a)) else 9) + boom(b)) % 97
            c %= 97
            match (6) % 4:
                case 0:
                    return (boom(4) + a) % 97
                case 1 | 2:
                    b = boom(boom(3))
                    log(c)
                    log((a + (8 if ((b * 0) % 97 <= a < d) else 8)) % 97)
                    a += d
                    a %= 97
                case _:
                    c = ((b * 3) % 97 * boom(1)) % 97
    except E as e0:
        log(e0.args[0])
        try:
            try:
                raise E(boom(boom(b)))
            except E as e1:
                log(e1.args[0])
                log(boom(5))
                a = d
            finally:
                a += a
                a %= 97
                d = boom(b)
            log((boom(c) if ((boom(1) == boom(7)) and (boom(3) <= (9 if (boom(4) != c) else 3))) else boom(9)))
        except E as e2:
            log(e2.args[0])
            raise E(b)
        raise E(d)
    boom(boom((5 if ((5 if (a <= b < a) else 0) < b) else 8)))
    return (a + b + c + d) % 97
