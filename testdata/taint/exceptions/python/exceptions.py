def handler_sees_all_versions():
    word = "fresh"
    try:
        word = source()
        risky()
        word = "fresh"
    except ValueError:
        # ruleid: flow
        sink(word)
    # ruleid: flow
    sink(word)


def always_cleaned():
    word = source()
    try:
        risky()
    finally:
        word = clean(word)
    # ok: flow
    sink(word)


class Problem(Exception):
    def __init__(self, detail):
        self.detail = detail


def fail(detail):
    raise Problem(detail)


def caught():
    try:
        fail(source())
    except Problem as problem:
        # ruleid: flow
        sink(problem.detail)


def thrown_here():
    try:
        raise Problem(source())
    except Problem as problem:
        # ruleid: flow
        sink(problem)


def never_comes_back():
    word = source()
    fail("fresh")
    # ok: flow
    sink(word)
