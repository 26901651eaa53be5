import os
import tempfile
from tempfile import mktemp


def name():
    # ruleid: python-insecure-tempfile
    path = tempfile.mktemp(suffix=".csv")
    return open(path, "w")


def imported():
    # ruleid: python-insecure-tempfile
    return mktemp()


def fixed_name(report):
    # ruleid: python-insecure-tempfile
    with open("/tmp/report.txt", "w") as out:
        out.write(report)


def made():
    # ok: python-insecure-tempfile
    return tempfile.NamedTemporaryFile(suffix=".csv")


def low_level():
    # ok: python-insecure-tempfile
    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path


def read():
    # ok: python-insecure-tempfile
    return open("/tmp/report.txt", "r").read()
