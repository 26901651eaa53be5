from Crypto.Cipher import AES, ARC4, DES
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def des(key, text):
    # ruleid: python-weak-cipher
    return DES.new(key, DES.MODE_CBC).encrypt(text)


def rc4(key):
    # ruleid: python-weak-cipher
    return ARC4.new(key)


def ecb(key, text):
    # ruleid: python-weak-cipher
    return AES.new(key, AES.MODE_ECB).encrypt(text)


def hazmat(key):
    # ruleid: python-weak-cipher
    return Cipher(algorithms.AES(key), modes.ECB())


def blowfish(key, nonce):
    # ruleid: python-weak-cipher
    return Cipher(algorithms.Blowfish(key), modes.CBC(nonce))


def gcm(key, nonce):
    # ok: python-weak-cipher
    return AES.new(key, AES.MODE_GCM, nonce=nonce)


def hazmat_gcm(key, nonce):
    # ok: python-weak-cipher
    return Cipher(algorithms.AES(key), modes.GCM(nonce))
