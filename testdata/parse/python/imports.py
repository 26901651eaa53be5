import os
import os.path, sys as system
import a.b.c as d
from os import path
from os.path import (
    join,  # comment
    split as cut,
)
from . import sibling
from .. import parent as p
from .a.b import c
from ... x . y import z
from mod import *
from __future__ import annotations, division as div
