class Jar:
    def __init__(self):
        self.label = ""
        self.lid = ""


def fill(first, second):
    # What is put in through one name is read through the other.
    first.label = source()
    # ruleid: flow
    sink(second.label)
    # ok: flow
    sink(second.lid)


def fill_later(first, second):
    # The order of both is not in the summary.
    # todook: flow
    sink(second.label)
    first.label = source()


def keep_apart(first, second):
    first.label = source()
    # ok: flow
    sink(second.label)


def within(outer, inner):
    outer.content.label = source()
    # ruleid: flow
    sink(inner.label)


def main():
    jar = Jar()
    fill(jar, jar)
    other = Jar()
    fill_later(other, other)
    keep_apart(Jar(), Jar())
    outer = Jar()
    content = Jar()
    outer.content = content
    within(outer, content)
