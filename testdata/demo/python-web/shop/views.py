"""Pages."""
from markupsafe import escape

from .services.orders import OrderService

service = OrderService()


def order_list(customer):
    name = customer.strip()
    rows = service.of_customer(name)
    return "<br>".join(escape(row[0]) for row in rows)


def order_list_safe(customer):
    rows = service.of_customer_safely(customer)
    return "<br>".join(escape(row[0]) for row in rows)


def order_page(number):
    return str(service.by_id(number))
