import random
import secrets
import string
from random import choice, randint


def token():
    # ruleid: python-insecure-random
    return "".join(random.choice(string.ascii_letters) for _ in range(32))


def pin():
    # ruleid: python-insecure-random
    return "%06d" % randint(0, 999999)


def key():
    # ruleid: python-insecure-random
    return random.getrandbits(128)


def seeded(seed):
    # ruleid: python-insecure-random
    generator = random.Random(seed)
    return generator.random()


def picked(words):
    # ruleid: python-insecure-random
    return choice(words)


def strong_token():
    # ok: python-insecure-random
    return secrets.token_urlsafe(32)


def strong_choice(words):
    # ok: python-insecure-random
    return secrets.choice(words)


def system(words):
    # ok: python-insecure-random
    return random.SystemRandom().choice(words)
