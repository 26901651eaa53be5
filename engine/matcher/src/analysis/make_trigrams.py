#!/usr/bin/env python3
"""Writes `trigrams.txt`: how surprising each three letters of English are.

    python3 make_trigrams.py TEXT... > trigrams.txt

A TEXT is a file, or a folder that is searched for text files and for Python
files, of which the docstrings are read. The table in use was made from the
docstrings of Python 3.11's standard library, Perl's manual (`*.pod`) and
Debian's `/usr/share/common-licenses`; any few megabytes of English will give
much the same. Only counts of letters go into the table.

The probability of three letters is that of a chain, p(a) p(b|a) p(c|ab), with
interpolated absolute discounting: what was never seen gets a share according
to the shorter history, so that every entry is finite.

Line 1 holds the surprise of single letters, line 2 + 26 a + b that of all
trigrams that begin with the letters a, b: one character per next letter,
`chr(48 + half bits)`.
"""
import ast
import collections
import math
import pathlib
import re
import sys

DISCOUNT = 0.75
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def texts(path):
    if path.is_dir():
        for below in sorted(path.rglob("*")):
            if below.is_file() and (below.suffix in (".py", ".pod", ".txt") or path.name == "common-licenses"):
                yield from texts(below)
        return
    text = path.read_text(encoding="utf-8", errors="ignore")
    if path.suffix != ".py":
        yield text
        return
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield ast.get_docstring(node) or ""


def main():
    counts = [collections.Counter(), collections.Counter(), collections.Counter()]
    for path in sys.argv[1:]:
        for text in texts(pathlib.Path(path)):
            for word in re.findall("[A-Z]+", text.upper()):
                for n in (1, 2, 3):
                    counts[n - 1].update(word[i : i + n] for i in range(len(word) - n + 1))
    followers = collections.Counter()
    kinds = collections.Counter()
    for longer in counts[1:]:
        for gram, count in longer.items():
            followers[gram[:-1]] += count
            kinds[gram[:-1]] += 1
    total = sum(counts[0].values())

    def p(history, letter):
        if not history:
            return (counts[0][letter] + 0.5) / (total + 13)
        shorter = p(history[1:], letter)
        seen = followers[history]
        if not seen:
            return shorter
        own = max(counts[len(history)][history + letter] - DISCOUNT, 0) / seen
        return own + DISCOUNT * kinds[history] / seen * shorter

    def halves(probability):
        return chr(48 + round(-2 * math.log2(probability)))

    print("".join(halves(p("", a)) for a in LETTERS))
    for a in LETTERS:
        for b in LETTERS:
            print("".join(halves(p("", a) * p(a, b) * p(a + b, c)) for c in LETTERS))


main()
