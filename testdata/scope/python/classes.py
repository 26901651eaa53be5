# Names of a class body are not seen by its methods.
import os

level = "module"


class Base:
    level = "class"
    copy = level
    _hidden = 1
    before = after
    after = 2

    def method(self, value=level):
        print(level, value)
        self.level = value
        return [level for _ in value]

    @staticmethod
    def helper(path: "str") -> str:
        return os.path.join(path)

    class Nested(object):
        size = level

        def deep(self):
            return Base.level, size


def factory(base):
    class Local(base):
        def call(self):
            return base

    return Local()


class Generic[T](Base):
    def get(self, item: T) -> T:
        return item


def first[U](items: list[U]) -> U:
    return items[0]
