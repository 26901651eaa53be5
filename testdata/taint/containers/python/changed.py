def deleted():
    items = ["fresh", "fresh", source()]
    del items[1]
    # ruleid: flow
    sink(items[1])
    # ok: flow
    sink(items[0])


def deleted_by_number():
    table = {1: source(), 2: "fresh"}
    del table[1]
    # ok: flow
    sink(table[1])


def deleted_from(items):
    del items[0]
    # ruleid: flow
    sink(items[0])


def delete():
    deleted_from(["fresh", source()])


def collected(value):
    return list([item for item in ["fresh", value] if item != "x"])


def collect():
    for item in collected(source()):
        # ruleid: flow
        sink(item)


def perhaps_longer(box, more):
    if more:
        box.items.append("fresh")
    # ruleid: flow
    sink("".join(box.items))


class Box:
    def __init__(self, items):
        self.items = items


def lengthen(more):
    perhaps_longer(Box([source()]), more)
