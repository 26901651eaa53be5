match command.split():
    case ["go", direction] if direction in exits:
        go(direction)
    case [first, *_, last] | (first, last):
        pass
    case {"kind": "a", "size": -1, **rest}:
        pass
    case Point(x=0, y=-1) as origin:
        pass
    case Point(x, y): pass
    case Color.RED | http.Status.OK: pass
    case "a" "b" | b"c" | None | True | False: pass
    case -1 | 2.5 | 1 + 2j | -1 - 2j: pass
    case (grouped): pass
    case (single,): pass
    case (): pass
    case []: pass
    case {}: pass
    case int(): pass
    case a, b: pass
    case *all,: pass
    case _ if late: pass
    case _:
        pass

match a, b:
    case _: pass
match x,:
    case [_]: pass

match = re.match
match(x)
match.group(1)
print(match[0])
