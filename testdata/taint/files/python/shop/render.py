def page(row):
    # ruleid: flow
    sink(row.text)
    return clean(row.text)
