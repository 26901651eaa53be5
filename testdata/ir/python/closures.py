import functools
import os.path as p

LIMIT = 10
counter = 0


def outer(a, b=LIMIT):
    total = 0
    fixed = a

    def add(n, *more, key=None, **rest):
        nonlocal total
        total += n
        return p.join(fixed, str(total))

    def again(k):
        return again(k - 1) + add(k)

    return lambda q=b: add(q, *[1], key=a, **{})


def bump():
    global counter
    counter += 1


class Base(object, metaclass=Meta):
    kind = "base"
    label = kind + "!"

    def __init__(self, name):
        super().__init__(name)
        self.name = name

    @property
    def upper(self):
        return self.name.upper()

    @functools.wraps(bump)
    @traced(LIMIT)
    def run(self, x, /, y, *, z):
        return Base.kind


instance = Base("a")
instance.upper
print(counter, LIMIT, instance)
