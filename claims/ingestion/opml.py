"""Lists of feeds as other readers write and read them. Source: OPML 2.0, opml.org/spec2.opml"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Final

from lxml import etree

from claims.ingestion.announced import plain
from claims.ingestion.encoding import Unreadable, decode
from claims.ingestion.safe_xml import BadXml, name_of, root_of
from factcheck.errors import Refusal

MOST_OUTLINES: Final = 2000


class BadOpml(Refusal):
    """The bytes are no list of feeds; `details["reason"]` says why.

    Reasons: those of decoding (empty, too_large, not_text, bad_encoding), dtd,
    too_deep, not_opml, no_feeds, too_many.
    """

    code = "bad_opml"


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list, as it stands there: nothing is checked but that it is text."""

    url: str
    title: str
    site: str  # the address of its site, "" if not said


def read(body: bytes) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file in its order, those in folders too. Raises BadOpml."""
    try:
        root = root_of(decode(body).lstrip())
    except Unreadable as unreadable:
        raise BadOpml(unreadable.message, reason=unreadable.code) from unreadable
    except BadXml as bad:
        reason = bad.details["reason"]
        raise BadOpml(bad.message, reason="not_opml" if reason == "not_xml" else reason) from bad
    if name_of(root) != "opml":
        raise BadOpml("This is not an OPML file.", reason="not_opml")
    found = tuple(filter(None, map(_outline, root.iter("{*}outline"))))
    if not found:
        raise BadOpml("This file lists no feed.", reason="no_feeds")
    if len(found) > MOST_OUTLINES:
        message = f"This file lists {len(found):,} feeds; {MOST_OUTLINES:,} are the most at once."
        raise BadOpml(message, reason="too_many")
    return found


def _outline(element: Any) -> Outline | None:
    """A folder has no xmlUrl. Attribute names are found in every spelling."""
    given = {str(name).casefold(): str(value) for name, value in element.attrib.items()}
    url = given.get("xmlurl", "").strip()
    if not url:
        return None
    title = plain(given.get("title") or given.get("text", ""))
    return Outline(url[:4000], title[:300], given.get("htmlurl", "").strip()[:4000])


def write(feeds: Iterable[tuple[str, Outline]], *, title: str, at: datetime) -> bytes:
    """Return an OPML file of (folder, feed); feeds of one folder follow each other.

    `type` is rss for every kind, as the format has it: readers look for themselves.
    """
    root = etree.Element("opml", version="2.0")
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = title
    etree.SubElement(head, "dateCreated").text = format_datetime(at, usegmt=True)
    body = etree.SubElement(root, "body")
    folder, name = body, None
    for group, feed in feeds:
        if group != name:
            folder, name = etree.SubElement(body, "outline", text=group), group
        said = {"text": feed.title or feed.url, "type": "rss", "xmlUrl": feed.url}
        site = {"htmlUrl": feed.site} if feed.site else {}
        etree.SubElement(folder, "outline", {**said, **site})
    whole: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    return whole
