from shop import store
from shop.store import Row
from .render import page as render_page


def show():
    row = Row(store.fetch("a"))
    # ruleid: flow
    sink(row.text)
    render_page(row)
    # ok: flow
    sink(Row("fresh").text)
