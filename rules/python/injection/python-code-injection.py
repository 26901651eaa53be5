import ast
import json

from flask import Flask, request

app = Flask(__name__)
OPERATIONS = {"double": lambda x: 2 * x, "half": lambda x: x / 2}


@app.route("/calculate")
def calculate():
    # ruleid: python-code-injection
    return str(eval(request.args["formula"]))


@app.route("/script", methods=["POST"])
def script():
    source = "result = " + request.get_data(as_text=True)
    # ruleid: python-code-injection
    exec(source, {})
    return "done"


def evaluate(expression, names):
    # ruleid: python-code-injection
    return eval(expression, {"__builtins__": {}}, names)


@app.route("/filter")
def filtered():
    condition = request.args.get("where", "True")
    return str(evaluate(condition, {"x": 1}))


@app.route("/parsed")
def parsed():
    # ok: python-code-injection
    return str(ast.literal_eval(request.args["value"]))


@app.route("/chosen")
def chosen():
    operation = OPERATIONS[request.args["operation"]]
    # ok: python-code-injection
    return str(operation(json.loads(request.args["x"])))


@app.route("/number")
def number():
    # ok: python-code-injection
    return str(eval("2 * %d" % int(request.args["x"])))
