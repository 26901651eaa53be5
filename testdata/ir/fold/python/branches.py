def lists(param):
    names = ["a", "b", "c"]
    kept = ["a"]
    kept.append(param)
    if "d" in names:
        return param
    if "a" in kept:
        return kept[0]
    return names[1:]


def filled(feed):
    lines = []
    feed(lines.append)
    for line in lines:
        use(line)


def texts(param):
    template = "%s/%s" % ("a", 1) + f"-{2 + 3}"
    x = "safe" if template.startswith("a/") else param
    y = "" or x
    if not y[-1] == "e":
        y = param
    return y.upper().replace("S", "z")


def values(flag, n):
    if n == 7:
        use(n + 1)
    while False:
        n = flag
    a, b = "x", 2
    if b is None or a != "x":
        use(flag)
    total = 0
    while total < 3:
        total += 1
    if DEBUG:
        use(total)
    return total


def undefined():
    if never_bound:
        return 1
    if later:
        return 2
    later = 3


def matched(kind):
    kind = "b"
    match kind:
        case "a":
            return 1
        case "b":
            return 2
        case _:
            return 3


def tests(s, flag):
    size = len([s, "b", s])
    if size == 3 and len({"a": s, "b": s}) != 2:
        use(s)
    ok = s != "x"
    if ok:
        use(ok, s)
    else:
        use(ok, s)
    kept = s and "const"
    return kept, not flag or flag


def quiet(x):
    y = None
    try:
        pass
    except ValueError:
        y = x
    else:
        x = "kept"
    try:
        z = x
    finally:
        use(z)
    while len({1, 2}) == 3:
        use(x)
    i = 0
    while i < 0:
        i = i + 1
    return y
