def captured():
    word = source()

    def inner():
        # ruleid: flow
        sink(word)

    inner()


def reassigned():
    word = "fresh"

    def inner():
        # ruleid: flow
        sink(word)

    word = source()
    inner()


def set_inside():
    word = "fresh"

    def inner():
        nonlocal word
        word = source()

    # ok: flow
    sink(word)
    inner()
    # ruleid: flow
    sink(word)


def returned():
    word = source()
    return lambda: word


def call_returned():
    # ruleid: flow
    sink(returned()())


def apply(f, x):
    return f(x)


def apply_twice(f, x):
    return apply(f, apply(f, x))


def same(x):
    return x


def higher_order():
    # ruleid: flow
    sink(apply(lambda x: x, source()))
    # ok: flow
    sink(apply(lambda x: "fresh", source()))
    # ruleid: flow
    sink(apply(same, source()))
    # ruleid: flow
    sink(apply_twice(same, source()))
    # ok: flow
    sink(apply_twice(lambda x: clean(x), source()))


def swallow(x):
    # ruleid: flow
    sink(x)


def passed_on():
    apply(swallow, source())


def partial(x):
    def inner(y):
        return x + y

    return inner


def curried():
    # ruleid: flow
    sink(partial(source())("a"))
    # ruleid: flow
    sink(partial("a")(source()))
    # ok: flow
    sink(partial("a")("b"))


def make_writer(target):
    def write(word):
        target[0] = word

    return write


def written_later():
    out = []
    write = make_writer(out)
    # ok: flow
    sink(out)
    write(source())
    # ruleid: flow
    sink(out)


def choose(flag):
    if flag:
        return lambda x: clean(x)
    return lambda x: "fresh"


def chosen(flag):
    # ok: flow
    sink(choose(flag)(source()))
