def lists():
    items = ["fresh", source()]
    # ok: flow
    sink(items[0])
    # ruleid: flow
    sink(items[1])
    # ruleid: flow
    sink(items[-1])
    # ruleid: flow
    sink(items)
    for item in items:
        # ruleid: flow
        sink(item)


def dicts(key):
    table = {"a": source(), "b": "fresh"}
    # ruleid: flow
    sink(table["a"])
    # ok: flow
    sink(table["b"])
    # ruleid: flow
    sink(table[key])
    table["a"] = "fresh"
    # ok: flow
    sink(table["a"])
    table[key] = source()
    # ruleid: flow
    sink(table["b"])


def unpacked():
    first, (second, third) = "fresh", (source(), "fresh")
    # ok: flow
    sink(first)
    # ruleid: flow
    sink(second)
    # ok: flow
    sink(third)
    head, *rest = source(), "a", "b"
    # ruleid: flow
    sink(head)
    pair = (source(), "fresh")
    left, right = pair
    # ruleid: flow
    sink(left)
    # ok: flow
    sink(right)


def spread():
    inner = [source()]
    # ruleid: flow
    sink(["fresh", *inner])
    # ruleid: flow
    sink({"a": 1, **{"b": source()}})


def nested():
    data = {"user": {"name": source(), "id": 7}}
    # ruleid: flow
    sink(data["user"]["name"])
    # ok: flow
    sink(data["user"]["id"])
