# The first iterable belongs to the scope around, all else to the comprehension.
rows = [1, 2]
x = "outer"
squares = [x * x for x in rows if x]
pairs = {k: v for k in rows for v in range(k)}
after = x


def seen(items):
    if any((last := item) > 2 for item in items):
        return last
    nested = [[item for item in row] for row in items]
    calls = [lambda: item for item in items]
    return nested, calls


class Table:
    width = 3
    cells = [width for _ in range(width)]
