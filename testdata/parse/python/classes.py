class Empty: pass

class Child(Base, mixins.Other, metaclass=Meta, **extra):
    """Documented."""
    limit: int = 10
    name: str

    def __init__(self, value):
        super().__init__()
        self.value = value

    @property
    def size(self): return len(self.value)

    class Inner:
        pass

    if DEBUG:
        trace = True

@dataclass(frozen=True)
class Point[T]:
    x: T
    y: T

type Pair[T] = tuple[T, T]
type Name = str
type = 5
