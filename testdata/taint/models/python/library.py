import base64
import codecs
import collections
import copy
import functools
import io
import itertools
import json
import os
import re
import shlex
import sqlite3
import string
import subprocess
import urllib.parse
import urllib.request
from pathlib import Path
from flask import Flask, request, make_response, session, redirect, render_template_string, jsonify, escape

app = Flask(__name__)


@app.route("/strings")
def strings():
    x = request.args.get("x")
    y = request.args.get("y")
    # ruleid: command
    os.system("a %s" % x)
    # ruleid: command
    os.system("a {}".format(x))
    # ruleid: command
    os.system(f"a {x}")
    # ok: command
    os.system("a %d" % int(y))
    # ok: command
    os.system("a {}".format(len(x)))
    # ruleid: command
    os.system(f"a {x!r}")
    # ruleid: command
    os.system(x.upper().strip().replace("a", "b"))
    # ruleid: command
    os.system("".join(["a", x]))
    # ruleid: command
    os.system(" ".join(c for c in x))
    # ok: command
    os.system("".join(c for c in x if c.isalnum()))
    # ruleid: command
    os.system(x[1:3])
    # ruleid: command
    os.system(x.split(",")[0])
    # ruleid: command
    os.system(x.partition(",")[2])
    # ruleid: command
    os.system(x * 2)
    # ok: command
    os.system(str(x == "a"))
    # ok: command
    os.system(str(x.count("a")))
    # ok: command
    os.system(str(x.find("a") + 1))
    # ruleid: command
    os.system(x.encode().decode())
    # ruleid: command
    os.system(string.Template("$a").substitute(a=x))
    # ruleid: command
    os.system(string.capwords(x))
    # ok: command
    os.system("safe" if x else "other")
    # ok: command
    os.system(shlex.quote(x))
    # todook: command
    os.system(re.sub(r"[^a-z]", "", x))
    # ruleid: command
    os.system(re.sub(r"a", "", x))
    # ruleid: command
    os.system(re.sub(r"a", x, "abc"))
    # ruleid: command
    os.system(re.search(r"(.*)", x).group(1))
    # todook: command
    os.system(re.search(r"(\d+)", x).group(1))
    # ruleid: command
    os.system(re.findall(r".*", x)[0])
    # ruleid: command
    os.system(x.translate(str.maketrans("a", "b")))
    # ruleid: command
    os.system(x.zfill(3))
    # ruleid: command
    os.system(repr(x))
    os.system(chr(ord(x[0])))
    # ruleid: command
    os.system(str(bytes(x, "utf8")))


@app.route("/lists")
def lists():
    x = request.args.get("x")
    y = request.args.get("y")
    a = ["s", x]
    # ok: command
    os.system(a[0])
    # ruleid: command
    os.system(a[1])
    # ruleid: command
    os.system(a[-1])
    b = list(a)
    # ok: command
    os.system(b[0])
    # ruleid: command
    os.system(b[1])
    c = a + ["t"]
    # ruleid: command
    os.system(c[1])
    # todook: command
    os.system(c[2])
    d = a[:1]
    # todook: command
    os.system(d[0])
    a[1] = "u"
    # ok: command
    os.system(a[1])
    # ruleid: command
    os.system(b[1])
    e = []
    e.append("k")
    e.append(x)
    # ok: command
    os.system(e[0])
    # ruleid: command
    os.system(e.pop())
    # ok: command
    os.system(e.pop())
    e.extend([x, "z"])
    # ruleid: command
    os.system(e[0])
    # ok: command
    os.system(e[1])
    f = [x for _ in range(3)]
    # ruleid: command
    os.system(f[0])
    first, second = "a", x
    # ok: command
    os.system(first)
    # ruleid: command
    os.system(second)
    h, *t = ["a", x, "b"]
    # ok: command
    os.system(h)
    # ruleid: command
    os.system(t[0])
    for i, v in enumerate(["a", x]):
        # ruleid: command
        os.system(v)
        # ok: command
        os.system(str(i))
    for k, v in zip(["a"], [x]):
        # ruleid: command
        os.system(v)
        # todook: command
        os.system(k)
    # ruleid: command
    os.system(sorted([x])[0])
    # ruleid: command
    os.system(max("a", x))
    # ruleid: command
    os.system(list(map(str.upper, [x]))[0])
    # ok: command
    os.system(list(map(lambda v: "k", [x]))[0])
    # ruleid: command
    os.system(list(filter(None, [x]))[0])
    # ruleid: command
    os.system(functools.reduce(lambda p, q: p + q, [x, "a"]))
    # ruleid: command
    os.system(next(iter([x])))
    # ruleid: command
    os.system(list(itertools.chain(["a"], [x]))[1])
    # ruleid: command
    os.system(copy.deepcopy([x])[0])
    q = collections.deque(["a"])
    q.appendleft(x)
    # ruleid: command
    os.system(q.popleft())
    # ok: command
    os.system(q.popleft())
    # ruleid: command
    os.system(tuple([x])[0])
    # ruleid: command
    os.system(str([x]))
    s = {x}
    # ruleid: command
    os.system(s.pop())
    # ruleid: command
    os.system(list(reversed(["a", x]))[0])


@app.route("/dicts")
def dicts():
    x = request.args.get("x")
    y = request.args.get("y")
    d = {"k": x, "s": "safe"}
    # ruleid: command
    os.system(d["k"])
    # ok: command
    os.system(d["s"])
    # ruleid: command
    os.system(d.get("k"))
    # ok: command
    os.system(d.get("s"))
    # ruleid: command
    os.system(d.get("zz", x))
    e = dict(d)
    # ruleid: command
    os.system(e["k"])
    # todook: command
    os.system(e["s"])
    f = {**d, "k": "new"}
    # todook: command
    os.system(f["k"])
    d["k"] = "v"
    # ok: command
    os.system(d["k"])
    g = dict(a=x, b="s")
    # ruleid: command
    os.system(g["a"])
    # todook: command
    os.system(g["b"])
    for k, v in e.items():
        # ruleid: command
        os.system(v)
    for k in e:
        # todook: command
        os.system(k)
    for v in e.values():
        # ruleid: command
        os.system(v)
    g.update({"c": x})
    # ruleid: command
    os.system(g["c"])
    # ruleid: command
    os.system(g.setdefault("n", x))
    # ruleid: command
    os.system(g.pop("a"))
    dd = collections.defaultdict(list)
    dd["a"].append(x)
    # ruleid: command
    os.system(dd["a"][0])
    m = {k: v for k, v in [("a", x)]}
    # ruleid: command
    os.system(m["a"])
    od = collections.OrderedDict()
    od["a"] = x
    # ruleid: command
    os.system(od["a"])
    # ruleid: command
    os.system(json.loads(json.dumps({"a": x}))["a"])
    # ruleid: command
    os.system(json.loads(x)["a"]["b"])
    # ruleid: command
    os.system("a %(k)s" % {"k": x})
    # ruleid: command
    os.system("{k}".format(**{"k": x}))
    u = {"a": "1"} | {"b": x}
    # ruleid: command
    os.system(u["b"])
    # todook: command
    os.system(u["a"])
    # ruleid: command
    os.system(e.copy()["k"])
    Point = collections.namedtuple("Point", ["p", "q"])
    pt = Point(x, "b")
    # ruleid: command
    os.system(pt.p)
    # todook: command
    os.system(pt.q)


@app.route("/req/<name>")
def req(name):
    # ruleid: command
    os.system(request.form["a"])
    # ruleid: command
    os.system(request.values.get("a"))
    # ruleid: command
    os.system(request.json["a"])
    # ruleid: command
    os.system(request.get_json()["a"])
    # ruleid: command
    os.system(request.headers["a"])
    # ruleid: command
    os.system(request.headers.get("a"))
    # ruleid: command
    os.system(request.cookies.get("a"))
    # ruleid: command
    os.system(request.files["f"].filename)
    # ruleid: command
    os.system(request.data.decode())
    # ruleid: command
    os.system(request.get_data(as_text=True))
    # ruleid: command
    os.system(request.query_string.decode())
    # ok: command
    os.system(request.args.get("n", type=int))
    # ok: command
    os.system(str(request.args.get("n", 1, int)))
    # ruleid: command
    os.system(request.args.to_dict()["a"])
    # ok: command
    os.system(request.method)
    # ruleid: command
    os.system(request.path)
    # todoruleid: command
    os.system(name)
    for k in request.args:
        # ruleid: command
        os.system(k)
    for k, v in request.form.items():
        # ruleid: command
        os.system(v)
    # ruleid: command
    os.system(request.args.getlist("a")[0])
    # ruleid: command
    os.system(request.view_args["name"])
    # ok: command
    os.system(request.remote_addr)
    # ruleid: command
    os.system(request.user_agent.string)
    # ruleid: command
    os.system(request.stream.read().decode())
    # ok: command
    os.system(request.endpoint)
    if request.method == "POST":
        # ruleid: command
        os.system(request.form.get("x"))


@app.route("/num/<int:n>")
def num(n):
    # ok: command
    os.system("a %s" % n)
    # ok: command
    os.system("a" + str(n))


@app.route("/proc")
def proc():
    x = request.args.get("x")
    y = request.args.get("y")
    # ok: command
    subprocess.run(["ls", x])
    # ruleid: command
    subprocess.run("ls " + x, shell=True)
    # ruleid: command
    subprocess.call(x, shell=True)
    # ruleid: command
    subprocess.Popen("ls " + x, shell=True, stdout=subprocess.PIPE)
    # todoruleid: command
    subprocess.check_output(["sh", "-c", x])
    # ruleid: command
    subprocess.getoutput(x)
    # ruleid: command
    os.popen(x)
    # ruleid: command
    os.execl("/bin/sh", "sh", "-c", x)


@app.route("/db")
def db():
    x = request.args.get("x")
    y = request.args.get("y")
    con = sqlite3.connect("a")
    cur = con.cursor()
    # ruleid: sql
    cur.execute("select " + x)
    # ok: sql
    cur.execute("select ?", (x,))
    # ruleid: sql
    con.execute(f"select {x}")
    # ok: sql
    cur.executemany("insert ?", [(x,)])
    # ruleid: sql
    cur.executescript(x)
    with sqlite3.connect("b") as c2:
        # ruleid: sql
        c2.execute("select %s" % x)
        # ruleid: sql
        c2.cursor().execute("select '%s'" % x)
    # ok: sql
    cur.execute("select " + str(int(y)))
    # ruleid: sql
    cur.execute("select * from t where a = {}".format(x))
    # ruleid: sql
    cur.execute(sql="select " + x)


@app.route("/path")
def path():
    x = request.args.get("x")
    y = request.args.get("y")
    # ruleid: path
    open(os.path.join("/srv", x))
    # ok: path
    open(os.path.join("/srv", os.path.basename(x)))
    # ruleid: path
    (Path("/srv") / x).read_text()
    # ruleid: path
    Path("/srv").joinpath(x).read_text()
    # ruleid: path
    Path("/srv", x).open()
    # ok: path
    (Path("/srv") / Path(x).name).read_text()
    # ruleid: path
    with open("/srv/" + x) as f:
        pass
    # ruleid: path
    os.remove("/srv/%s" % x)
    # ruleid: path
    os.listdir(x)
    # ok: path
    open("/srv/" + str(int(y)))
    # ruleid: path
    io.open(x)
    # ruleid: path
    os.path.exists(x)


@app.route("/net")
def net():
    x = request.args.get("x")
    y = request.args.get("y")
    # ruleid: request
    urllib.request.urlopen(x)
    # ruleid: request
    urllib.request.urlopen(urllib.request.Request(x))
    # ruleid: request
    urllib.request.urlopen("http://a/" + urllib.parse.quote(x))
    # ruleid: command
    os.system(urllib.parse.unquote(x))
    # ruleid: command
    os.system(urllib.parse.urlparse(x).path)
    # ruleid: command
    os.system(urllib.parse.parse_qs(x)["a"][0])
    # ruleid: command
    os.system(base64.b64decode(x).decode())
    # ruleid: command
    os.system(codecs.decode(x, "rot13"))
    buf = io.StringIO()
    buf.write(x)
    # ruleid: command
    os.system(buf.getvalue())
    # ruleid: command
    os.system(io.StringIO(x).read())
    print("a", file=buf)
    # ruleid: redirect
    redirect("/a?x=" + x)
    # ruleid: redirect
    return redirect(x)


@app.route("/html")
def html():
    x = request.args.get("x")
    y = request.args.get("y")
    if len(x) > 2:
        # todoruleid: page
        return "<b>" + x + "</b>"
    if len(x) > 3:
        # ok: page
        return jsonify(x)
    if len(x) > 4:
        # ok: page
        return str(escape(x))
    if len(x) > 5:
        # ok: page
        return render_template_string("{{ x }}", x=x)
    if len(x) > 6:
        # ruleid: template
        return render_template_string("<b>" + x)
    if len(x) > 7:
        # todoruleid: page
        return make_response("<b>" + x)
    # ok: page
    return f"<b>{int(y)}</b>"
