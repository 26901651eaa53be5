# depth: function
held = ""
passed = ""


def put():
    global held
    held = source()


def relay():
    global passed
    passed = held


def take():
    # ruleid: flow
    sink(passed)


def other(word):
    # ok: flow
    sink(word)


def around():
    word = source()

    def inner():
        # ruleid: flow
        sink(word)

    inner()
