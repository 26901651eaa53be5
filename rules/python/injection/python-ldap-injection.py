import ldap
import ldap3
from flask import Flask, request
from ldap.filter import escape_filter_chars

app = Flask(__name__)
directory = ldap.initialize("ldap://directory")


@app.route("/find")
def find():
    user = request.args["user"]
    # ruleid: python-ldap-injection
    return str(directory.search_s("o=acme", ldap.SCOPE_SUBTREE, "(uid=" + user + ")"))


@app.route("/sign-in")
def sign_in():
    query = "(&(uid=%s)(pin=%s))" % (request.form["user"], request.form["pin"])
    # ruleid: python-ldap-injection
    return str(bool(directory.search_s("o=acme", ldap.SCOPE_SUBTREE, query, ["cn"])))


@app.route("/three")
def three():
    connection = ldap3.Connection("directory", auto_bind=True)
    # ruleid: python-ldap-injection
    connection.search("o=acme", f"(mail={request.args['mail']})")
    return str(connection.entries)


@app.route("/escaped")
def escaped():
    user = escape_filter_chars(request.args["user"])
    # ok: python-ldap-injection
    return str(directory.search_s("o=acme", ldap.SCOPE_SUBTREE, "(uid=" + user + ")"))


@app.route("/everyone")
def everyone():
    if "all" in request.args:
        # ok: python-ldap-injection
        return str(directory.search_s("o=acme", ldap.SCOPE_SUBTREE, "(objectClass=person)"))
    return ""
