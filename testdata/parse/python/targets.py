a = b = c()
a, b = b, a
(a, b), [c, d] = pairs
first, *rest = items
*init, last = items
one, = items
obj.field = 1
rows[0] = rows[1:3] = x
x: int
x: int = 1
obj.y: "T" = 2
grid[1, 2] = grid[::2, ...]
grid[i,] = grid[*index]
part = rows[:], rows[1:], rows[:2], rows[::3], rows[1:2:3]
for i, (k, v) in enumerate(d.items()):
    pass
del a, rows[0], obj.field
del (a, b)
