from .base import NAME as SHARED, make

TIMEOUT = 30
LIMIT = TIMEOUT * 2
LIMIT2 = 1
PATCHED = "before"
if make(False):
    LIMIT2 = 2
