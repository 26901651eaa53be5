def straight():
    word = source()
    copy = word
    # ruleid: flow
    sink(copy)
    copy = "fresh"
    # ok: flow
    sink(copy)
    # ruleid: flow
    sink(word)


def computed(other):
    word = source()
    # ruleid: flow
    sink("a" + word)
    # ruleid: flow
    sink(f"{word}!")
    # ruleid: flow
    sink(-word)
    # ok: flow
    sink(other + "a")


def cleaned():
    word = clean(source())
    # ok: flow
    sink(word)
    # ok: flow
    sink(clean("a" + source()))


def scrubbed():
    word = source()
    alias = word
    scrub(word)
    # ok: flow
    sink(word)
    # ok: flow
    sink(alias)
    word = source()
    # ruleid: flow
    sink(word)
