"""XML from outside to a tree: no document type, no entities, mended where feeds in the wild are broken."""

import re
from html.entities import html5
from typing import Any, Final

from lxml import etree

from factcheck.errors import Refusal

_PROLOG: Final = re.compile(r"\s*+(?><\?.*?\?>\s*+|<!--.*?-->\s*+)*+(?P<next><![A-Za-z]+)?", re.DOTALL)
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)
_AMPERSAND: Final = re.compile(r"&(?!#\w{1,10};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})


class BadXml(Refusal):
    """No XML that is read here; `details["reason"]` is dtd, not_xml or too_deep."""

    code = "bad_xml"


def root_of(text: str) -> Any:
    """Return the root element of a document, its prolog checked. Raises BadXml."""
    prolog = _PROLOG.match(text)
    if prolog and prolog["next"]:
        raise BadXml("Files with a document type are refused.", reason="dtd")
    plain = _mended(_XML_DECLARATION.sub("", text, count=1))
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(plain.encode(), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise BadXml("This is not XML.", reason="not_xml")
    # A second lock: a parser that mends may see a document type where the pattern saw none.
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadXml("Files with a document type are refused.", reason="dtd")
    # A parser that mends drops in silence what is beyond its limits: 256 levels, 10 MB of one text.
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise BadXml("Files nested so deeply are refused.", reason="too_deep")
    return root


def name_of(element: Any) -> str:
    """The element's name without its namespace; "" for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _mended(text: str) -> str:
    """Bare & and HTML's &nbsp; are errors in XML and common in feeds. CDATA is left as it is."""
    parts, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [_AMPERSAND.sub(_written_out, text[at:start]), text[start:end]]
        at = end
    return "".join([*parts, _AMPERSAND.sub(_written_out, text[at:])])


def _written_out(match: re.Match[str]) -> str:
    name = match.group(1)
    if not name:
        return "&amp;"
    return match.group() if name in _XML_ENTITIES else html5.get(f"{name};", f"&amp;{name};")
