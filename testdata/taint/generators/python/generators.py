def words():
    yield "fresh"
    yield source()


def numbers():
    yield 1


def relayed():
    yield from words()


def consumed():
    for word in words():
        # ruleid: flow
        sink(word)
    for number in numbers():
        # ok: flow
        sink(number)
    for word in relayed():
        # ruleid: flow
        sink(word)
    # ruleid: flow
    sink(list(words()))


async def later():
    return source()


async def awaited():
    # ruleid: flow
    sink(await later())
