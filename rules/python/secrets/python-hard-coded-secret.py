import os

import jwt
import psycopg2
from flask import Flask

app = Flask(__name__)
# ruleid: python-hard-coded-secret
app.config["SECRET_KEY"] = "k3rn-p4nic-0n-monday"
# ruleid: python-hard-coded-secret
API_TOKEN = "9b1de0a7c34f41d29e8a77b0"
# ok: python-hard-coded-secret
PASSWORD_FIELD = "password"
# ok: python-hard-coded-secret
api_key = os.environ["API_KEY"]


class Client:
    def __init__(self):
        # ruleid: python-hard-coded-secret
        self.access_key = "AXQ81LLB20VMCN73"
        # ok: python-hard-coded-secret
        self.secret_name = "mail.smtp.secret"


def connect():
    # ruleid: python-hard-coded-secret
    return psycopg2.connect(host="db", user="app", password="w1nter-is-here")


def connect_configured(password):
    # ok: python-hard-coded-secret
    return psycopg2.connect(host="db", user="app", password=password)


def sign(claims):
    # ruleid: python-hard-coded-secret
    return jwt.encode(claims, "0penSesame", algorithm="HS256")


def sign_configured(claims):
    # ok: python-hard-coded-secret
    return jwt.encode(claims, os.environ["SIGNING_KEY"], algorithm="HS256")
