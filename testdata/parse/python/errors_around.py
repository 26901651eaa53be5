import os

def good(x):
    return x

class A:
    def f(self):
        (bar.
    baz)

    def g(self):
        return os.getcwd()

def h():
    return [1, 2
