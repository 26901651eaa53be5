# ruleid: inner-survives
print(safe(x))
# ruleid: not-equal-range, not-inside
run(command)
# ok: not-equal-range
# ruleid: not-inside
run("ls")
with guard():
    # ruleid: not-equal-range
    # ok: not-inside
    run(command)
# ruleid: focus-both
copy(a, b)

# ruleid: only-inside
def handler(event):
    # ruleid: either-with-regex
    box.fetch(event)
    # ok: either-with-regex
    box.fetch(skip)

# ok: only-inside
def other(event):
    pass
