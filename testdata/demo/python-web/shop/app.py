"""The web application: routes."""
from flask import Flask, Response, redirect, request

from . import views
from .services import reports

app = Flask(__name__)


@app.route("/orders")
def orders():
    customer = request.args.get("customer", "")
    return views.order_list(customer)


@app.route("/orders/safe")
def orders_safe():
    return views.order_list_safe(request.args["customer"])


@app.route("/order")
def order():
    return views.order_page(int(request.args.get("id", "0")))


@app.route("/report", methods=["POST"])
def report():
    reports.render(request.form["format"])
    return redirect("/orders")


@app.route("/logo")
def logo():
    image = reports.fetch(request.args["address"])
    return Response(image, mimetype="image/png", headers={"ETag": reports.etag(image)})


@app.route("/basket", methods=["PUT"])
def basket():
    items = reports.restore(request.get_data())
    return str(len(items))


@app.route("/hello")
def hello():
    name = request.args.get("name", "")
    return "<h1>Hello " + name + "</h1>"
