def either(flag):
    if flag:
        word = source()
    else:
        word = "fresh"
    # ruleid: flow
    sink(word)


def one_side_cleaned(flag):
    word = source()
    if flag:
        word = clean(word)
    # ruleid: flow
    sink(word)


def both_sides_cleaned(flag):
    word = source()
    if flag:
        word = clean(word)
    else:
        word = ""
    # ok: flow
    sink(word)


def scrubbed_on_one_side(flag):
    word = source()
    if flag:
        scrub(word)
        # ok: flow
        sink(word)
    # ruleid: flow
    sink(word)


def condition_is_no_flow(flag):
    # ok: flow
    sink("a" if source() else "b")
    # ruleid: flow
    sink(source() if flag else "b")


def impossible():
    word = "fresh"
    if False:
        word = source()
    # ok: flow
    sink(word)
