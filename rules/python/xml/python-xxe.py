import xml.sax
from xml.sax import handler

from lxml import etree


def open_parser(text):
    # ruleid: python-xxe
    parser = etree.XMLParser(resolve_entities=True)
    return etree.fromstring(text, parser)


def networked(path):
    # ruleid: python-xxe
    return etree.parse(path, etree.XMLParser(remove_blank_text=True, no_network=False))


def sax(path):
    parser = xml.sax.make_parser()
    # ruleid: python-xxe
    parser.setFeature(handler.feature_external_ges, True)
    parser.parse(path)


def closed(text):
    # ok: python-xxe
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(text, parser)


def sax_by_default(path):
    parser = xml.sax.make_parser()
    # ok: python-xxe
    parser.setFeature(handler.feature_external_ges, False)
    parser.parse(path)
