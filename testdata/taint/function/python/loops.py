def carried(items):
    last = "fresh"
    for item in items:
        # ruleid: flow
        sink(last)
        last = source()
    # ruleid: flow
    sink(last)


def each(items):
    for item in source():
        # ruleid: flow
        sink(item)
    for item in items:
        # ok: flow
        sink(item)


def cleaned_each_turn(items):
    for item in items:
        word = source()
        word = clean(word)
        # ok: flow
        sink(word)


def collected(items):
    found = []
    while items:
        found = found + [source()]
    # ruleid: flow
    sink(found)


def comprehension(items):
    # ruleid: flow
    sink([x + source() for x in items])
    # ok: flow
    sink([x for x in items])
    # ruleid: flow
    sink([x for x in source()])
