class Reader:
    def read(self):
        return "fresh"


class Tainted(Reader):
    def read(self):
        return source()


class Counted(Tainted):
    count = 0

    @staticmethod
    def shout(text):
        return text + "!"

    @classmethod
    def build(cls, text):
        made = cls()
        made.text = text
        return made


def known():
    # ok: flow
    sink(Reader().read())
    # ruleid: flow
    sink(Tainted().read())
    # ruleid: flow
    sink(Counted().read())
    # ruleid: flow
    sink(Counted.shout(source()))
    # ruleid: flow
    sink(Counted.build(source()).text)
