from django.http import HttpResponseRedirect
from flask import Flask, redirect, request, url_for

app = Flask(__name__)


@app.route("/back")
def back():
    # ruleid: python-open-redirect
    return redirect(request.args.get("next", "/"))


@app.route("/referrer")
def referrer():
    target = request.headers.get("Referer")
    if target is None:
        target = "/"
    # ruleid: python-open-redirect
    return redirect(target, code=303)


def django_view(request):
    # ruleid: python-open-redirect
    return HttpResponseRedirect(request.GET["next"])


@app.route("/order")
def order():
    # ok: python-open-redirect
    return redirect(url_for("order_page", number=request.args["n"]))


@app.route("/by-number")
def by_number():
    # ok: python-open-redirect
    return redirect("/orders/%d" % int(request.args["n"]))


@app.route("/home")
def home():
    if "home" in request.args:
        # ok: python-open-redirect
        return redirect("/home")
    return ""
