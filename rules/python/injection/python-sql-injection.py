import sqlite3

from django.db import connection
from flask import Flask, request
from sqlalchemy import text

app = Flask(__name__)


def open_database():
    return sqlite3.connect("shop.db")


@app.route("/by-name")
def by_name():
    cursor = open_database().cursor()
    # ruleid: python-sql-injection
    cursor.execute("SELECT * FROM customer WHERE name = '" + request.args["name"] + "'")
    return str(len(cursor.fetchall()))


@app.route("/by-city")
def by_city():
    city = request.form.get("city", "").strip()
    sql = f"SELECT * FROM customer WHERE city = '{city}'"
    with open_database() as conn:
        # ruleid: python-sql-injection
        return str(len(conn.execute(sql).fetchall()))


@app.route("/customers/<name>")
def part_of_address(name):
    cursor = open_database().cursor()
    # ruleid: python-sql-injection
    cursor.execute("SELECT * FROM customer WHERE name = '%s'" % name)
    return "ok"


@app.route("/orders/<int:order_id>")
def converted(order_id):
    cursor = open_database().cursor()
    # ok: python-sql-injection
    cursor.execute(f"SELECT * FROM orders WHERE id = {order_id}")
    return "ok"


@app.route("/sorted")
def in_order():
    column = request.args.get("sort") or "name"
    cursor = open_database().cursor()
    # ruleid: python-sql-injection
    cursor.execute("SELECT * FROM customer ORDER BY {}".format(column))
    return "ok"


@app.route("/filter")
def filtered():
    conditions = ["1 = 1"]
    conditions.append("city = '%s'" % request.args["city"])
    return run("SELECT * FROM customer WHERE " + " AND ".join(conditions))


def run(sql):
    cursor = open_database().cursor()
    # ruleid: python-sql-injection
    cursor.execute(sql)
    return "ok"


def django_view(request):
    with connection.cursor() as cursor:
        # ruleid: python-sql-injection
        cursor.execute("DELETE FROM customer WHERE id = " + request.GET["id"])


def with_alchemy(session):
    # ruleid: python-sql-injection
    return session.execute(text("SELECT * FROM customer WHERE name = '%s'" % request.values["name"]))


@app.route("/bound")
def bound():
    cursor = open_database().cursor()
    # ok: python-sql-injection
    cursor.execute("SELECT * FROM customer WHERE name = ?", (request.args["name"],))
    return "ok"


@app.route("/number")
def number():
    cursor = open_database().cursor()
    # ok: python-sql-injection
    cursor.execute("SELECT * FROM customer WHERE id = %d" % int(request.args["id"]))
    return "ok"


@app.route("/chosen")
def chosen():
    column = "name DESC" if request.args.get("order") == "desc" else "name"
    cursor = open_database().cursor()
    # ok: python-sql-injection
    cursor.execute("SELECT * FROM customer ORDER BY " + column)
    return "ok"


@app.route("/overwritten")
def overwritten():
    name = request.args["name"]
    name = "nobody"
    cursor = open_database().cursor()
    # ok: python-sql-injection
    cursor.execute("SELECT * FROM customer WHERE name = '" + name + "'")
    return "ok"
