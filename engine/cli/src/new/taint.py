import os
import shlex

from flask import request


def show():
    name = request.args.get("name")
    # ruleid: RULE_ID
    os.system("cat " + name)


def show_safely():
    name = shlex.quote(request.args.get("name"))
    # ok: RULE_ID
    os.system("cat " + name)
