def go():
    return local()


def local():
    return 1
