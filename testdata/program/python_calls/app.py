import models
from models import Both, Handler, Left as L


def make(kind):
    if kind:
        return Both("b")
    return L("l")


def process(handler: Handler, other, optional: "Handler | None" = None):
    handler.run(1)
    handler.handle(2)
    other.unusual_query(3)
    other.close()
    other.get(4)
    optional.setup()
    made = make(1)
    made.handle(5)
    made.setup()
    L("x").setup()
    both = Both("y")
    both.run(6)
    both(7)
    Handler.check(8)
    Handler.build("z")
    Handler.setup(both)
    both.backend.connect().close()

    def inner(n):
        return n

    inner(9)
    double = lambda n: n * 2
    double(10)
    callback = inner
    callback(11)
    for item in [1]:
        item(12)
    handlers = {"a": inner}
    handlers["a"](13)
    print(14)
    with models.Connection() as connection:
        connection.close()


process(L("main"), None)
