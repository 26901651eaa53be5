# depth: function
def whole_and_part(x):
    # ruleid: source-part, source-exact
    sink_a(wrap(x))
    wrap(x)
    # ruleid: source-part
    wrap(sink_a(x))


def variable(x):
    # ok: source-variable-only, source-variable
    fill(x)
    # ruleid: source-variable, source-variable-only
    sink_b(x)


def control(wanted):
    # ok: source-control
    sink_c()
    begin()
    # ruleid: source-control
    sink_c()


def part_of_a_sink(wanted):
    d = source_d()
    # ruleid: sink-part
    sink_d("a" if d else "b")
    # ruleid: sink-part, sink-exact
    sink_d(d)


def at_exit():
    e = source_e()
    # ok: sink-at-exit
    sink_e(e)
    # ruleid: sink-at-exit
    return sink_e(e)


def side_effect():
    f = source_f()
    # ruleid: cleaned-by-side-effect
    sink_f(f)
    check(f)
    # ok: cleaned-by-side-effect
    sink_f(f)


def conflict():
    # ruleid: cleaned-conflict
    sink_g(source_g())
    # ok: cleaned-conflict
    sink_g(other(source_g()))


def labels():
    h = input_h()
    # ok: labels
    sink_h(h)
    # ruleid: labels
    sink_h(join_h(h))
    # ok: labels
    sink_h(join_h("a"))


def carried(box):
    i = source_i()
    box.put(i)
    # ruleid: carried
    sink_i(box)


def cooked(dish):
    j = source_j()
    # ok: carried-with-label
    sink_j(j)
    cook(j, dish)
    # ruleid: carried-with-label
    sink_j(dish)
