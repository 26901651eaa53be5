# Plain names in patterns are bound; dotted names, classes and keys are used.
import colors


class Point:
    pass


def handle(command, KEY):
    match command:
        case "go":
            return 1
        case colors.RED | colors.BLUE:
            return 2
        case [first, *others]:
            return first, others
        case Point(x=px, y=0) as point if px > 1:
            return px, point
        case {"k": value, **more}:
            return value, more
        case (a, b) | [a, b, _]:
            return a, b
        case other:
            return other
