# Imports, aliases, and what chains of members spell.
import os
import os.path
import xml.etree.ElementTree as ET
from subprocess import run, Popen as P
from . import sibling
from .near import helper as h
from ..far.away import thing
from django.db import *

try:
    import simplejson as json
except ImportError:
    import json

os.system("ls")
os.path.join("a", "b")
ET.parse("f").getroot()
run(["a"])
P("b", shell=True).communicate()
sibling.go()
h()
thing.part.do()
json.loads("{}")
connection.cursor()


def inside():
    from hashlib import md5
    import yaml.loader as loader, pickle
    os = fake()
    os.system("not the module")
    return md5(loader.x, pickle.loads)


def outside():
    return md5, run
