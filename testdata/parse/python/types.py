a: int | None
b: dict[str, list[int]]
c: "Forward"
d: typing.Callable[[int], str] = f
e: Callable[..., T]
def f(x: A.B | C[D], *y: *Ts) -> tuple[int, ...]: ...
def g(x: Literal["a", 'b'], y: (int)) -> None: ...
