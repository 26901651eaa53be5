# A name that a function binds anywhere is its own everywhere.
limit = 10


def outer(first, *rest, key=limit, **options):
    total = first

    def inner(step):
        nonlocal total
        total += step
        return total + limit

    def reader():
        return late

    late = 3
    double = lambda n: n * late
    return inner, reader, double, rest, key, options


def counts():
    global counter, limit
    counter = 1
    limit += counter
    return unknown


def shows():
    return counter


def hides(limit):
    limit = limit + 1
    del limit


def unpacks(pair):
    a, b = 1, 2
    (c, *d), e = pair
    for i, (j, k) in enumerate(pair):
        print(i, j, k)
    with open("f") as handle, lock() as (x, y):
        handle.read(x, y)
    try:
        pass
    except (KeyError, ValueError) as error:
        print(error)
    if (n := len(pair)) > 1:
        print(n)
    one = two = "same"
    later: int
    later = 5
    typed: str = "t"
    return a, b, c, d, e, one, two, later, typed
