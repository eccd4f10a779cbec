"""Feeds: where new articles are announced. RSS, Atom, JSON Feed, news sitemaps and their indexes."""

import io
import json
from datetime import datetime
from typing import Any, Final

import feedparser
from lxml import etree

from claims.ingestion import sitemaps
from claims.ingestion.announced import (
    LONG_AGO,
    MOST_ENTRIES,
    BadFeed,
    Entry,
    FeedReading,
    Sitemap,
    moment_of,
    newest,
    reading,
    string,
)
from claims.ingestion.encoding import MAX_BYTES, Unreadable, decode
from claims.ingestion.safe_xml import BadXml, name_of, root_of
from factcheck.net.bodies import Body
from factcheck.net.refusals import FetchRefused

__all__ = ["MOST_ENTRIES", "BadFeed", "Entry", "FeedReading", "Sitemap", "entries"]

_GZIP: Final = b"\x1f\x8b"
_NOT_READ: Final = {
    "dtd": "Feeds with a document type are refused.",
    "too_deep": "Feeds nested so deeply are refused.",
}
_MOMENTS: Final = (
    "pubDate",
    "published",
    "date",
    "issued",
    "updated",
    "modified",
)


def entries(body: bytes, *, url: str) -> FeedReading:
    """Return what the feed at `url` announces; relative links are taken from there.

    A file packed with gzip (sitemap.xml.gz) is unpacked, once and within the
    limits of a page. Raises BadFeed.
    """
    try:
        text = decode(_unpacked(body)).lstrip()
    except Unreadable as unreadable:
        raise BadFeed(unreadable.message, reason=unreadable.code) from unreadable
    if text.startswith("{"):
        return _json_feed(text, url)
    try:
        root = root_of(text)
    except BadXml as bad:
        reason = bad.details["reason"]
        message = _NOT_READ.get(reason, "This is not a feed.")
        raise BadFeed(message, reason=reason if reason in _NOT_READ else "not_a_feed") from bad
    name = name_of(root)
    if name == "sitemapindex":
        return sitemaps.sitemap_index(root, url=url)
    if name == "urlset":
        return sitemaps.sitemap(root, url=url)
    if name not in ("rss", "RDF", "feed"):
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    return _feed(root, url)


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body
    whole = Body("gzip", limit=MAX_BYTES)
    try:
        whole.feed(body)
        return whole.finish()
    except FetchRefused as refused:
        raise BadFeed(refused.message, reason=refused.code) from refused


def _feed(root: Any, url: str) -> FeedReading:
    """Read RSS or Atom, the newest entries only: fifty thousand cost the parser seven seconds."""
    found = list(root.iter("{*}item", "{*}entry"))
    kept, cut = newest(found, age=_age)
    if cut:
        staying = set(kept)
        for element in found:
            if element not in staying:
                element.getparent().remove(element)
    # Only ever a stream: feedparser fetches a text that is a URL and opens one that is a path.
    told = feedparser.parse(
        io.BytesIO(etree.tostring(root, encoding="utf-8", xml_declaration=True)),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    version = str(told.get("version"))
    if not told.get("version"):
        raise BadFeed("This is not a feed.", reason="not_a_feed")
    items = (
        (entry.get("link", ""), entry.get("title", ""), entry.get("published") or entry.get("updated") or "")
        for entry in told.entries
    )
    kind = "atom" if version.startswith("atom") else "rss"
    return reading(items, url=url, kind=kind, title=told.feed.get("title", ""), dropped=cut)


def _age(element: Any) -> datetime:
    for child in element.iter("{*}*"):
        if etree.QName(child).localname in _MOMENTS and child.text:
            moment = moment_of(child.text)
            if moment:
                return moment
    return LONG_AGO


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
    kept, cut = newest(objects, age=lambda item: moment_of(string(item, "date_published")) or LONG_AGO)
    read = ((string(item, "url"), string(item, "title"), string(item, "date_published")) for item in kept)
    odd = len(items) - len(objects)
    return reading(read, url=url, kind="json", title=string(told, "title"), dropped=cut, unusable=odd)
