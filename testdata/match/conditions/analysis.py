import re

# ruleid: looks-random, content-looks-random
token = "9f86d081884c7d659a2feaa0c55ad015"
# ok: looks-random, content-looks-random
greeting = "connection refused by the other side"
# ok: looks-random, content-looks-random
line = "--------------------------------------"
# ok: looks-random
call = connect(9, 86, "d081884c7d659a2feaa0")


def check(text):
    # ruleid: explodes
    re.search(r"^(\w+\s?)*$", text)
    # ok: explodes
    re.search(r"^\w+\s?$", text)
    # ok: explodes
    re.search(r"^(\w++\s)*$", text)
    nested = "^(x+)+$"
    # ruleid: explodes
    re.search(nested, text)
    # ok: explodes
    re.search(text, text)
