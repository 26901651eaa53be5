def deep(x):
    deeper(x)


def deeper(x):
    # ruleid: flow
    sink(x)


def only_clean(x):
    # ok: flow
    sink(x)


def start():
    deep(source())
    only_clean("fresh")
    only_clean(clean(source()))
