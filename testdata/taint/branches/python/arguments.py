def unknown():
    return object()


def report(level, text):
    if level == "debug":
        # ok: flow
        sink(text)
    elif level == "error":
        # ruleid: flow
        sink(text)
    else:
        # ok: flow
        sink(text)


def use_report():
    report("error", source())


def verbose(on, text):
    if not on:
        return
    # ruleid: flow
    sink(text)


def use_verbose():
    verbose(False, source())
    verbose(unknown(), source())


def quiet(on, text):
    if not on:
        return
    # ok: flow
    sink(text)


def use_quiet():
    quiet(False, source())


def either(kind, text):
    if kind == 1 or kind == 2:
        return text
    return ""


def use_either():
    # ruleid: flow
    sink(either(2, source()))
    # ok: flow
    sink(either(3, source()))
    # ruleid: flow
    sink(either(unknown(), source()))


def both_ways(kind, text):
    if kind == 1:
        first = text
    else:
        first = text
    # ruleid: flow
    sink(first)


def use_both_ways():
    both_ways(5, source())


def cannot_be(kind, text):
    if kind == "a":
        if kind == "b":
            # ok: flow
            sink(text)
        if kind == "a":
            # ruleid: flow
            sink(text)


def use_cannot_be():
    cannot_be(unknown(), source())


def assigned_between(kind, text):
    if kind == "a":
        kind = unknown()
        if kind == "b":
            # ruleid: flow
            sink(text)


def use_assigned_between():
    assigned_between("a", source())


def again(more, text):
    if more:
        # ruleid: flow
        sink(text)
    else:
        again(True, text)


def use_again():
    again(False, source())


def in_turn(mode, text):
    kept = ""
    last = ""
    for step in range(3):
        # ruleid: flow
        sink(kept)
        if mode["second"]:
            kept = last
        if mode["first"]:
            last = text


def use_in_turn():
    in_turn({"first": 1, "second": True}, source())


def out_of_turn(mode, text):
    kept = ""
    last = ""
    for step in range(3):
        # What `kept` may refer to is not told apart by branches.
        # todook: flow
        sink(kept)
        if mode["second"]:
            kept = last
        if mode["first"]:
            last = text


def use_out_of_turn():
    out_of_turn({"first": 1, "second": False}, source())


def handled(strict, text):
    kept = ""
    try:
        if strict:
            kept = text
        unknown()
        if not strict:
            kept = ""
            unknown()
    except ValueError:
        # ruleid: flow
        sink(kept)


def use_handled():
    handled(True, source())
