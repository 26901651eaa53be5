def looked_into():
    text = source()
    items = [text]
    # ok: flow
    sink(clean(items[0]))
    # ruleid: flow
    sink(text)
    # ruleid: flow
    sink(items)


class Box:
    def __init__(self, text):
        self.text = text

    def show(self):
        # ok: flow
        sink(clean(self.text))
        # ruleid: flow
        sink(self.text)


def show():
    Box(source()).show()


def given_back(items):
    items = clean(items)
    # ok: flow
    sink(items[0])


def give():
    given_back([source()])
