import base64
import json
import pickle

import jsonpickle
from flask import Flask, request

app = Flask(__name__)


@app.route("/state", methods=["POST"])
def state():
    # ruleid: python-unsafe-deserialization
    return str(pickle.loads(request.get_data()))


@app.route("/cookie")
def cookie():
    data = base64.b64decode(request.cookies["state"])
    # ruleid: python-unsafe-deserialization
    return str(pickle.loads(data))


@app.route("/upload", methods=["POST"])
def upload():
    return str(restore(request.files["state"].stream))


def restore(stream):
    # ruleid: python-unsafe-deserialization
    return pickle.load(stream)


@app.route("/text", methods=["POST"])
def text():
    # ruleid: python-unsafe-deserialization
    return str(jsonpickle.decode(request.form["state"]))


@app.route("/data", methods=["POST"])
def data():
    # ok: python-unsafe-deserialization
    return str(json.loads(request.get_data()))


def cached(path):
    with open(path, "rb") as stream:
        # ok: python-unsafe-deserialization
        return pickle.load(stream)
