def arithmetic():
    page = source()
    # ok: flow
    sink(page + 1)
    # ok: flow
    sink(10 - page)
    # ok: flow
    sink(page == "first")


def texts():
    name = source()
    # ruleid: flow
    sink(name + "1")
    # ruleid: flow
    sink(name * 2)
    # ruleid: flow
    sink(name % 2)
