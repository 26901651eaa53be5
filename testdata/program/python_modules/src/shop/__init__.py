from .cart import Cart, VERSION as version
from .helpers import *
from . import helpers as tools
from .price import price

__all__ = ["Cart", "version", "shown", "price"]
