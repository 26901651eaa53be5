class Box:
    pass


def sensitive():
    box = Box()
    box.a = source()
    box.b = "fresh"
    # ruleid: flow
    sink(box.a)
    # ok: flow
    sink(box.b)
    # ruleid: flow
    sink(box)
    box.a = "fresh"
    # ok: flow
    sink(box.a)
    # ok: flow
    sink(box)


def whole_and_part():
    box = source()
    box.a = "fresh"
    # ok: flow
    sink(box.a)
    # ruleid: flow
    sink(box.b)
    # ruleid: flow
    sink(box)


def alias():
    box = Box()
    other = box
    other.a = source()
    # ruleid: flow
    sink(box.a)
    box.a = "fresh"
    # ok: flow
    sink(other.a)


def two_boxes(flag):
    one = Box()
    two = Box()
    box = one if flag else two
    box.a = source()
    # ruleid: flow
    sink(one.a)
    # ruleid: flow
    sink(two.a)
    box.a = "fresh"
    # ruleid: flow
    sink(one.a)
    one.a = "fresh"
    # ok: flow
    sink(one.a)


def nested(outer):
    outer.inner.a = source()
    # ruleid: flow
    sink(outer.inner.a)
    # ok: flow
    sink(outer.inner.b)
    inner = outer.inner
    # ruleid: flow
    sink(inner.a)
    inner.a = "fresh"
    # ok: flow
    sink(outer.inner.a)
    outer.inner = Box()
    # ok: flow
    sink(outer.inner)


def swap():
    left, right = source(), "fresh"
    left, right = right, left
    # ok: flow
    sink(left)
    # ruleid: flow
    sink(right)
