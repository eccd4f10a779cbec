"""Feeds: where new articles are announced. RSS, Atom, JSON Feed and news sitemaps."""

import html
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from html.entities import html5
from typing import Any, Final

import feedparser
from lxml import etree

from claims.ingestion import dates, urls
from claims.ingestion.encoding import Unreadable, clean, decode
from factcheck.errors import Refusal

MOST_ENTRIES: Final = 500

_PROLOG: Final = re.compile(r"\s*+(?><\?.*?\?>\s*+|<!--.*?-->\s*+)*+(?P<next><![A-Za-z]+)?", re.DOTALL)
_XML_DECLARATION: Final = re.compile(r"\A\s*<\?xml.*?\?>", re.DOTALL)
_AMPERSAND: Final = re.compile(r"&(?!#\w{1,10};)(?:([A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_ENTITIES: Final = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MOMENTS: Final = (
    "pubDate",
    "published",
    "date",
    "issued",
    "updated",
    "modified",
    "publication_date",
    "lastmod",
)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_TAGS: Final = re.compile(r"<[^<>]{0,500}>")
_LONGEST_TITLE: Final = 500


class BadFeed(Refusal):
    """The bytes are no feed that can be read; `details["reason"]` says why.

    Reasons: empty, too_large, not_text, bad_encoding, dtd, not_a_feed,
    sitemap_index (a list of sitemaps, whose entries are not articles).
    """

    code = "bad_feed"


@dataclass(frozen=True, slots=True)
class Entry:
    url: str  # absolute, http or https
    title: str  # plain text, "" if there is none
    published_at: datetime | None  # aware, UTC; None rather than guessed


@dataclass(frozen=True, slots=True)
class FeedReading:
    title: str
    entries: tuple[Entry, ...]  # in the feed's order, one per address
    dropped: int  # left out: older than the newest 500, or without a usable link


def entries(body: bytes, *, url: str) -> FeedReading:
    """Return what the feed at `url` announces; relative links are taken from there.

    Raises BadFeed.
    """
    try:
        text = decode(body).lstrip()
    except Unreadable as unreadable:
        raise BadFeed(unreadable.message, reason=unreadable.code) from unreadable
    if text.startswith("{"):
        return _json_feed(text, url)
    root = _root(text)
    name = etree.QName(root).localname
    if name == "sitemapindex":
        raise BadFeed("This is a list of sitemaps, not of articles.", reason="sitemap_index")
    if name == "urlset":
        return _sitemap(root, url)
    if name not in ("rss", "RDF", "feed"):
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    return _feed(root, url)


def _root(text: str) -> Any:
    """The feed's tree, its prolog checked, mended where feeds in the wild are broken."""
    prolog = _PROLOG.match(text)
    if prolog and prolog["next"]:
        raise BadFeed("Feeds with a document type are refused.", reason="dtd")
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
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    # A second lock: a parser that mends may see a document type where the pattern saw none.
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadFeed("Feeds with a document type are refused.", reason="dtd")
    return root


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


def _feed(root: Any, url: str) -> FeedReading:
    """Read RSS or Atom, the newest entries only: fifty thousand cost the parser seven seconds."""
    found = list(root.iter("{*}item", "{*}entry"))
    cut = _all_but_newest(found)
    for element in cut:
        element.getparent().remove(element)
    # Only ever a stream: feedparser fetches a text that is a URL and opens one that is a path.
    told = feedparser.parse(
        io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not told.get("version"):
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    read = (
        (entry.get("link", ""), entry.get("title", ""), entry.get("published") or entry.get("updated") or "")
        for entry in told.entries
    )
    return _reading(told.feed.get("title", ""), read, url, dropped=len(cut))


def _all_but_newest(found: list[Any]) -> list[Any]:
    """The elements beyond the newest 500; those without a moment count as the oldest, in the feed's order."""
    if len(found) <= MOST_ENTRIES:
        return []
    newest_first = sorted(found, key=_age_key, reverse=True)  # stable: equals keep the feed's order
    return newest_first[MOST_ENTRIES:]


def _age_key(element: Any) -> datetime:
    for child in element.iter("{*}*"):
        if etree.QName(child).localname in _MOMENTS and child.text:
            moment = _moment(child.text)
            if moment:
                return moment
    return _LONG_AGO


def _sitemap(root: Any, url: str) -> FeedReading:
    """Read a news sitemap. Source: Google, "Create a news sitemap"; www.sitemaps.org/protocol.html"""
    found = list(root.iterchildren("{*}url"))
    cut = set(_all_but_newest(found))
    read = (
        (_child(item, "loc"), _child(item, "title"), _child(item, "publication_date"))
        for item in found
        if item not in cut
    )
    return _reading("", read, url, dropped=len(cut))


def _child(item: Any, name: str) -> str:
    return next((str(child.text) for child in item.iter(f"{{*}}{name}") if child.text), "")


def _json_feed(text: str, url: str) -> FeedReading:
    """Read a JSON Feed. Source: jsonfeed.org/version/1.1"""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFeed("This is not a feed.", reason="not_a_feed") from None
    items = told.get("items")
    if "jsonfeed.org" not in str(told.get("version")) or not isinstance(items, list):
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    objects = [item for item in items if isinstance(item, dict)]
    ranked = sorted(
        objects, key=lambda item: _moment(_string(item, "date_published")) or _LONG_AGO, reverse=True
    )
    kept = {id(item) for item in ranked[:MOST_ENTRIES]}
    read = (
        (_string(item, "url"), _string(item, "title"), _string(item, "date_published"))
        for item in objects
        if id(item) in kept
    )
    return _reading(_string(told, "title"), read, url, dropped=len(items) - len(kept))


def _string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _reading(title: str, read: Iterable[tuple[str, str, str]], url: str, *, dropped: int) -> FeedReading:
    kept: dict[str, Entry] = {}
    for link, name, moment in read:
        address = urls.usable(link, base=url) if link.strip() else ""
        if not address:
            dropped += 1
        else:
            kept.setdefault(address, Entry(address, _plain(name), _moment(moment)))
    return FeedReading(_plain(title), tuple(kept.values()), dropped)


def _moment(written: str) -> datetime | None:
    dated = dates.parse(written)
    return dated.at if dated else None


def _plain(title: str) -> str:
    """Titles may carry markup, escaped once more or not; what is left is text and stays text."""
    return " ".join(clean(html.unescape(_TAGS.sub("", title))).split())[:_LONGEST_TITLE]
