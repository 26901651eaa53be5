def guard(x, allowed):
    if x not in allowed or not x.isdigit():
        raise ValueError(x)
    return x


def chain(a, b, c):
    ok = a < b <= c
    name = a or b or "default"
    if ok and (n := len(name)) > 3:
        return n
    elif a:
        name = f"{a!r:>{b}} {c}"
    else:
        del b
    return name % (a, b)


def unbound(flag):
    if flag:
        x = 1
    return x


def checked(path):
    assert valid(path), "bad " + path
    return open(path)
