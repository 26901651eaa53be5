command = "ls"
# ruleid: constants
# ok: constants-off
run(command)
# ruleid: constants, constants-off
run("ls")

# ruleid: bits
# ok: bits-ordered
mode = WRITE & READ
# ruleid: bits, bits-ordered
mode = READ & WRITE

# ruleid: both-either-way
# ok: both
if steady and ready:
    pass
# ruleid: both, both-either-way
if ready and steady:
    pass


# ruleid: decorated
# ok: decorated-off
@route("/")
def page(): ...


# ruleid: order
# ok: order-matters
@second
@first
def swapped(): ...


# ruleid: order, order-matters
@first
@other
@second
def as_written(): ...


# ruleid: result
# ok: result-off
lazy = lambda: secret()


def plain():
    # ruleid: result, result-off
    return secret()


def deeper(wanted):
    # ruleid: nested, within
    # ok: nested-off
    lock()
    if wanted:
        unlock()


def value():
    # ruleid: nested, nested-off
    # ok: within
    lock()
    done = unlock()
