import tools.web
import tools.web as w
from tools import web
from tools.web import fetch
from tools.web import fetch as get
from json_like import parse

# ruleid: full-name
tools.web.fetch(1)
# ruleid: full-name
w.fetch(1)
# ruleid: full-name
web.fetch(1)
# ruleid: full-name, short-name
fetch(1)
# ruleid: full-name
# ok: short-name
get(1)
# ok: full-name
other.fetch(1)
# ruleid: which-module
parse(2)

def inner():
    from elsewhere import fetch
    # ok: full-name
    # ruleid: short-name
    fetch(1)

from .features import has_pool
from . import has_cache

# ruleid: any-member
if has_pool:
    pass
# ruleid: any-member
if has_cache:
    pass
