from django.http import HttpResponse
from flask import Flask, make_response

app = Flask(__name__)
# ruleid: python-insecure-cookie
app.config["SESSION_COOKIE_SECURE"] = False


def forgotten(token):
    response = make_response("signed in")
    # ruleid: python-insecure-cookie
    response.set_cookie("session", token, httponly=True)
    return response


def switched_off(token):
    response = HttpResponse("signed in")
    # ruleid: python-insecure-cookie
    response.set_cookie("session", token, secure=False)
    return response


def secure(token):
    response = make_response("signed in")
    # ok: python-insecure-cookie
    response.set_cookie("session", token, secure=True, httponly=True, samesite="Lax")
    return response


def configured(token, options):
    response = make_response("signed in")
    # ok: python-insecure-cookie
    response.set_cookie("session", token, **options)
    return response


def read(request):
    # ok: python-insecure-cookie
    return request.cookies.get("session")
