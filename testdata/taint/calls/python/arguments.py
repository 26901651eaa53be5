def rest(first, *others, **named):
    # ok: flow
    sink(first)
    # ruleid: flow
    sink(others[0])
    # ok: flow
    sink(others[1])
    # ruleid: flow
    sink(named)


def optional(a, b="fresh"):
    # ruleid: flow
    sink(b)


def by_star(a, b):
    # ok: flow
    sink(a)
    # ruleid: flow
    sink(b)


def start():
    rest("a", source(), "b", c=source())
    optional("a", source())
    pair = ["a", source()]
    by_star(*pair)
