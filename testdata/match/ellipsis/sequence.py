def nested(flag):
    # ruleid: opened-and-read
    handle = open("a")
    if flag:
        for _ in range(2):
            text = trim(handle.read())
    return text

def apart(flag):
    if flag:
        # ok: opened-and-read
        handle = open("a")
    handle.read()

def guarded():
    # ok: after-lock
    work()
    lock()
    # ruleid: after-lock
    work()
    while busy():
        # ruleid: after-lock
        done = work()

# ruleid: exact-body, open-body
def both():
    begin()
    end()

# ok: exact-body
# ruleid: open-body
def longer():
    begin()
    middle()
    end()

def rest():
    # ruleid: rest-bound
    mark()
    one()
    two()
