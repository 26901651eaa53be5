from flask import Flask, render_template_string, request
from jinja2 import Environment, Template

app = Flask(__name__)


@app.route("/hello")
def hello():
    # ruleid: python-template-injection
    return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")


@app.route("/mail")
def mail():
    # ruleid: python-template-injection
    return Template(request.form["template"]).render(user="you")


@app.route("/preview")
def preview():
    environment = Environment(autoescape=True)
    text = "{}: {{{{ total }}}}".format(request.args.get("label"))
    # ruleid: python-template-injection
    return environment.from_string(text).render(total=3)


@app.route("/variable")
def variable():
    # ok: python-template-injection
    return render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])


@app.route("/fixed")
def fixed():
    # ok: python-template-injection
    return Template("Hello {{ name }}").render(name=request.args["name"])
