import sys

import lib
from lib import LIMIT, SHARED, base
from lib.base import Color, Number, Options, add, make, stop

lib.PATCHED = "after"
MODE = "main"


def show(*values):
    pass


def run(data, options: Options):
    show(lib.TIMEOUT, LIMIT, lib.LIMIT2, lib.PATCHED, SHARED, MODE, base.NAME)
    show(Color.RED, Number.ONE, options.level, options.changed, options.once, options.twice)
    show(make(True), make(flag=False), make(data), add("a", SHARED), add(b="x", a="y"), add(1, data))
    color = Color.BLUE
    if color == Color.RED:
        show("never")
    if LIMIT < 10:
        show("never")
    if not data:
        stop("empty")
        show("never")
    if data == 1:
        sys.exit(2)
        show("never")
