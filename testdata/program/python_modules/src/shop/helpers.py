def shown(n):
    return n


def _private(n):
    return n


def other(n):
    return n
