"""What a feed announces, whatever its kind: its entries, and what was left out."""

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from claims.ingestion import dates, urls
from claims.ingestion.encoding import clean
from factcheck.errors import Refusal

MOST_ENTRIES: Final = 500
LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)

_TAGS: Final = re.compile(r"<[^<>]{0,500}>")
_LONGEST_TITLE: Final = 500

T = TypeVar("T")


class BadFeed(Refusal):
    """The bytes are no feed that can be read; `details["reason"]` says why.

    Reasons: empty, too_large, not_text, bad_encoding, dtd, too_deep, not_a_feed,
    sitemap_index (a list of sitemaps where sitemaps were expected).
    """

    code = "bad_feed"


@dataclass(frozen=True, slots=True)
class Entry:
    url: str  # absolute, http or https
    title: str  # plain text, "" if there is none
    published_at: datetime | None  # aware, UTC; None rather than guessed


@dataclass(frozen=True, slots=True)
class Sitemap:
    """One line of a sitemap index."""

    url: str
    changed_at: datetime | None  # its lastmod


@dataclass(frozen=True, slots=True)
class FeedReading:
    title: str
    entries: tuple[Entry, ...]  # in the feed's order, one per address
    dropped: int = 0  # left out: older than the newest 500
    unusable: int = 0  # left out: no http(s) link, or one to the feed itself
    kind: str = ""  # rss, atom, json, sitemap, sitemap_index
    sitemaps: tuple[Sitemap, ...] = ()  # of an index, the newest first
    more_sitemaps: int = 0  # of an index, left out

    @property
    def announced(self) -> int:
        """How many different items the feed held, those left out included."""
        return len(self.entries) + self.dropped + self.unusable


def reading(
    items: Iterable[tuple[str, str, str]],
    *,
    url: str,
    kind: str,
    title: str = "",
    dropped: int,
    unusable: int = 0,
) -> FeedReading:
    """Return what these items (link, title, moment as written) announce; links are taken from `url`."""
    itself = urls.usable(url)
    kept: dict[str, Entry] = {}
    for link, name, moment in items:
        address = urls.usable(link, base=url) if link.strip() else ""
        if not address or address == itself:
            unusable += 1
        else:
            kept.setdefault(address, Entry(address, plain(name), moment_of(moment)))
    return FeedReading(plain(title), tuple(kept.values()), dropped, unusable, kind)


def newest(items: list[T], *, age: Callable[[T], datetime], most: int = MOST_ENTRIES) -> tuple[list[T], int]:
    """Return the newest items, in the order they came, and how many are left out.

    Those without a moment (LONG_AGO) count as the oldest, in the feed's order.
    """
    if len(items) <= most:
        return items, 0
    ranked = sorted(range(len(items)), key=lambda n: age(items[n]), reverse=True)  # stable
    kept = set(ranked[:most])
    return [item for n, item in enumerate(items) if n in kept], len(items) - most


def moment_of(written: str) -> datetime | None:
    dated = dates.parse(written)
    return dated.at if dated else None


def plain(title: str) -> str:
    """Titles may carry markup, escaped once more or not; what is left is text and stays text."""
    return " ".join(clean(html.unescape(_TAGS.sub("", title))).split())[:_LONGEST_TITLE]


def merged(readings: Iterable[FeedReading], *, kind: str) -> FeedReading:
    """Return several readings as one: the newest 500 entries of all, one per address."""
    entries: dict[str, Entry] = {}
    dropped = unusable = 0
    for one in readings:
        dropped, unusable = dropped + one.dropped, unusable + one.unusable
        for entry in one.entries:
            entries.setdefault(entry.url, entry)
    kept, more = newest(list(entries.values()), age=lambda entry: entry.published_at or LONG_AGO)
    return FeedReading("", tuple(kept), dropped + more, unusable, kind)


def string(item: dict[str, Any], name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""
