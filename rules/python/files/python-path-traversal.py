import os
import shutil
from pathlib import Path

from flask import Flask, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

app = Flask(__name__)
FOLDER = "/srv/downloads"


@app.route("/read")
def read():
    # ruleid: python-path-traversal
    with open(FOLDER + "/" + request.args["file"]) as stream:
        return stream.read()


@app.route("/joined")
def joined():
    path = os.path.join(FOLDER, request.args.get("file", ""))
    # ruleid: python-path-traversal
    return send_file(path)


@app.route("/text")
def text():
    page = Path("/srv/pages") / request.args["page"]
    # ruleid: python-path-traversal
    return page.read_text()


@app.route("/upload", methods=["POST"])
def upload():
    name = request.headers["X-Name"]
    # ruleid: python-path-traversal
    with open(f"/srv/uploads/{name}", "wb") as out:
        out.write(request.get_data())
    return "stored"


@app.route("/delete")
def delete():
    return remove_folder(request.args["folder"])


def remove_folder(name):
    # ruleid: python-path-traversal
    shutil.rmtree(os.path.join(FOLDER, name))
    return "gone"


@app.route("/secured")
def secured():
    name = secure_filename(request.args["file"])
    # ok: python-path-traversal
    return send_file(os.path.join(FOLDER, name))


@app.route("/last")
def last_name():
    # ok: python-path-traversal
    with open(os.path.join(FOLDER, os.path.basename(request.args["file"]))) as stream:
        return stream.read()


@app.route("/from-folder")
def from_folder():
    # ok: python-path-traversal
    return send_from_directory(FOLDER, request.args["file"])


@app.route("/numbered")
def numbered():
    # ok: python-path-traversal
    with open("%s/%d.txt" % (FOLDER, int(request.args["page"]))) as stream:
        return stream.read()


@app.route("/spelled")
def spelled():
    path = os.path.join(FOLDER, request.args["file"])
    if path.startswith(FOLDER):
        # ruleid: python-path-traversal
        with open(path) as stream:
            return stream.read()
    return ""
