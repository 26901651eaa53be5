from ..helpers import shown
from .base import Base
from json import loads as parse

VERSION = "1"
Alias = Base


class Cart(Base):
    def total(self):
        return shown(self.count()) + parse("1")
