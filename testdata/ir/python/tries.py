import contextlib


def load(path):
    data = None
    try:
        data = read(path)
        data = parse(data)
    except (OSError, ValueError) as e:
        raise RuntimeError(path) from e
    except KeyError:
        raise
    else:
        data.ok = True
    finally:
        close(path)
    return data


def quiet(x):
    with contextlib.suppress(KeyError), lock:
        x = clean(x)
    return x


def leave(items):
    for item in items:
        try:
            if item:
                continue
            return item
        finally:
            item.close()
