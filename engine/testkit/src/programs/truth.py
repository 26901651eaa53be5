"""Executes programs and says which sources arrive at which sinks.

Reads a JSON object a line, {"files": {path: text}, "main": module, "script":
bool}, and answers each with a line: {"flows": [[source, sink], ...], "sources":
[source, ...], "sinks": [sink, ...], "complete": bool} or
{"error": text}. Every combination of
answers of `flag` and `choice` is tried, up to a limit.
"""
import importlib.abc
import importlib.util
import json
import random
import signal
import sys
import types

FIRST_MARK = 0xE000
MOST_CHOICES = 9
MOST_RUNS = 600
MOST_STEPS = 3000


class TooLong(BaseException):
    pass


class Loader(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Modules from texts."""

    def __init__(self):
        self.code = {}

    def find_spec(self, name, path=None, target=None):
        if name in self.code:
            return importlib.util.spec_from_loader(name, self, is_package=self.code[name] is None)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        code = self.code[module.__name__]
        if code is not None:
            exec(code, module.__dict__)


class Run:
    """One execution: the answers to give first, those given, the marks that arrived."""

    def __init__(self, answers, arrived, sources, sinks):
        self.answers = answers
        self.given = []
        self.arrived = arrived
        self.sources = sources
        self.sinks = sinks
        self.steps = 0
        self.complete = True

    def step(self):
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise TooLong("too many steps")

    def choose(self, n):
        self.step()
        at = len(self.given)
        if at >= MOST_CHOICES:
            self.complete = False
            return 0
        answer = self.answers[at] if at < len(self.answers) else 0
        self.given.append((answer, n))
        return answer

    def sink(self, n, value):
        self.step()
        if not isinstance(value, str):
            raise TypeError("a sink takes a string")
        self.sinks.add(n)
        for char in set(value):
            mark = ord(char) - FIRST_MARK
            if 0 <= mark < 0x1000:
                self.arrived.add((mark, n))

    def source(self, n):
        self.step()
        self.sources.add(n)
        return chr(FIRST_MARK + n) * 2

    def env(self):
        env = types.ModuleType("env")
        env.flag = lambda: self.choose(2) == 1
        env.choice = lambda: self.choose(3)
        env.clean = lambda text: "clean"
        env.source = self.source
        env.sink = self.sink
        return env


def following(given):
    """The answers of the next combination, None after the last."""
    given = list(given)
    while given:
        answer, n = given.pop()
        if answer + 1 < n:
            return [a for a, _ in given] + [answer + 1]
    return None


def judge(job, loader):
    names = {}
    for path, text in job["files"].items():
        name = path[: -len(".py")].replace("/", ".")
        names[name] = compile(text, path, "exec")
        if "." in name:
            names[name.split(".")[0]] = None
    loader.code = names
    main = next(n for n in names if n.split(".")[-1] == job["main"])
    arrived, sources, sinks = set(), set(), set()
    answers, runs, complete = [], 0, True
    while answers is not None:
        run = Run(answers, arrived, sources, sinks)
        for name in names:
            sys.modules.pop(name, None)
        sys.modules["env"] = run.env()
        try:
            module = importlib.import_module(main)
            if not job["script"]:
                module.main()
        except TooLong:
            return {"error": "too long"}
        except Exception as error:
            # What programs throw themselves is the end of this execution.
            if not type(error).__module__.split(".")[-1].startswith("m"):
                return {"error": f"{type(error).__name__}: {error}"}
        complete = complete and run.complete
        runs += 1
        answers = following(run.given)
        if runs >= MOST_RUNS and answers is not None:
            complete = False
            break
    return {
        "flows": sorted(arrived),
        "sources": sorted(sources),
        "sinks": sorted(sinks),
        "complete": complete,
    }


def late(signum, frame):
    raise TooLong("too slow")


def main():
    sys.setrecursionlimit(400)
    sys.dont_write_bytecode = True
    loader = Loader()
    sys.meta_path.insert(0, loader)
    signal.signal(signal.SIGALRM, late)
    for line in sys.stdin:
        signal.alarm(5)
        try:
            answer = judge(json.loads(line), loader)
        except TooLong:
            answer = {"error": "too slow"}
        except (SyntaxError, RecursionError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        signal.alarm(0)
        print(json.dumps(answer), flush=True)


main()
