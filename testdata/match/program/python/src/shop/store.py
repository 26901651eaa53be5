def run(query):
    return query


class Options:
    def __init__(self):
        self.digest = "md5"
