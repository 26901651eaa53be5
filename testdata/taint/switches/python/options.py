# depth: function
def same_key():
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, unified, functions, indexes, comparisons, assignments
    sink("a", v)


def other_key():
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, functions, indexes, comparisons, assignments
    sink("b", v)


def through_a_function():
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, unified, indexes, comparisons
    bare(unknown(v))


def through_an_index(table):
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, unified, functions, comparisons
    bare(table[v])


def through_a_comparison():
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, unified, functions, indexes
    bare(v == "x")


def through_text():
    # ruleid: at-source
    v = source("a")
    # ruleid: plain, unified, functions, indexes, comparisons
    bare("x" + v)
