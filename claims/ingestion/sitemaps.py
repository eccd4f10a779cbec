"""Sitemaps: the addresses of a site, and lists of such lists.

Source: www.sitemaps.org/protocol.html; Google, "Create a news sitemap".
"""

from datetime import UTC, datetime
from itertools import chain
from typing import Any, Final

from claims.ingestion import urls
from claims.ingestion.announced import LONG_AGO, FeedReading, Sitemap, moment_of, newest, reading

MOST_LISTED: Final = 100  # sitemaps of an index that are handed on, the newest first


def sitemap(root: Any, *, url: str) -> FeedReading:
    """Return the newest addresses of a sitemap. Only a news sitemap says when a piece was published."""
    found, cut = newest(list(root.iterchildren("{*}url")), age=_age)
    items = ((_child(item, "loc"), _child(item, "title"), _child(item, "publication_date")) for item in found)
    return reading(items, url=url, kind="sitemap", dropped=cut)


def sitemap_index(root: Any, *, url: str) -> FeedReading:
    """Return the sitemaps that an index lists, the newest first.

    Those of other sites are left out, as the protocol has it: an index of one
    site could send the desk to twenty addresses of another.
    """
    lines: dict[str, Sitemap] = {}
    refused = 0
    for item in root.iterchildren("{*}sitemap"):
        address = urls.usable(_child(item, "loc").strip(), base=url)
        if address and address != urls.usable(url) and urls.same_site(address, url):
            lines.setdefault(address, Sitemap(address, _changed(item)))
        else:
            refused += 1
    ranked = _newest_first(list(lines.values()))
    more = max(0, len(ranked) - MOST_LISTED)
    return FeedReading("", (), 0, refused, "sitemap_index", tuple(ranked[:MOST_LISTED]), more)


def _newest_first(lines: list[Sitemap]) -> list[Sitemap]:
    """By lastmod; those without one from both ends by turns, for an index may grow at either."""
    dated = sorted(
        (one for one in lines if one.changed_at), key=lambda one: one.changed_at or LONG_AGO, reverse=True
    )
    rest = [one for one in lines if not one.changed_at]
    half = (len(rest) + 1) // 2
    ends = [one for pair in zip(rest[:half], rest[::-1], strict=False) for one in pair]
    return [*dated, *dict.fromkeys(ends)]


def _age(item: Any) -> datetime:
    return moment_of(_child(item, "publication_date")) or _changed(item) or LONG_AGO


def _changed(item: Any) -> datetime | None:
    """The lastmod. A bare day will do here, where it only decides what is looked at first."""
    written = _child(item, "lastmod")
    if moment := moment_of(written):
        return moment
    try:
        return datetime.strptime(written.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None


def _child(item: Any, name: str) -> str:
    """The text of the item's own element of that name, or else of one deeper: an image has a `loc`, too."""
    elements = chain(item.iterchildren(f"{{*}}{name}"), item.iter(f"{{*}}{name}"))
    return next((str(element.text) for element in elements if element.text), "")
