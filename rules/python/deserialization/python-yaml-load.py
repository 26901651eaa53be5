import yaml
from yaml import SafeLoader, UnsafeLoader, load


def plain(text):
    # ruleid: python-yaml-load
    return yaml.load(text)


def unsafe(text):
    # ruleid: python-yaml-load
    return load(text, Loader=UnsafeLoader)


def full(path):
    with open(path) as stream:
        # ruleid: python-yaml-load
        return yaml.load(stream, yaml.Loader)


def named(text):
    # ruleid: python-yaml-load
    return yaml.unsafe_load(text)


def safe(text):
    # ok: python-yaml-load
    return yaml.safe_load(text)


def safe_loader(text):
    # ok: python-yaml-load
    return yaml.load(text, Loader=yaml.SafeLoader)


def imported_loader(text):
    # ok: python-yaml-load
    return load(text, SafeLoader)
