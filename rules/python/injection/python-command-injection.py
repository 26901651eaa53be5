import os
import shlex
import subprocess
from subprocess import check_output

from flask import Flask, request

app = Flask(__name__)


@app.route("/ping")
def ping():
    # ruleid: python-command-injection
    os.system("ping -c 1 " + request.args["host"])
    return "done"


@app.route("/convert")
def convert():
    command = "convert in.png {}".format(request.form["target"])
    # ruleid: python-command-injection
    subprocess.run(command, shell=True, check=True)
    return "done"


@app.route("/log")
def log():
    # ruleid: python-command-injection
    return check_output(f"tail {request.args.get('file')}", shell=True)


@app.route("/task")
def task():
    name = request.headers.get("X-Task")
    # ruleid: python-command-injection
    subprocess.Popen(["sh", "-c", "./tasks/" + name])
    return "started"


def helper(arguments):
    # ruleid: python-command-injection
    return os.popen("git " + " ".join(arguments)).read()


@app.route("/git")
def git():
    return helper(["log", request.args["branch"]])


@app.route("/quoted")
def quoted():
    # ok: python-command-injection
    os.system("ping -c 1 " + shlex.quote(request.args["host"]))
    return "done"


@app.route("/no-shell")
def no_shell():
    # ok: python-command-injection
    subprocess.run(["ping", "-c", "1", request.args["host"]], check=True)
    return "done"


@app.route("/threads")
def threads():
    # ok: python-command-injection
    subprocess.call("make -j %d" % int(request.args["n"]), shell=True)
    return "done"


@app.route("/fixed")
def fixed():
    tool = "full" if "full" in request.args else "quick"
    # ok: python-command-injection
    os.system("backup --" + tool)
    return "done"
