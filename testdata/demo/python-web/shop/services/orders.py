"""What can be done with orders."""
from ..db import Database


class OrderService:
    def __init__(self, database=None):
        self.database = database or Database("shop.db")
        self.table = "orders"

    def of_customer(self, name):
        """The name becomes part of the statement: injection."""
        condition = f"customer = '{name}'"
        return self.database.select(self.table, condition)

    def of_customer_safely(self, name):
        return self.database.select_with(self.table, "customer", name)

    def by_id(self, number):
        return self.database.select(self.table, "id = %d" % number)
