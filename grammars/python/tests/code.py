"""A module."""
from __future__ import annotations
import os, sys as system
from . import (views, models as m)
from ..pkg.mod import *


@app.route("/<id>", methods=["GET"])
@cached
async def show(id: int, /, name: str = "x", *args, flag=None, **kwargs) -> dict[str, int]:
    global count
    if id < 0 and not flag:
        return
    elif id == 1:
        raise ValueError(f"bad {id!r:>{width}} {name}") from None
    else:
        pass
    async with open(name) as handle, lock:
        async for line in handle:
            yield line.strip()
    try:
        total = sum(x ** 2 for x in range(id) if x % 2)
    except (OSError, KeyError) as error:
        log(error)
    except* TypeError:
        ...
    else:
        total += 1
    finally:
        del handle
    while (chunk := read()) is not None:
        buffer[1:-1, ...] = chunk, *rest
        continue
    match command.split():
        case ["go", direction] | ["move", direction] if direction:
            go(direction)
        case {"x": 1, **others}:
            pass
        case Point(x=0, y=_):
            pass
        case _:
            pass
    return {"a": 1, **{k: v for k, v in items}}


class Model(Base, metaclass=Meta):
    field: int = 3
    other: str

    @property
    def value(self):
        return self._value if self else lambda x, *y: (x, y)


a, (b, *c) = d = [1, 2.5, 3j], {1, 2}, r"\d" b"x" 'y'
assert a in b, "message"
print(a, end="")
x = await y @ z
