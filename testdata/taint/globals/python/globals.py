LIMIT = "fresh"
ORIGIN = source()
current = "fresh"
shadowed = source()
shadowed = "fresh"


def read():
    # ok: flow
    sink(LIMIT)
    # ruleid: flow
    sink(ORIGIN)
    # ok: flow
    sink(shadowed)


def write():
    global current
    current = source()


def read_current():
    # ruleid: flow
    sink(current)


def overwritten():
    global current
    current = source()
    current = "fresh"
    # ok: flow
    sink(current)


def getter():
    return ORIGIN


def by_getter():
    # ruleid: flow
    sink(getter())
