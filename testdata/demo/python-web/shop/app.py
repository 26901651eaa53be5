"""The web application: routes."""
from flask import Flask, redirect, request

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


@app.route("/orders/<order_id>")
def order(order_id):
    return views.order_page(int(request.args.get("id", "0")))


@app.route("/report", methods=["POST"])
def report():
    reports.render(request.form["format"])
    return redirect("/orders")


@app.route("/hello")
def hello():
    name = request.args.get("name")
    return "<h1>Hello " + name + "</h1>"
