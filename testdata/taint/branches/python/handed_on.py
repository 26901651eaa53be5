def count(items, text):
    if len(items) == 2:
        return text
    return ""


def hand_on(before, text, items):
    return count(items, text)


def use_hand_on():
    # ruleid: flow
    sink(hand_on("x", source(), ["a", "b"]))
    # ok: flow
    sink(hand_on("x", source(), ["a"]))


def use_changed():
    items = ["a"]
    items.append("b")
    # ruleid: flow
    sink(hand_on("x", source(), items))


def changes_first(items, text):
    items.append("c")
    return count(items, text)


def use_changes_first():
    # ruleid: flow
    sink(changes_first(["a"], source()))


class Box:
    pass


def fill(box, wanted, text):
    if wanted:
        box.content = text


def fill_later(text, box, wanted):
    fill(box, wanted, text)


def use_fill():
    box = Box()
    fill_later(source(), box, False)
    # ok: flow
    sink(box.content)
    other = Box()
    fill_later(source(), other, True)
    # ruleid: flow
    sink(other.content)


def call(function, wanted, text):
    return function(wanted, text)


def pick(wanted, text):
    if wanted:
        return text
    return ""


def through_call(wanted, text):
    return call(pick, wanted, text)


def use_call():
    # ok: flow
    sink(through_call(0, source()))
    # ruleid: flow
    sink(through_call(1, source()))


def twice(wanted, text):
    kept = ""
    if wanted == 2:
        kept = text
    # ruleid: flow
    sink(kept)


def both(text):
    twice(1, text)
    twice(2, text)


def use_both():
    both(source())
