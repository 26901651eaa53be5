empty = [], (), {}
items = [1, 2, *more]
pair = (1, 2)
single = (1,)
unique = {1, 2, *more}
table = {"a": 1, **more, 2: [3]}
squares = [x * x for x in rows if x if x > 1]
flat = {y for x in rows for y in x}
index = {k: v for k, v in rows}
lazy = (x async for x in rows)
old = [x for x in 1, 2]
f = lambda: 0
g = lambda a, *b, c=1, **d: (a, b)
first = lambda (a, b): a
