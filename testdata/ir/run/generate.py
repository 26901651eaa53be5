"""Makes programs whose outcome is known, in Python and in Java.

    python3 generate.py SEED COUNT      writes programs.py and Programs.java

Each program is a function f(a, b) over small integers with nested branches,
loops, exceptions and jumps, also out of and within `finally`. It is run here,
and the outcome stands in comments above both renderings:

    # f3(1, 2): log 4 4 7, return 12
    # f3(0, 5): log, raise 10

The test interprets the IR of both files and compares. `log` notes a number,
`boom` raises one number in seven (3, 10, 17 ...) and gives others back.
"""

import random
import sys

VARS = ["a", "b", "c", "d"]
INPUTS = [(0, 1), (1, 2), (3, 5), (6, 4)]
LIMIT = 97


class E(Exception):
    pass


class Program:
    """Builds one function, line by line, in both languages."""

    def __init__(self, rng, name):
        self.rng = rng
        self.python = []
        self.java = []
        self.depth = 1
        self.loops = 0
        self.counters = 0
        self.errors = 0
        self.budget = rng.randint(8, 26)
        self.both(f"def {name}(a, b):", f"static int {name}(int a, int b) {{")
        for var in VARS[2:]:
            self.assign(var, "0", declares=True)
        self.block(3)
        self.both("return (a + b + c + d) % 97", "return (a + b + c + d) % 97;")
        self.depth -= 1
        self.java.append("    }")

    def both(self, python, java):
        if python is not None:
            depth = self.depth if not python.startswith("def f") else 0
            self.python.append("    " * depth + python)
        if java is not None:
            self.java.append("    " * (self.depth + 1) + java)
        if java is not None and java.startswith("static int f"):
            self.java[-1] = "    " + java

    def assign(self, var, expr, declares=False):
        self.both(f"{var} = {expr}", f"{'int ' if declares else ''}{var} = {expr};")

    # ---- expressions: text for Python, text for Java

    def expr(self, deep=2):
        roll = self.rng.random()
        if deep == 0 or roll < 0.35:
            text = self.rng.choice(VARS) if roll < 0.25 else str(self.rng.randint(0, 9))
            return text, text
        left, right = self.expr(deep - 1), self.expr(deep - 1)
        if roll < 0.6:
            op = self.rng.choice(["+", "*"])
            return tuple(f"({x} {op} {y}) % {LIMIT}" for x, y in zip(left, right))
        if roll < 0.75:
            cond = self.cond(1)
            return (
                f"({left[0]} if {cond[0]} else {right[0]})",
                f"({cond[1]} ? {left[1]} : {right[1]})",
            )
        return tuple(f"boom({x})" for x in left)

    def cond(self, deep=2):
        roll = self.rng.random()
        if deep and roll < 0.25:
            left, right = self.cond(deep - 1), self.cond(deep - 1)
            op = self.rng.choice([("and", "&&"), ("or", "||")])
            return f"({left[0]} {op[0]} {right[0]})", f"({left[1]} {op[1]} {right[1]})"
        if deep and roll < 0.35:
            inner = self.cond(deep - 1)
            return f"not {inner[0]}", f"!({inner[1]})"
        left, right = self.expr(1), self.expr(1)
        if roll < 0.45:
            last = self.rng.choice(VARS)
            middle = self.rng.choice(VARS)
            return (
                f"({left[0]} <= {middle} < {last})",
                f"({left[1]} <= {middle} && {middle} < {last})",
            )
        op = self.rng.choice(["<", "<=", "==", "!=", ">"])
        return f"({left[0]} {op} {right[0]})", f"({left[1]} {op} {right[1]})"

    # ---- statements

    def block(self, deep, in_finally=False):
        """Whether its end can be reached."""
        for _ in range(self.rng.randint(1, 4)):
            self.budget -= 1
            if not self.statement(deep if self.budget > 0 else 0, in_finally):
                return False
        return True

    def nested(self, deep, in_finally=False):
        self.depth += 1
        live = self.block(deep, in_finally)
        self.depth -= 1
        return live

    def statement(self, deep, in_finally):
        roll = self.rng.random()
        if deep == 0 or roll < 0.3:
            return self.simple(in_finally)
        deep -= 1
        if roll < 0.5:
            return self.branch(deep, in_finally)
        if roll < 0.7:
            return self.loop(deep, in_finally)
        if roll < 0.8:
            return self.choice(deep, in_finally)
        return self.attempt(deep, in_finally)

    def simple(self, in_finally):
        roll = self.rng.random()
        value = self.expr()
        if roll < 0.4:
            self.both(f"log({value[0]})", f"log({value[1]});")
        elif roll < 0.7:
            var = self.rng.choice(VARS)
            self.both(f"{var} = {value[0]}", f"{var} = {value[1]};")
        elif roll < 0.8:
            var = self.rng.choice(VARS)
            self.both(f"{var} += {value[0]}", f"{var} += {value[1]};")
            self.both(f"{var} %= {LIMIT}", f"{var} %= {LIMIT};")
        elif roll < 0.86 and self.loops:
            word = self.rng.choice(["break", "continue"])
            self.both(word, word + ";")
            return False
        elif roll < 0.9:
            self.both(f"return {value[0]}", f"return {value[1]};")
            return False
        elif roll < 0.94:
            self.both(f"raise E({value[0]})", f"throw new E({value[1]});")
            return False
        else:
            self.both(f"boom({value[0]})", f"boom({value[1]});")
        return True

    def branch(self, deep, in_finally):
        live = False
        arms = self.rng.randint(1, 3)
        for n in range(arms):
            cond = self.cond()
            if n == 0:
                self.both(f"if {cond[0]}:", f"if ({cond[1]}) {{")
            else:
                self.both(f"elif {cond[0]}:", f"}} else if ({cond[1]}) {{")
            live |= self.nested(deep, in_finally)
        if self.rng.random() < 0.5:
            self.both("else:", "} else {")
            live |= self.nested(deep, in_finally)
        else:
            live = True
        self.both(None, "}")
        return live

    def loop(self, deep, in_finally):
        counter = f"n{self.counters}"
        self.counters += 1
        times = self.rng.randint(0, 4)
        outer_loops, self.loops = self.loops, self.loops + 1
        kind = self.rng.random()
        if kind < 0.4:
            self.assign(counter, str(times), declares=True)
            if kind < 0.2:
                self.both(f"while {counter} > 0:", f"while ({counter} > 0) {{")
            else:
                cond = self.cond()
                self.both(
                    f"while {counter} > 0 and {cond[0]}:",
                    f"while ({counter} > 0 && {cond[1]}) {{",
                )
            self.depth += 1
            self.both(f"{counter} -= 1", f"{counter}--;")
        elif kind < 0.6:
            self.assign(counter, str(times + 1), declares=True)
            self.both("while True:", "while (true) {")
            self.depth += 1
            self.both(f"{counter} -= 1", f"--{counter};")
            self.both(f"if {counter} < 0:", f"if ({counter} < 0) {{")
            self.both("    break", "    break;")
            self.both(None, "}")
        else:
            self.both(
                f"for {counter} in range({times}):",
                f"for (int {counter} = 0; {counter} < {times}; {counter}++) {{",
            )
            self.depth += 1
            self.both(f"log({counter})", f"log({counter});")
        self.block(deep, in_finally)
        self.depth -= 1
        self.loops = outer_loops
        self.both(None, "}")
        return True

    def choice(self, deep, in_finally):
        subject = self.expr(1)
        self.both(f"match ({subject[0]}) % 4:", f"switch (({subject[1]}) % 4) {{")
        self.depth += 1
        # A `break` in here would mean the switch in Java.
        loops, self.loops = self.loops, 0
        live = False
        for labels in (["0"], ["1", "2"], None):
            if labels:
                self.both(f"case {' | '.join(labels)}:", f"case {', '.join(labels)} -> {{")
            else:
                self.both("case _:", "default -> {")
            live |= self.nested(deep, in_finally)
            self.both(None, "}")
        self.loops = loops
        self.depth -= 1
        self.both(None, "}")
        return live

    def attempt(self, deep, in_finally):
        self.both("try:", "try {")
        live = self.nested(deep, in_finally)
        roll = self.rng.random()
        catches = roll < 0.75
        if catches:
            name = f"e{self.errors}"
            self.errors += 1
            self.both(f"except E as {name}:", f"}} catch (E {name}) {{")
            self.depth += 1
            self.both(f"log({name}.args[0])", f"log({name}.args[0]);")
            live |= self.block(deep, in_finally)
            self.depth -= 1
        if roll > 0.5:
            self.both("finally:", "} finally {")
            live &= self.nested(min(deep, 1), True)
        self.both(None, "}")
        return live


def outcome(function, args):
    notes = []

    def log(n):
        notes.append(n)

    def boom(n):
        if n % 7 == 3:
            raise E(n)
        return n

    function.__globals__.update(log=log, boom=boom, E=E)
    try:
        end = f"return {function(*args)}"
    except E as error:
        end = f"raise {error.args[0]}"
    return " ".join(["log", *map(str, notes)]) + ", " + end


def main(seed, count):
    python, java = [], ["class Programs {"]
    for n in range(count):
        name = f"f{n}"
        program = Program(random.Random(f"{seed}-{n}"), name)
        source = "\n".join(program.python)
        scope = {}
        exec(compile(source, name, "exec"), scope)
        expected = [
            f"{name}({a}, {b}): {outcome(scope[name], (a, b))}" for a, b in INPUTS
        ]
        python += [f"# {line}" for line in expected] + [source, "", ""]
        java += [f"    // {line}" for line in expected] + program.java + [""]
    java.append("}")
    with open("programs.py", "w") as file:
        file.write("\n".join(python).rstrip() + "\n")
    with open("Programs.java", "w") as file:
        file.write("\n".join(java) + "\n")


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    main(sys.argv[1], int(sys.argv[2]))
