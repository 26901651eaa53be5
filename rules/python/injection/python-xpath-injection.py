from flask import Flask, request
from lxml import etree

app = Flask(__name__)
tree = etree.parse("books.xml")


@app.route("/price")
def price():
    title = request.args["title"]
    # ruleid: python-xpath-injection
    return str(tree.xpath("/books/book[title='" + title + "']/price"))


@app.route("/author")
def author():
    # ruleid: python-xpath-injection
    find = etree.XPath(f"//book[author='{request.args.get('author')}']")
    return str(find(tree))


@app.route("/variable")
def variable():
    # ok: python-xpath-injection
    return str(tree.xpath("/books/book[title=$title]/price", title=request.args["title"]))


@app.route("/nth")
def nth():
    # ok: python-xpath-injection
    return str(tree.xpath("/books/book[%d]" % int(request.args["n"])))
