NAME = "DES"
OTHER = compute()

def straight():
    algorithm = "DE" + "S"
    # ruleid: is-des, some-text
    cipher(algorithm)
    algorithm = OTHER
    # ok: is-des, some-text
    cipher(algorithm)

def branches(strong):
    algorithm = "DES"
    if strong:
        algorithm = "AES"
    # ok: is-des
    # ruleid: some-text
    cipher(algorithm)

def early(strong):
    algorithm = "DES"
    if strong:
        algorithm = "AES"
        return algorithm
    # ruleid: is-des, some-text
    cipher(algorithm)

def loops(names):
    fixed = "DES"
    changing = "DES"
    for name in names:
        # ok: is-des
        cipher(changing)
        # ruleid: is-des, some-text
        cipher(fixed)
        changing = name

def caught():
    algorithm = "DES"
    try:
        algorithm = read()
    except ValueError:
        # ok: is-des
        cipher(algorithm)

# ruleid: is-des, some-text
cipher(NAME)

def sizes():
    size = 4 * 2
    # ruleid: is-eight
    bits(size)
    # ruleid: is-eight
    bits(0x8)
    size += 1
    # ok: is-eight
    bits(size)

def tests(given):
    limit = 12
    # ruleid: always
    if limit * 3 > 30:
        pass
    # ruleid: never
    if limit == 11:
        pass
    # ruleid: never
    if not limit != 13:
        pass
    # ok: always, never
    if limit >= 12 and given:
        pass
    # ok: always, never
    if given > limit:
        pass
    # ok: always, never
    if limit and 3:
        pass
