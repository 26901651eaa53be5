from abc import ABC, abstractmethod


class Handler(ABC):
    registry = {}

    def __init__(self, name):
        self.name = name
        self.backend = Backend()

    @abstractmethod
    def handle(self, request):
        ...

    def run(self, request):
        self.setup()
        return self.handle(request)

    def setup(self):
        self.backend.connect()

    @classmethod
    def build(cls, name):
        return cls(name)

    @staticmethod
    def check(value):
        return value

    @property
    def title(self):
        return self.name

    def __call__(self, request):
        return self.run(request)


class Backend:
    def connect(self):
        return Connection()


class Connection:
    def unusual_query(self, text):
        return text

    def close(self):
        pass


class Left(Handler):
    def handle(self, request):
        return super().setup()


class Right(Handler):
    def handle(self, request):
        return request

    def setup(self):
        super(Right, self).setup()


class Both(Left, Right):
    def setup(self):
        super().setup()
