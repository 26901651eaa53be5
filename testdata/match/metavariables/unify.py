class Box:
    def __init__(self, size, lid):
        # ruleid: self-field
        self.size = size
        # ok: self-field
        self.cover = lid
        limit = 3
        # ruleid: same-twice
        limit == 3
        # ruleid: same-twice
        self.size == (self.size)
        # ok: same-twice
        self.size == self.lid

# ruleid: anything-twice
pair(1, "two")
# ok: anything-twice
pair(1, 2, 3)

# ruleid: same-arguments
outer(inner(a, *b), a, *b)
# ok: same-arguments
outer(inner(a, b), b, a)
# ruleid: same-arguments
outer(inner())
