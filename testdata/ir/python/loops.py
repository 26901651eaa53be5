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
