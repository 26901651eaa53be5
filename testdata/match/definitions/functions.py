# ruleid: decorated
@login
@app.route("/a", methods=["GET"])
def a():
    # ruleid: returns
    return 1

# ok: decorated
# ruleid: default
@other.route("/b")
def b(first, kept: list = [], *rest):
    pass

# ruleid: awaits-nothing
async def c():
    pass

# ok: awaits-nothing
def d():
    # ruleid: returns
    return sorted(x, key=lambda v: v.size)

# ok: gives-something
def stripped(text, how=lambda one: one.strip()):
    # ruleid: gives-something
    other = lambda one: one.strip()
    # ruleid: gives-something
    return text.strip()
