import urllib.request

import httpx
import requests
from flask import Flask, request

app = Flask(__name__)
MIRRORS = {"eu": "https://eu.mirror.example", "kr": "https://kr.mirror.example"}


@app.route("/image")
def image():
    # ruleid: python-ssrf
    return requests.get(request.args["url"], timeout=5).content


@app.route("/quote")
def quote():
    host = request.args.get("host")
    # ruleid: python-ssrf
    return httpx.get(f"https://{host}/quote").text


@app.route("/feed")
def feed():
    return fetch(request.form["feed"])


def fetch(address):
    # ruleid: python-ssrf
    with urllib.request.urlopen(address) as answer:
        return answer.read()


@app.route("/mirror")
def mirror():
    # ok: python-ssrf
    return requests.get(MIRRORS["kr" if request.args.get("m") == "kr" else "eu"], timeout=5).text


@app.route("/item")
def item():
    # ok: python-ssrf
    return requests.get("https://stock.example/item/%d" % int(request.args["id"]), timeout=5).text


@app.route("/report", methods=["POST"])
def report():
    # ok: python-ssrf
    requests.post("https://reports.example/", json={"text": request.form["text"]}, timeout=5)
    return "sent"
