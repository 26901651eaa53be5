from enum import Enum, IntEnum

NAME = "lib" + "-" + str(1)


class Color(Enum):
    RED = 1
    BLUE = 2


class Number(IntEnum):
    ONE = 1


class Options:
    level = "high"
    changed = "x"

    def __init__(self):
        self.once = "once"
        self.twice = "a"

    def change(self):
        self.twice = "b"
        self.changed = "y"


def make(flag, suffix="s"):
    return "on" if flag else "off"


def add(a, b):
    return a + b


def stop(message):
    print(message)
    raise RuntimeError(message)
