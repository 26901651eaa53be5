from typing import List, Optional, Dict, Union
from pathlib import Path
import models2 as m

LIMIT = 10
NAMES: List[str] = []


class Box:
    size: int = 1
    label = "box"

    def __init__(self, path: Path, item=None):
        self.path = path
        self.item = item
        self.count = 0
        self.inner: m.Inner = item
        self.maybe = None

    def grow(self):
        self.maybe = m.Inner()
        self.count = self.count + 1
        return self

    @property
    def short(self):
        return "s"


def values(a, b: str, c: Optional[int], d: "Box", e: Dict[str, m.Inner], f: Union[int, str],
           g: List[Box], *args, **kwargs):
    text = "a" + b
    number = 1 + LIMIT
    ratio = 1 / 2
    fmt = "%s" % a
    joined = f"{a}"
    truth = a > 1
    either = b or 1
    chosen = 1 if a else None
    rows = [1]
    keyed = e["k"]
    first = g[0]
    part = b[1:]
    for box in g:
        inside = box
    grown = d.grow()
    sized = d.size
    path = d.path
    inner = d.inner
    maybe = d.maybe
    short = d.short
    again = 1
    again = "x"
    mixed = again
    made = m.make()
    nothing = m.nothing()
    name = NAMES
    constant = m.TIMEOUT
    x, y = 1, "two"
    if (w := m.Inner()):
        z = w
