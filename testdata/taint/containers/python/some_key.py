def put_somewhere(entries, key, value):
    entries[key] = value
    # What stands under one key does not appear under another.
    # ok: flow
    sink(entries["other"])
    # ruleid: flow
    sink(entries["given"])


def change_somewhere(entries, key):
    entries[key] = "plain"
    # ruleid: flow
    sink(entries[key])


def main(key):
    put_somewhere({"given": source()}, key, "plain")
    change_somewhere({"given": source()}, key)
