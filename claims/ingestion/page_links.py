"""Which feeds a page and a robots.txt name: bytes in, addresses out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from claims.ingestion import urls
from claims.ingestion.announced import plain
from claims.ingestion.encoding import decode
from claims.ingestion.html import parse
from claims.ingestion.links import base_of

MOST_LINKS: Final = 30
_FEED_TYPES: Final = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
)
# Of a path: /feed, /news/rss/, /feeds/all.xml, /index.rdf. Links to readers and help pages look otherwise.
_FEED_PATH: Final = re.compile(
    r"(?:^|/)(?:feeds?|rss|atom)(?:/?$|\.(?:xml|rss|json)$|/[^/]{1,80}\.(?:xml|rss|json)$)|\.(?:rss|atom|rdf)$",
    re.IGNORECASE,
)
_SITEMAP: Final = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that may be a feed, and who says so."""

    url: str
    title: str
    said_by: str  # head (a link element), link (an ordinary one), robots, itself


def links(body: bytes, *, url: str, charset: str = "") -> tuple[Link, ...]:
    """Return the feeds that a page names: first those in its head, then links that look like feeds.

    Relative addresses are taken from the page's base. Raises Unreadable.
    """
    tree = parse(decode(body, charset=charset)).tree
    base = base_of(tree, url)
    found: dict[str, Link] = {}
    for link in (*_alternates(tree, base), *_anchors(tree, base)):
        found.setdefault(link.url, link)
    return tuple(found.values())[:MOST_LINKS]


def sitemaps(robots: str, *, url: str) -> tuple[Link, ...]:
    """Return the sitemaps that a robots.txt names, those that sound like news first."""
    named = (urls.usable(match.group(1), base=url) for match in _SITEMAP.finditer(robots))
    found = [Link(address, "", "robots") for address in dict.fromkeys(named) if address]
    return tuple(sorted(found, key=lambda link: "news" not in link.url.lower()))[:MOST_LINKS]


def _alternates(tree: Any, base: str) -> Iterator[Link]:
    for element in tree.xpath("//link[@rel and @href]"):
        rel, kind = element.get("rel", "").lower().split(), element.get("type", "").split(";")[0]
        if "alternate" in rel and kind.strip().lower() in _FEED_TYPES:
            yield from _link(element, base, said_by="head")


def _anchors(tree: Any, base: str) -> Iterator[Link]:
    for element in tree.xpath("//a[@href]"):
        address = urls.usable(element.get("href"), base=base)
        if address and _FEED_PATH.search(urlsplit(address).path) and urls.same_site(address, base):
            yield from _link(element, base, said_by="link")


def _link(element: Any, base: str, *, said_by: str) -> Iterator[Link]:
    address = urls.usable(element.get("href", ""), base=base)
    if address:
        yield Link(address, plain(element.get("title") or element.text_content())[:300], said_by)
