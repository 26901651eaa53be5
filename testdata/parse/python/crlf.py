def f():
    return 1  # first
# second
x = """a
b"""
