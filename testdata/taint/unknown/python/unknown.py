import helpers


def through_call():
    # ruleid: flow
    sink(helpers.trim(source()))
    # ruleid: flow
    sink(source().strip().lower())
    # ok: flow
    sink(helpers.trim("fresh"))


def into_receiver():
    builder = helpers.Builder()
    builder.add("fresh")
    # ok: flow
    sink(builder)
    builder.add(source())
    # ruleid: flow
    sink(builder)
    # ruleid: flow
    sink(builder.text())


def used_result_is_no_mutation():
    table = helpers.Table()
    found = table.lookup(source())
    # ruleid: flow
    sink(found)
    # ok: flow
    sink(table)


def never_into_other_arguments():
    target = helpers.Target()
    helpers.copy(source(), target)
    # ok: flow
    sink(target)


def constructed():
    # ruleid: flow
    sink(helpers.Thing(source()))
