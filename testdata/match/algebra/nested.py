def handler():
    # ok: nested-inside
    car.go()
    start()
    # ruleid: nested-inside
    car.go()

def stranger():
    start()
    # ok: nested-inside
    car.go()
    # ruleid: nested-inside
    other(car)

# ruleid: somewhere
use(a)
# ok: somewhere
use(b)
open(a)
