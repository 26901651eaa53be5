def calculate(formula):
    # ruleid: RULE_ID
    return eval(formula)


def harmless():
    # ok: RULE_ID
    return eval("1 + 1")
