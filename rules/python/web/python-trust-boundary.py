from flask import Flask, request, session

app = Flask(__name__)


@app.route("/role")
def role():
    # ruleid: python-trust-boundary
    session["role"] = request.form["role"]
    return "ok"


@app.route("/tenant")
def tenant():
    name = request.headers.get("X-Tenant")
    if name:
        # ruleid: python-trust-boundary
        session["tenant"] = name.strip()
    return "ok"


def django_view(request):
    # ruleid: python-trust-boundary
    request.session["plan"] = request.POST["plan"]


@app.route("/attempts")
def attempts():
    # ok: python-trust-boundary
    session["attempts"] = int(request.form["n"])
    return "ok"


@app.route("/language")
def language():
    # ok: python-trust-boundary
    session["language"] = "ko" if request.args.get("language") == "ko" else "en"
    return "ok"


@app.route("/user")
def user():
    # ok: python-trust-boundary
    session["user"] = "guest"
    return request.args.get("user", "")
