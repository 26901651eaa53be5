def fetch(key):
    return source()


class Row:
    def __init__(self, text):
        self.text = text
