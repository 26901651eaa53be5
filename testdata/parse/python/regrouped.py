# The grammar groups these differently; the tree has them as the language does.
x = *a.b, *c(1), *d[0], *e + f, *g if h else i
return *a.b.c(), 1
y = rows[*a.b]
z = rows[*a, 1]
m = a & b ^ c
n = a | b & c ^ d & (e ^ f) | g
o = (a & b) ^ (c)
p: list[int] | A | None
q: list[int] | (A | None)
r: dict[str, int] | A.B | C | D
(s) = (t.u) = 1
for (v) in w: pass
type(self).count = 1
type(a, b, c).d.e = f
type((a)).b = 1
type(a)(b)[1] = 2
type[a] = 1
type[a, b].c = 1
type(f(x)).y = z, w
