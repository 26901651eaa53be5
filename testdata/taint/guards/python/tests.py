import os
import re
import sys
import sqlite3
import subprocess
import urllib.parse
from pathlib import Path
from enum import Enum
from flask import Flask, request, abort, redirect
from django.utils.http import url_has_allowed_host_and_scheme

app = Flask(__name__)
ALLOWED = {"a", "b"}
ALLOWED_LIST = ["a", "b"]
ALLOWED_MAP = {"a": "ls", "b": "pwd"}
FROZEN = frozenset(["x", "y"])
BASE = "/srv/data"


@app.route("/1")
def alnum():
    x = request.args.get("x")
    if x.isalnum():
        # ok: command
        os.system("echo " + x)
    # ruleid: command
    os.system("echo " + x)


@app.route("/2")
def alnum_not():
    x = request.args.get("x")
    if not x.isalnum():
        abort(400)
    # ok: command
    os.system("echo " + x)


@app.route("/3")
def host():
    url = request.args.get("next")
    if url_has_allowed_host_and_scheme(url, allowed_hosts={"a.example"}):
        # ok: redirect
        return redirect(url)
    # ruleid: redirect
    return redirect(url)


@app.route("/3b")
def host_kw():
    url = request.args.get("next")
    if url_has_allowed_host_and_scheme(url=url, allowed_hosts={"a.example"}):
        # ok: redirect
        return redirect(url)


@app.route("/4")
def realpath_starts():
    name = request.args.get("f")
    real = os.path.realpath(os.path.join(BASE, name))
    if not real.startswith(BASE):
        abort(403)
    # ok: path
    open(real)


@app.route("/5")
def commonpath():
    name = request.args.get("f")
    real = os.path.realpath(os.path.join(BASE, name))
    if os.path.commonpath([BASE, real]) != BASE:
        abort(403)
    # ok: path
    open(real)


@app.route("/5b")
def commonpath2():
    name = request.args.get("f")
    real = os.path.realpath(os.path.join(BASE, name))
    if os.path.commonpath((real, BASE)) == BASE:
        # ok: path
        open(real)
    # ruleid: path
    open(real)


@app.route("/5c")
def commonprefix():
    name = request.args.get("f")
    real = os.path.abspath(os.path.join(BASE, name))
    if os.path.commonprefix([real, BASE]) == BASE:
        # ok: path
        return open(real).read()


@app.route("/6")
def equals():
    x = request.args.get("x")
    if x == "a":
        # ok: command
        os.system("echo " + x)
    else:
        # ruleid: command
        os.system("echo " + x)


@app.route("/6b")
def not_equals():
    x = request.args.get("x")
    if x != "a":
        return "no"
    # ok: command
    os.system("echo " + x)


@app.route("/7")
def in_tuple():
    x = request.args.get("x")
    if x in ("a", "b"):
        # ok: command
        os.system("echo " + x)
    if x not in ("a", "b"):
        # ruleid: command
        os.system("echo " + x)


@app.route("/7b")
def in_set_literal():
    x = request.args.get("x")
    if x in {"a", "b"}:
        # ok: command
        os.system("echo " + x)


@app.route("/7c")
def in_list_literal():
    x = request.args.get("x")
    if x not in ["a", "b"]:
        raise ValueError(x)
    # ok: command
    os.system("echo " + x)


@app.route("/8")
def in_const():
    x = request.args.get("x")
    if x in ALLOWED:
        # ok: command
        os.system("echo " + x)
    if x in ALLOWED_LIST:
        # ok: command
        os.system("echo " + x)
    if x in ALLOWED_MAP:
        # ok: command
        os.system("echo " + x)
    if x in FROZEN:
        # ok: command
        os.system("echo " + x)
    # ruleid: command
    os.system("echo " + x)


@app.route("/8b")
def not_in_const_raise():
    x = request.args.get("x")
    if x not in ALLOWED:
        raise ValueError("no")
    # ok: command
    os.system("echo " + x)


@app.route("/8c")
def not_in_const_return():
    x = request.args.get("x")
    if x not in ALLOWED:
        return "no", 400
    # ok: command
    os.system("echo " + x)


@app.route("/8d")
def not_in_const_abort():
    x = request.args.get("x")
    if x not in ALLOWED:
        abort(400)
    # ok: command
    os.system("echo " + x)


@app.route("/8e")
def not_in_const_exit():
    x = request.args.get("x")
    if x not in ALLOWED:
        sys.exit(1)
    # ok: command
    os.system("echo " + x)


@app.route("/8f")
def in_tainted_list():
    x = request.args.get("x")
    y = request.args.getlist("y")
    if x in y:
        # ruleid: command
        os.system("echo " + x)


@app.route("/8g")
def substring():
    x = request.args.get("x")
    if "a" in x:
        # ruleid: command
        os.system("echo " + x)


@app.route("/8h")
def in_string():
    x = request.args.get("x")
    if x in "abcdef":
        # ok: command
        os.system("echo " + x)


@app.route("/9")
def match_literal():
    x = request.args.get("x")
    match x:
        case "a":
            # ok: command
            os.system("echo " + x)
        case "b" | "c":
            # ok: command
            os.system("echo " + x)
        case _:
            # ruleid: command
            os.system("echo " + x)


@app.route("/10")
def map_lookup():
    x = request.args.get("x")
    # ok: command
    os.system(ALLOWED_MAP[x])
    # ok: command
    os.system(ALLOWED_MAP.get(x))
    # ok: command
    os.system(ALLOWED_MAP.get(x, "id"))
    # ruleid: command
    os.system(ALLOWED_MAP.get(x, x))


@app.route("/11")
def regex_guard():
    x = request.args.get("x")
    if re.fullmatch(r"[a-z0-9]+", x):
        # ok: command
        os.system("echo " + x)
    if re.match(r"^[a-z0-9]+$", x):
        # ok: command
        os.system("echo " + x)
    if re.match(r"[a-z0-9]+", x):
        # ruleid: command
        os.system("echo " + x)
    if re.fullmatch(r".*", x):
        # ruleid: command
        os.system("echo " + x)


NAME = re.compile(r"^[\w-]+$")


@app.route("/12")
def regex_guard_compiled():
    x = request.args.get("x")
    if not NAME.match(x):
        abort(400)
    # ok: command
    os.system("echo " + x)


@app.route("/12b")
def regex_guard_none():
    x = request.args.get("x")
    if re.fullmatch(r"\w+", x) is None:
        return "no"
    # ok: command
    os.system("echo " + x)


@app.route("/12c")
def regex_guard_var():
    x = request.args.get("x")
    m = re.fullmatch(r"\w+", x)
    if m:
        # ok: command
        os.system("echo " + x)


@app.route("/12d")
def regex_guard_group():
    x = request.args.get("x")
    m = re.fullmatch(r"(\w+):(.*)", x)
    if m:
        # ruleid: command
        os.system("echo " + m.group(2))


def is_ok(value):
    return value in ALLOWED


def is_alnum(value):
    return value.isalnum()


def check(value):
    if value not in ALLOWED:
        raise ValueError("bad")


def check_ret(value):
    if not value.isalnum():
        raise ValueError("bad")
    return value


@app.route("/13")
def helper_bool():
    x = request.args.get("x")
    if is_ok(x):
        # ok: command
        os.system("echo " + x)
    if is_alnum(x):
        # ok: command
        os.system("echo " + x)
    # ruleid: command
    os.system("echo " + x)


@app.route("/14")
def helper_throw():
    x = request.args.get("x")
    check(x)
    # ok: command
    os.system("echo " + x)


@app.route("/14b")
def helper_throw_ret():
    x = request.args.get("x")
    # ok: command
    os.system("echo " + check_ret(x))


@app.route("/15")
def all_gen():
    x = request.args.get("x")
    if x and x.isdigit() and len(x) < 5:
        # ok: command
        os.system("echo " + x)
    if x.isdigit() or len(x) < 5:
        # ruleid: command
        os.system("echo " + x)


@app.route("/16")
def ternary():
    x = request.args.get("x")
    y = x if x in ALLOWED else "a"
    # ok: command
    os.system("echo " + y)
    z = x if x not in ALLOWED else "a"
    # ruleid: command
    os.system("echo " + z)


@app.route("/17")
def relative():
    p = (Path(BASE) / request.args.get("f")).resolve()
    if not p.is_relative_to(BASE):
        abort(403)
    # ok: path
    return p.read_text()


@app.route("/17b")
def parents():
    p = (Path(BASE) / request.args.get("f")).resolve()
    if Path(BASE) not in p.parents:
        abort(403)
    # ok: path
    return p.read_text()


@app.route("/17c")
def relative_to_throws():
    p = (Path(BASE) / request.args.get("f")).resolve()
    p.relative_to(BASE)
    # ok: path
    return p.read_text()


@app.route("/18")
def urlhost():
    url = request.args.get("u")
    if urllib.parse.urlparse(url).netloc == "example.com":
        # ok: redirect
        return redirect(url)
    if urllib.parse.urlparse(url).hostname in ALLOWED:
        # ok: redirect
        return redirect(url)
    # ruleid: redirect
    return redirect(url)


@app.route("/19")
def dotdot():
    f = request.args.get("f")
    if ".." in f or f.startswith("/"):
        abort(400)
    # todook: path
    open(os.path.join(BASE, f))


class Color(Enum):
    RED = "red"


@app.route("/20")
def enum_of():
    x = request.args.get("x")
    c = Color(x)
    # ok: command
    os.system("echo " + c.value)
    # ok: command
    os.system("echo " + Color[x].name)


@app.route("/21")
def equal_other():
    x = request.args.get("x")
    y = request.args.get("y")
    if x == y:
        # ruleid: command
        os.system("echo " + x)


@app.route("/22")
def loop_guard():
    for x in request.args.getlist("x"):
        if x not in ALLOWED:
            continue
        # ok: command
        os.system("echo " + x)


@app.route("/23")
def comprehension():
    xs = [x for x in request.args.getlist("x") if x in ALLOWED]
    # ok: command
    os.system("echo " + " ".join(xs))
    ys = [x for x in request.args.getlist("x") if x.isalnum()]
    # ok: command
    os.system("echo " + " ".join(ys))
    zs = [x for x in request.args.getlist("x") if x]
    # ruleid: command
    os.system("echo " + " ".join(zs))


@app.route("/24")
def try_int():
    x = request.args.get("x")
    try:
        int(x)
    except ValueError:
        abort(400)
    # ok: command
    os.system("echo " + x)


@app.route("/25")
def assert_guard():
    x = request.args.get("x")
    assert x in ALLOWED
    # ok: command
    os.system("echo " + x)
