from flask import request as current
from flask import Flask

DEBUG = True
DIGEST = "md" + "5"
CHANGING = "sha256"
CHANGING = "md5"
app = Flask(__name__)
