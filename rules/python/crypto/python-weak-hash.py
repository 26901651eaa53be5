import hashlib
from hashlib import sha1 as digest_of

from cryptography.hazmat.primitives import hashes

ALGORITHM = "md5"


def fingerprint(content):
    # ruleid: python-weak-hash
    return hashlib.md5(content).hexdigest()


def aliased(content):
    # ruleid: python-weak-hash
    return digest_of(content).digest()


def named(content):
    # ruleid: python-weak-hash
    return hashlib.new(ALGORITHM, content).hexdigest()


def library():
    # ruleid: python-weak-hash
    return hashes.Hash(hashes.SHA1())


def incremental(parts):
    # ruleid: python-weak-hash
    state = hashlib.sha1()
    for part in parts:
        state.update(part)
    return state.hexdigest()


def strong(content):
    # ok: python-weak-hash
    return hashlib.sha256(content).hexdigest()


def cache_key(content):
    # ok: python-weak-hash
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def strong_by_name(content):
    # ok: python-weak-hash
    return hashlib.new("sha3_256", content).hexdigest()
