import os

from flask import Flask

app = Flask(__name__)
# ruleid: python-flask-debug
app.debug = True
# ruleid: python-flask-debug
app.config["DEBUG"] = True
# ok: python-flask-debug
app.config["TESTING"] = True


class Job:
    def run(self, debug=False):
        return debug


if __name__ == "__main__":
    # ruleid: python-flask-debug
    app.run(host="0.0.0.0", debug=True)
    # ok: python-flask-debug
    app.run(debug=os.environ.get("DEBUG") == "1")
    # ok: python-flask-debug
    app.run()
    # ok: python-flask-debug
    Job().run(debug=True)
