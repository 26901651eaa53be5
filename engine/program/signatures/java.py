"""Prints the signatures of Java classes in the format of src/signatures/mod.rs.

Without arguments: of the JDK in the path. With arguments: of the jars given.
"""

import re
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor

PACKAGES = ("java.", "javax.", "org.w3c.dom", "org.xml.sax", "org.ietf.jgss", "com.sun.net.httpserver")
# Classes and supertypes of these are kept, members are not.
NO_MEMBERS = ("java.awt.", "javax.swing.", "java.applet.", "java.beans.", "javax.accessibility.",
              "javax.print.", "javax.sound.", "javax.imageio.", "org.w3c.dom.html.", "javax.management.",
              "java.lang.invoke.", "java.rmi.", "javax.lang.model.", "javax.tools.")
MODIFIERS = {"public", "protected", "private", "static", "final", "abstract", "default", "native",
             "synchronized", "strictfp", "transient", "volatile", "sealed", "non-sealed"}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def jdk_classes():
    """Names of all classes in exported packages, nested ones with `$`."""
    modules = [line.split("@")[0] for line in run("java", "--list-modules").split()]
    exported = set()
    for module in modules:
        for line in run("java", "--describe-module", module).splitlines():
            words = line.split()
            if words and words[0] == "exports" and "to" not in words:
                exported.add(words[1])
    listing = run("jimage", "list", jimage_path())
    names = set()
    for line in listing.splitlines():
        line = line.strip()
        if not line.endswith(".class") or "/" not in line:
            continue
        name = line[: -len(".class")].replace("/", ".")
        package = name.rsplit(".", 1)[0]
        if package in exported and name.startswith(PACKAGES):
            names.add(name)
    return sorted(names), []


def jimage_path():
    settings = subprocess.run(["java", "-XshowSettings:properties", "-version"],
                              check=True, capture_output=True, text=True).stderr
    home = re.search(r"java\.home = (\S+)", settings).group(1)
    return home + "/lib/modules"


def jar_classes(jars):
    names = set()
    for jar in jars:
        with zipfile.ZipFile(jar) as archive:
            for name in archive.namelist():
                if name.endswith(".class") and "-" not in name and not name.startswith("META-INF/"):
                    names.add(name[: -len(".class")].replace("/", "."))
    return sorted(names), ["-cp", ":".join(jars)]


def describe(names, options):
    """The output of javap for all classes."""
    names = [name for name in names if not re.search(r"\$\d", name)]
    chunks = [names[at:at + 400] for at in range(0, len(names), 400)]
    with ThreadPoolExecutor(2) as pool:
        return "".join(pool.map(lambda chunk: run("javap", "-protected", *options, *chunk), chunks))


def split_top(text, separator=","):
    """Splits outside of angle brackets."""
    parts, depth, start = [], 0, 0
    for at, c in enumerate(text):
        depth += (c == "<") - (c == ">")
        if c == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]


def take_params(text):
    """`<A, B extends C> rest` → ([("A", None), ("B", "C")], rest)."""
    text = text.strip()
    if not text.startswith("<"):
        return [], text
    depth = 0
    for at, c in enumerate(text):
        depth += (c == "<") - (c == ">")
        if depth == 0:
            break
    params = []
    for part in split_top(text[1:at]):
        name, _, bound = part.partition(" extends ")
        params.append((name.strip(), split_top(bound, "&")[0] if bound else None))
    return params, text[at + 1:].strip()


class Writer:
    """Writes types in short form, as seen from one class."""

    def __init__(self, package, params):
        self.package = package
        self.params = [name for name, _ in params]

    def short(self, name):
        name = name.replace("$", ".")
        if name.startswith("java.lang.") and name.count(".") == 2:
            return "~" + name[len("java.lang."):]
        if self.package and name.startswith(self.package + "."):
            rest = name[len(self.package) + 1:]
            if rest[:1].isupper():
                return "." + rest
        return name

    def write(self, text, variables=(), found=None):
        """`found` says where type variables of the method come from."""
        text = text.strip()
        text = re.sub(r"@\S+ ", "", text)
        dims = 0
        while text.endswith("[]"):
            text, dims = text[:-2].strip(), dims + 1
        if text.startswith("?"):
            bound = re.sub(r"^\?\s*(extends|super)?\s*", "", text)
            return self.write(bound, variables, found) if bound else "?"
        variables = dict(variables)
        if found and text in found:
            inner = found[text]
        elif text in variables:
            bound = variables.pop(text)
            inner = self.write(bound, variables.items()) if bound else "?"
        elif text in self.params:
            inner = f"%{self.params.index(text)}"
        elif re.fullmatch(r"[A-Z][A-Z0-9]?", text):  # a variable within its own bound
            inner = "?"
        elif "<" in text:
            at = text.index("<")
            args = [self.write(arg, variables.items(), found) for arg in split_top(text[at + 1:text.rindex(">")])]
            known = any(arg != "?" for arg in args)
            args = ["~Object" if arg == "?" else arg for arg in args]
            inner = f"{self.short(text[:at])}<{','.join(args)}>" if known else self.short(text[:at])
        else:
            inner = self.short(text)
        return inner if inner == "?" else inner + "[]" * dims


HEAD = re.compile(r"^(?P<modifiers>(?:[\w-]+ )*?)(?P<kind>class|interface|enum|@interface|record) (?P<rest>.*) \{$")


def type_args(text):
    return split_top(text[text.index("<") + 1:text.rindex(">")]) if "<" in text else []


def bare(text):
    """A type without wildcard."""
    return re.sub(r"^\?\s*(extends|super)?\s*", "", text.strip())


class Functional:
    """Interfaces with one method to implement: its parameters and result, in
    terms of the interface's type parameters."""

    def __init__(self, blocks):
        self.methods = {}
        for lines in blocks:
            head = HEAD.match(lines[0])
            if not head or head["kind"] != "interface":
                continue
            name = re.match(r"[\w.$]+", head["rest"]).group(0)
            params, _ = take_params(head["rest"][len(name):])
            abstract = []
            for line in lines[1:]:
                line = re.sub(r"\s+throws .*$", "", line.strip().rstrip(";"))
                call = re.match(r"^public abstract (.*) ([\w$]+)\((.*)\)$", line)
                if call and call.group(2) not in ("equals", "hashCode", "toString"):
                    abstract.append(call.groups())
            if len(abstract) == 1 and not abstract[0][0].startswith("<"):
                ty, method, args = abstract[0]
                self.methods[name] = ([p for p, _ in params], method, ty, split_top(args))
        self.inherit(blocks)

    def inherit(self, blocks):
        """`UnaryOperator<T> extends Function<T, T>` and the like."""
        for lines in blocks:
            head = HEAD.match(lines[0])
            extends = head and head["kind"] == "interface" and re.search(r" extends (.*)$", head["rest"])
            if not extends or any("abstract" in line for line in lines[1:]):
                continue
            base = split_top(extends.group(1))[0]
            found = self.methods.get(base.split("<")[0])
            name = re.match(r"[\w.$]+", head["rest"]).group(0)
            if not found or name in self.methods:
                continue
            own, _ = take_params(head["rest"][len(name):])
            bound = dict(zip(found[0], type_args(base)))
            replace = lambda text: re.sub(r"\b\w+\b", lambda m: bound.get(m.group(0), m.group(0)), text)
            self.methods[name] = ([p for p, _ in own], found[1], replace(found[2]), [replace(a) for a in found[3]])

    def sources(self, variables, args):
        """Where the type variables of a method come from: `@i` the type of
        argument i, `@i.j` its type argument j, `^i` the result of the function
        that argument i is, `^i.j` the type argument j of that."""
        found = {}
        for variable, _ in variables:
            for i, arg in enumerate(args):
                source = self.source(variable, i, re.sub(r"\.\.\.$", "", arg.strip()))
                if source:
                    found[variable] = source
                    break
        return found

    def source(self, variable, i, arg):
        if arg == variable:
            return f"@{i}"
        inner = [bare(part) for part in type_args(arg)]
        functional = self.methods.get(arg.split("<")[0])
        for j, part in enumerate(inner):
            if functional and j < len(functional[0]) and functional[2] == functional[0][j]:
                if part == variable:
                    return f"^{i}"
                deeper = [bare(p) for p in type_args(part)]
                if variable in deeper:
                    return f"^{i}.{deeper.index(variable)}"
            elif part == variable and not functional:
                return f"@{i}.{j}"
        return None


def read_class(lines, functional):
    """One class as a line of the file, or None."""
    head = HEAD.match(lines[0])
    if not head:
        return None
    modifiers = head["modifiers"].split()
    if "public" not in modifiers and "protected" not in modifiers:
        return None
    rest = head["rest"]
    name = re.match(r"[\w.$]+", rest).group(0)
    params, rest = take_params(rest[len(name):])
    package = name.rsplit(".", 1)[0] if "." in name else ""
    writer = Writer(package, params)
    supers = []
    extends = re.search(r"(?:^|\s)extends (.*?)(?= implements |$)", rest)
    implements = re.search(r"(?:^|\s)implements (.*)$", rest)
    for found in (extends, implements):
        if found:
            supers += [writer.write(part) for part in split_top(found.group(1))]
    kind = "i" if head["kind"] in ("interface", "@interface") else "c"
    if any(part.startswith("~Enum<") for part in supers):
        kind = "e"
    if "final" in modifiers:
        kind += "f"
    members = []
    if not name.startswith(NO_MEMBERS):
        members = read_members(lines[1:], name, writer, functional)
    sam = ""
    if name in functional.methods:
        _, method, _, args = functional.methods[name]
        sam = f"{method}({','.join(writer.write(arg) for arg in args)})"
    columns = [name.replace("$", "."), kind, ",".join(supers), ";".join(members), sam]
    return "\t".join(columns[:5 if sam else 4])


def read_members(lines, name, writer, functional):
    methods, lambdas, fields = {}, {}, []
    for line in lines:
        line = line.strip().rstrip(";")
        while True:
            word, _, rest = line.partition(" ")
            if word not in MODIFIERS:
                break
            line = rest
        params, line = take_params(line)
        line = re.sub(r"\s+throws .*$", "", line)
        if line.startswith(name + "("):  # constructor
            continue
        call = re.match(r"^(.*) ([\w$]+)\((.*)\)$", line)
        if call:
            ty, method, args = call.groups()
            args = split_top(args)
            varargs = bool(args) and args[-1].endswith("...")
            count = f"{len(args) - 1}+" if varargs else str(len(args))
            types = methods.setdefault((method, count), [])
            written = writer.write(ty, params, functional.sources(params, args))
            if written not in types:
                types.append(written)
            for i, arg in enumerate(args):
                if arg.split("<")[0] in functional.methods and "<" in arg:
                    lambdas.setdefault((method, count), {})[i] = writer.write(arg, params)
            continue
        field = re.match(r"^(.*) ([\w$]+)$", line)
        if field:
            fields.append(f"{field.group(2)}={writer.write(field.group(1))}")
    return merge(methods, lambdas) + sorted(fields)


def merge(methods, lambdas):
    """One entry per name and type for neighbouring numbers of arguments."""
    entries, runs = [], {}
    for (name, count), types in sorted(methods.items()):
        ty = "?" if "?" in types or len(types) > 4 else "|".join(types)
        functions = lambdas.get((name, count), {})
        ty += "".join(f"{{{i}={text}}}" for i, text in sorted(functions.items()))
        if count.endswith("+"):
            entries.append((name, 1, int(count[:-1]), f"{count}", ty))
        else:
            runs.setdefault((name, ty), []).append(int(count))
    for (name, ty), counts in runs.items():
        counts.sort()
        start = previous = counts[0]
        for count in counts[1:] + [None]:
            if count == previous + 1 if count is not None else False:
                previous = count
                continue
            text = str(start) if start == previous else f"{start}-{previous}"
            entries.append((name, 0, start, text, ty))
            start = previous = count
    return [f"{name}/{count}:{ty}" for name, _, _, count, ty in sorted(entries)]


def main():
    names, options = jar_classes(sys.argv[1:]) if sys.argv[1:] else jdk_classes()
    blocks, block = [], []
    for line in describe(names, options).splitlines():
        if line.startswith("Compiled from"):
            continue
        if line == "}":
            blocks.append(block)
            block = []
        else:
            block.append(line)
    blocks = [block for block in blocks if block]
    functional = Functional(blocks)
    lines = {read_class(block, functional) for block in blocks}
    for line in sorted(filter(None, lines), key=lambda line: line.split("\t")[0].encode()):
        print(line)


main()
