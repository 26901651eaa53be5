def search(items, key):
    for i, (k, *rest) in enumerate(items):
        if k == key:
            break
    else:
        return None
    return rest


def lists(rows, limit):
    names = [r.name.strip() for r in rows if r.ok for _ in range(limit)]
    table = {k: v for k, v in rows}
    return sum(n for n in names), table


def numbers(n):
    while n:
        n -= 1
        if n == 3:
            continue
        got = yield n
        yield from got


async def stream(source):
    async for line in source:
        async with line.open() as f:
            await f.write(line)


def at_least_once(x, xs):
    for i in range(2):
        if i:
            continue
        x = "clean"
    for i in range(0):
        x = i
    for y in (x, xs):
        xs = y
    n = 0
    while n < 3:
        n += 1
    else:
        use(n)
    return x, xs
