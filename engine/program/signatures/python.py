"""Prints the signatures of Python's standard library from its type stubs, in the
format of src/signatures/mod.rs.

Usage: python3 python.py FOLDER, with a folder of `.pyi` files.
"""

import ast
import os
import sys

SKIP = ("tkinter", "turtle", "lib2to3", "distutils", "idlelib", "msilib", "ensurepip", "pydoc_data",
        "_msi", "winreg", "_winapi", "nt", "ntpath", "winsound", "turtledemo", "antigravity", "this",
        "ossaudiodev", "spwd", "nis", "crypt_r", "sre_", "_curses", "curses", "pyexpat.model")
VERSION = (3, 13)
UNKNOWN = "?"
# Names of `typing` that stand for a built-in class.
BUILTIN = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple",
           "Type": "type", "Text": "str", "LiteralString": "str"}


class Module:
    """The public names of one stub file."""

    def __init__(self, name, tree, is_package):
        self.name, self.is_package = name, is_package
        self.classes, self.functions, self.variables = {}, {}, {}
        self.imports, self.wildcards, self.aliases, self.type_vars = {}, [], {}, {}
        # A stub re-exports what it imports only under `as` and in `__all__`.
        self.exported = set()
        for node in statements(tree.body):
            self.add(node)

    def add(self, node):
        if isinstance(node, ast.ClassDef):
            self.classes.setdefault(node.name, node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            if last_name(node.annotation) == "TypeAlias":
                self.aliases[node.target.id] = node.value
            else:
                self.variables.setdefault(node.target.id, node.annotation)
        elif isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(target(node), ast.Name):
            name = target(node).id
            if name == "__all__" and isinstance(node.value, (ast.List, ast.Tuple)):
                self.exported |= {part.value for part in node.value.elts if isinstance(part, ast.Constant)}
            made = last_name(node.value.func) if isinstance(node.value, ast.Call) else ""
            if made in ("TypeVar", "ParamSpec", "TypeVarTuple"):
                self.type_vars[name] = node.value
            else:
                self.aliases[name] = node.value
        elif isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                self.imports[name] = alias.name if alias.asname else name
        elif isinstance(node, ast.ImportFrom):
            source = self.source(node)
            for alias in node.names:
                if alias.name == "*":
                    self.wildcards.append(source)
                    continue
                self.imports[alias.asname or alias.name] = f"{source}.{alias.name}"
                if alias.asname == alias.name:
                    self.exported.add(alias.name)

    def source(self, node):
        if not node.level:
            return node.module
        parts = self.name.split(".")
        keep = len(parts) - node.level + (1 if self.is_package else 0)
        return ".".join(parts[:keep] + ([node.module] if node.module else []))


def target(node):
    return node.target if isinstance(node, ast.AugAssign) else node.targets[0]


def statements(body):
    """Statements, with the branches that hold for our version and Linux."""
    for node in body:
        if isinstance(node, ast.If):
            holds = condition(node.test)
            if holds is not False:
                yield from statements(node.body)
            if holds is not True:
                yield from statements(node.orelse)
        elif isinstance(node, ast.Try):
            yield from statements(node.body)
        else:
            yield node


def condition(test):
    if isinstance(test, ast.BoolOp):
        parts = [condition(part) for part in test.values]
        if isinstance(test.op, ast.And):
            return False if False in parts else (None if None in parts else True)
        return True if True in parts else (None if None in parts else False)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        holds = condition(test.operand)
        return None if holds is None else not holds
    if not isinstance(test, ast.Compare):
        return None
    left, right = ast.unparse(test.left), test.comparators[0]
    operator = test.ops[0]
    if left == "sys.platform" and isinstance(right, ast.Constant):
        same = right.value == "linux"
        return same if isinstance(operator, ast.Eq) else not same
    if left == "sys.version_info" and isinstance(right, ast.Tuple):
        version = tuple(part.value for part in right.elts)
        return VERSION >= version if isinstance(operator, ast.GtE) else VERSION < version
    return None


def last_name(node):
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Subscript):
        return last_name(node.value)
    return ""


class Library:
    """All modules, and what names in them mean."""

    def __init__(self, folder):
        self.modules = {}
        for place, _, files in sorted(os.walk(folder)):
            for file in sorted(files):
                if not file.endswith(".pyi"):
                    continue
                path = os.path.relpath(os.path.join(place, file), folder)[: -len(".pyi")]
                is_package = path.endswith("__init__")
                name = path.replace(os.sep, ".").removesuffix(".__init__")
                if name.startswith(SKIP) or "@" in name:
                    continue
                with open(os.path.join(place, file), encoding="utf-8") as text:
                    self.modules[name] = Module(name, ast.parse(text.read()), is_package)

    def find(self, module, name, hops=0):
        """What a name means in a module: (kind, module, name) or None."""
        found = self.modules.get(module)
        if found is None or hops > 12:
            return None
        if name in found.classes:
            return ("class", module, name)
        if name in found.functions:
            return ("function", module, name)
        if name in found.type_vars:
            return ("type_var", module, name)
        if name in found.aliases:
            return ("alias", module, name)
        if name in found.variables:
            return ("variable", module, name)
        if name in found.imports:
            target = found.imports[name]
            if target in self.modules:
                return ("module", target, "")
            owner, _, member = target.rpartition(".")
            return self.find(owner, member, hops + 1)
        for source in found.wildcards:
            result = self.find(source, name, hops + 1)
            if result and not name.startswith("_"):
                return result
        if module != "builtins":
            return self.find("builtins", name, hops + 1)
        return None

    def names(self, module, hops=0):
        """The public names of a module, re-exports included."""
        found = self.modules.get(module)
        if found is None or hops > 12:
            return set()
        own = set(found.functions) | set(found.variables) | set(found.classes) | set(found.aliases)
        own |= found.exported & set(found.imports)
        for source in found.wildcards:
            own |= {name for name in self.names(source, hops + 1) if not name.startswith("_")}
        return own


def full(module, name):
    return name if module == "builtins" else f"{module}.{name}"


class Types:
    """Writes annotations as types, as seen from one module and class."""

    def __init__(self, library, module, params=(), own=None):
        self.library, self.module = library, module
        self.params, self.own = list(params), own

    def short(self, name):
        module = self.module
        if module != "builtins" and name.startswith(module + "."):
            return name[len(module):]
        return name

    def write(self, node, module=None, hops=0):
        """The type as text; `?` if it is not known."""
        parts = self.parts(node, module or self.module, hops)
        if not parts or UNKNOWN in parts or len(parts) > 3:
            return UNKNOWN
        return "|".join(parts)

    def parts(self, node, module, hops):
        """The types that a value of this annotation can have; None left out."""
        if node is None or hops > 8:
            return [UNKNOWN]
        if isinstance(node, ast.Constant):
            if node.value is None:
                return []
            if isinstance(node.value, str):
                return self.parts(ast.parse(node.value, mode="eval").body, module, hops + 1)
            return [UNKNOWN]
        if isinstance(node, ast.BinOp):
            # `X | Any` is how stubs say that None need not be checked for.
            if last_name(node.right) in ("Any", "MaybeNone"):
                return self.parts(node.left, module, hops)
            return unique(self.parts(node.left, module, hops) + self.parts(node.right, module, hops))
        if isinstance(node, ast.Subscript):
            return self.subscript(node, module, hops)
        if isinstance(node, (ast.Name, ast.Attribute)):
            return [self.name(node, module, hops)] if not self.alias(node, module) else \
                self.parts(self.alias(node, module)[0], self.alias(node, module)[1], hops + 1)
        return [UNKNOWN]

    def resolve(self, node, module):
        if isinstance(node, ast.Name):
            return self.library.find(module, node.id)
        if isinstance(node, ast.Attribute):
            outer = self.resolve(node.value, module)
            if outer and outer[0] == "module":
                return self.library.find(outer[1], node.attr)
            if outer and outer[0] == "class":
                return ("class", outer[1], f"{outer[2]}.{node.attr}")
        return None

    def alias(self, node, module):
        found = self.resolve(node, module)
        if found and found[0] == "alias" and found[1] not in ("typing", "typing_extensions", "builtins"):
            return self.library.modules[found[1]].aliases[found[2]], found[1]
        return None

    def name(self, node, module, hops):
        name = last_name(node)
        if name in self.params:
            return f"%{self.params.index(name)}"
        if name == "Self":
            return self.short(self.own) if self.own else UNKNOWN
        if name in ("AnyStr", "AnyOrLiteralStr"):
            return "str"
        if name in ("Any", "object", "Incomplete", "Unused", "NoReturn", "Never", "MaybeNone"):
            return UNKNOWN
        found = self.resolve(node, module)
        if found is None:
            return UNKNOWN
        kind, owner, name = found
        if owner in ("typing", "typing_extensions") and name in BUILTIN:
            return BUILTIN[name]
        if kind == "alias" and owner in ("typing", "typing_extensions"):
            return self.short(full("typing", name))
        return self.short(full(owner, name)) if kind == "class" else UNKNOWN

    def subscript(self, node, module, hops):
        base = last_name(node.value)
        args = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if base in ("Optional", "Union"):
            return unique([part for arg in args for part in self.parts(arg, module, hops)])
        if base in ("Final", "ClassVar", "Annotated", "TypeGuard", "TypeIs", "Required", "NotRequired"):
            return self.parts(args[0], module, hops)
        if base == "Literal":
            names = {type(arg.value).__name__ for arg in args if isinstance(arg, ast.Constant)}
            return sorted(names) or [UNKNOWN]
        outer = self.write(node.value, module, hops)
        if outer == UNKNOWN or "|" in outer or outer.startswith("%"):
            return [outer if "|" not in outer else UNKNOWN]
        written = []
        for arg in args:
            inner = self.write(arg, module, hops)
            if inner == UNKNOWN or "|" in inner:
                break
            written.append(inner)
        return [f"{outer}<{','.join(written)}>" if written else outer]


def unique(items):
    return list(dict.fromkeys(items))


def decorators(node):
    return {last_name(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list}


def counts(node, skip_first):
    """Least and most arguments by position; most is None if there is no limit."""
    args = node.args.posonlyargs + node.args.args
    most = len(args)
    least = most - len(node.args.defaults)
    if skip_first:
        least, most = max(least - 1, 0), max(most - 1, 0)
    return least, (None if node.args.vararg else most)


def method_entries(name, nodes, types, is_method):
    """`name/least-most:type`, overloads joined where they do not differ in number."""
    found = {}
    for node in nodes:
        skip = is_method and "staticmethod" not in decorators(node)
        found.setdefault(counts(node, skip), []).append(types.write(node.returns))
    known = [ty for tys in found.values() for ty in tys]
    if all(isinstance(n.returns, ast.Constant) and n.returns.value is None for n in nodes):
        known = ["None"]
        found = {key: ["None"] for key in found}
    if UNKNOWN in known and len(nodes) == 1:
        known = []
    entries = []
    for (least, most), tys in sorted(found.items(), key=lambda item: (item[0][0], item[0][1] or 99)):
        parts = unique(part for ty in tys for part in split_union(ty))
        # What works on text and bytes alike is mostly asked with text.
        parts = [part for part in parts if "bytes" not in part or part.replace("bytes", "str") not in parts]
        ty = UNKNOWN if UNKNOWN in parts or len(parts) > 3 else "|".join(parts)
        count = f"{least}+" if most is None else str(least) if least == most else f"{least}-{most}"
        entries.append(f"{name}/{count}:{ty}")
    return entries


def split_union(text):
    parts, depth, start = [], 0, 0
    for at, c in enumerate(text):
        depth += (c == "<") - (c == ">")
        if c == "|" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return parts + [text[start:]]


def is_public(name):
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))


# Members of these names are asked for; of other special methods nobody asks.
SPECIAL = ("__enter__", "__aenter__", "__iter__", "__next__", "__call__", "__getitem__")


def class_lines(library, module, node, outer=""):
    """The line of a class, and those of classes within it."""
    path = f"{outer}.{node.name}" if outer else node.name
    own = full(module, path)
    params = class_params(library, module, node)
    types = Types(library, module, params, own)
    supers = []
    for base in node.bases:
        if last_name(base) in ("Generic", "Protocol", "object", "NamedTuple", "TypedDict"):
            continue
        written = types.write(base)
        if written != UNKNOWN and not written.startswith("%"):
            supers.append(written)
    methods, fields, inner = {}, {}, []
    for member in statements(node.body):
        if isinstance(member, ast.ClassDef):
            inner += class_lines(library, module, member, path)
        elif isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
            if not (member.name in SPECIAL or not member.name.startswith("_")):
                continue
            if decorators(member) & {"property", "cached_property"}:
                fields[member.name] = types.write(member.returns)
            elif not decorators(member) & {"setter", "deleter"}:
                methods.setdefault(member.name, []).append(member)
        elif isinstance(member, ast.AnnAssign) and isinstance(member.target, ast.Name):
            if not member.target.id.startswith("_"):
                fields[member.target.id] = types.write(member.annotation)
    members = [entry for name in sorted(methods) for entry in method_entries(name, methods[name], types, True)]
    members += [f"{name}={ty}" for name, ty in sorted(fields.items())]
    kind = "cf" if "final" in decorators(node) else "c"
    return ["\t".join((own, kind, ",".join(supers), ";".join(members)))] + inner


def class_params(library, module, node):
    """Names of the class's type variables, in order of its bases."""
    params = []
    generic = [base for base in node.bases if isinstance(base, ast.Subscript)]
    generic.sort(key=lambda base: last_name(base) not in ("Generic", "Protocol"))
    for base in generic:
        for part in ast.walk(base.slice):
            if isinstance(part, ast.Name) and part.id not in params:
                found = library.find(module, part.id)
                if found and found[0] == "type_var":
                    params.append(part.id)
    return params


def module_line(library, module):
    members = []
    for name in sorted(library.names(module)):
        if name.startswith("_"):
            continue
        found = library.find(module, name)
        if found is None:
            continue
        kind, owner, inner = found
        source = library.modules[owner]
        if kind == "function":
            here = Types(library, module)
            here_nodes = source.functions[inner]
            types = Types(library, owner)
            types.short = here.short
            members += method_entries(name, here_nodes, types, False)
        elif kind == "variable":
            types = Types(library, owner)
            types.short = Types(library, module).short
            members.append(f"{name}={types.write(source.variables[inner])}")
        elif kind == "class" and (owner != module):
            members.append(f"{name}>{full(owner, inner)}")
    return "\t".join((module, "m", "", ";".join(members)))


def main():
    library = Library(sys.argv[1])
    lines = []
    for name, module in library.modules.items():
        lines.append(module_line(library, name))
        for node in module.classes.values():
            lines += class_lines(library, name, node)
    seen = {}
    for line in lines:
        seen.setdefault(line.split("\t")[0], line)
    for key in sorted(seen, key=str.encode):
        print(seen[key])


main()
