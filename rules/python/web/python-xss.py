import html

from django.http import HttpResponse
from django.utils.safestring import mark_safe
from flask import Flask, jsonify, make_response, render_template, request
from markupsafe import Markup, escape

app = Flask(__name__)


@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    # ruleid: python-xss
    return "<h1>Hello " + name + "</h1>"


@app.route("/search")
def search():
    query = request.args["q"].strip()
    if not query:
        return "<p>Nothing to search for</p>"
    # ruleid: python-xss
    return f"<p>No results for {query}</p>"


@app.route("/agent")
def agent():
    # ruleid: python-xss
    return make_response("<pre>%s</pre>" % request.headers["User-Agent"])


def page(request):
    # ruleid: python-xss
    return HttpResponse("<p>" + request.GET.get("q", "") + "</p>")


def fragment(request):
    # ruleid: python-xss
    return mark_safe("<b>" + request.POST["title"] + "</b>")


def trusted():
    # ruleid: python-xss
    return Markup("<i>{}</i>".format(request.form["note"]))


@app.route("/escaped")
def escaped():
    # ok: python-xss
    return "<h1>Hello " + escape(request.args["name"]) + "</h1>"


@app.route("/escaped-by-library")
def escaped_by_library():
    # ok: python-xss
    return "<h1>Hello " + html.escape(request.args["name"]) + "</h1>"


@app.route("/template")
def template():
    # ok: python-xss
    return render_template("hello.html", name=request.args["name"])


@app.route("/data")
def data():
    # ok: python-xss
    return jsonify(name=request.args["name"])


@app.route("/number")
def number():
    # ok: python-xss
    return "<h1>Order %d</h1>" % int(request.args["id"])


@app.route("/theme")
def theme():
    name = "dark" if request.cookies.get("theme") == "dark" else "light"
    # ok: python-xss
    return "<body class=" + name + ">"
