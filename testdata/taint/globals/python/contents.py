table = {"a": source(), "b": "fresh"}
items = []
items.append(source())


def looked_up():
    # ruleid: flow
    sink(table["a"])
    # ok: flow
    sink(table["b"])
    # ruleid: flow
    sink(items[0])
    for item in items:
        # ruleid: flow
        sink(item)


looked_up()

given = []
later = ["fresh"]


def give(what):
    global given
    given = what


def fill():
    later.append(source())


def replace():
    give([source()])
    # ruleid: flow
    sink(given[0])


fill()
# ruleid: flow
sink(later[1])
