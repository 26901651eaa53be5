def handle(command):
    match command:
        case "quit" | "exit":
            return 0
        case ["go", direction, *rest] if rest:
            move(direction)
        case {"user": user, **others}:
            greet(user, others)
        case Point(x=0, y=y) as point:
            draw(point, y)
        case Color.RED:
            pass
        case other:
            return other
    return command
