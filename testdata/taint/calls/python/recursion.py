def down(x, n):
    if n == 0:
        return x
    return down(x, n - 1)


def ping(x, n):
    if n > 0:
        return pong(x, n - 1)
    return x


def pong(x, n):
    return ping(x, n)


def drop(x, n):
    if n == 0:
        return "fresh"
    return drop(x, n - 1)


def until_sink(x, n):
    if n == 0:
        # ruleid: flow
        sink(x)
    else:
        until_sink(x, n - 1)


def start():
    # ruleid: flow
    sink(down(source(), 3))
    # ruleid: flow
    sink(ping(source(), 3))
    # ok: flow
    sink(drop(source(), 3))
    until_sink(source(), 3)
