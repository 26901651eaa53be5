import ssl
import urllib.request

import httpx
import requests
from requests import post


def direct(url):
    # ruleid: python-tls-verification-off
    return requests.get(url, timeout=5, verify=False)


def imported(url, data):
    # ruleid: python-tls-verification-off
    return post(url, data=data, verify=False)


def session(url):
    own = requests.Session()
    # ruleid: python-tls-verification-off
    own.verify = False
    return own.get(url)


def client():
    # ruleid: python-tls-verification-off
    return httpx.Client(verify=False)


def context(url):
    # ruleid: python-tls-verification-off
    unverified = ssl._create_unverified_context()
    return urllib.request.urlopen(url, context=unverified)


def switched_off():
    context = ssl.create_default_context()
    # ruleid: python-tls-verification-off
    context.check_hostname = False
    # ruleid: python-tls-verification-off
    context.verify_mode = ssl.CERT_NONE
    return context


def checked(url):
    # ok: python-tls-verification-off
    return requests.get(url, timeout=5)


def private_authority(url):
    # ok: python-tls-verification-off
    return requests.get(url, verify="/etc/ssl/private-ca.pem")


def default_context(url):
    # ok: python-tls-verification-off
    return urllib.request.urlopen(url, context=ssl.create_default_context())
