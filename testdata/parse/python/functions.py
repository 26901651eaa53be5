def plain(a, b=1, *args, c, d=2, **kwargs):
    """Says what it does."""
    return a, b

def typed(a: int, b: List[str] = None, *args: int, **kwargs: Any) -> Optional[str]: ...

def marks(a, /, b, *, c): pass

def unpack(a, (b, c), (d,)=1): pass

@cache
@app.route("/a", methods=["GET"])
def decorated(): return

@staticmethod

async def waiting(x):
    async for row in x:
        yield row
    async with lock as held, other:
        await x
    return [r async for r in x]

def outer():
    x = 1
    def inner():
        nonlocal x
        global y, z
        x = yield
        got = yield x, 1
        yield from inner()
    return inner

def generic[T: (int, str), *Ts, **P](x: T) -> list[T]: pass
