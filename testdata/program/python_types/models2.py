TIMEOUT = 30


class Inner:
    pass


async def make():
    inner = Inner()
    return inner


def nothing():
    print("x")
