import hashlib

import shop.common
from other.common import current as foreign
from shop.common import app, current, DEBUG as is_debug
from shop import common
from ..store import run
from .. import store


def page():
    # ruleid: request-args
    current.args.get("q")
    # ok: request-args
    foreign.args.get("q")
    # ruleid: run
    run("select 1")
    # ruleid: run
    store.run("select 2")


def constants():
    # ruleid: debug
    app.run(debug=is_debug)
    # ruleid: debug
    app.run(debug=common.DEBUG)
    # ruleid: weak-digest
    hashlib.new(shop.common.DIGEST)
    # ruleid: weak-digest
    hashlib.new(store.Options().digest)
    # ok: weak-digest
    hashlib.new(shop.common.CHANGING)
    # ok: weak-digest
    hashlib.new(shop.common.UNKNOWN)
