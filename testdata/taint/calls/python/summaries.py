def same(x):
    return x


def first(x, y):
    return x


def give():
    return source()


def give_in_two_steps():
    return same(give())


def washed(x):
    return clean(x)


def constant(x):
    return "fresh"


def returned():
    # ruleid: flow
    sink(same(source()))
    # ruleid: flow
    sink(first(source(), "a"))
    # ok: flow
    sink(first("a", source()))
    # ruleid: flow
    sink(give())
    # ruleid: flow
    sink(give_in_two_steps())
    # ok: flow
    sink(washed(source()))
    # ok: flow
    sink(constant(source()))


def keywords():
    # ok: flow
    sink(first(y=source(), x="a"))
    # ruleid: flow
    sink(first(y="a", x=source()))
