def broken(a:
    return a

x = = 1

def fine(b):
    return b

y = (1 +
