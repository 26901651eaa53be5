import shop
import shop.cart.base as base
import shop.cart
import os.path
from shop import Cart, price
from shop import *
from shop.cart import Alias, parse
import json

shop.Cart().total()
shop.cart.Cart().count()
base.Base().count()
Cart().total()
Alias().count()
price(1)
shown(2)
other(3)
shop.tools.other(4)
shop.helpers._private(5)
shop.price(6)
parse("{}")
json.loads("{}")
os.path.join("a", "b")
shop.version.upper()
shop.missing()
