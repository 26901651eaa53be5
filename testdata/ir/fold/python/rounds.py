def each(s):
    for i, x in ((0, "a"), (1, s)):
        if i == 0:
            use(x)
    return [y for y in (s, "_")]


def count(s):
    n = 3
    while n > 0:
        n -= 1
        if n == 1:
            break
    else:
        return s
    for k in range(1, 3):
        if k > 2:
            return s
    return n
