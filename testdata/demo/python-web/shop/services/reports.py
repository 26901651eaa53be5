"""Reports, pictures and baskets."""
import hashlib
import pickle
import subprocess
import urllib.request

API_TOKEN = "9f86d081884c7d659a2feaa0c55ad015"


def render(fmt):
    subprocess.call("render --format " + fmt, shell=True)


def upload(report):
    request = urllib.request.Request("https://archive.example/reports", data=report)
    request.add_header("Authorization", "Bearer " + API_TOKEN)
    return urllib.request.urlopen(request).status


def fetch(url):
    return urllib.request.urlopen(url).read()


def restore(blob):
    return pickle.loads(blob)


def etag(content):
    return hashlib.md5(content).hexdigest()
