"""What a poll left out or could not read, as codes with a count and in words for an editor."""

from dataclasses import dataclass
from typing import Final

from claims.ingestion.announced import MOST_ENTRIES, FeedReading

# What was not looked at this time and may be new: the next poll looks at everything again.
PARTLY: Final = frozenset({"sitemaps_failed", "sitemaps_late"})


@dataclass(frozen=True, slots=True)
class Note:
    code: str  # never changes once released
    count: int
    text: str  # one sentence


def of_reading(reading: FeedReading) -> list[Note]:
    """Return what was left out of a feed's items."""
    found = []
    if reading.dropped:
        text = f"{_items(reading.dropped)} left out: only the newest {MOST_ENTRIES} are looked at."
        found.append(Note("items_cut", reading.dropped, text))
    if reading.unusable:
        text = f"{_items(reading.unusable)} left out: no link that could be followed."
        found.append(Note("items_unusable", reading.unusable, text))
    return found


def sitemaps_cut(left: int, *, most: int) -> Note:
    text = f"{_counted(left, 'sitemap', 'sitemaps')} left out: only the newest {most} are looked at."
    return Note("sitemaps_cut", left, text)


def sitemaps_elsewhere(count: int) -> Note:
    text = f"{_counted(count, 'sitemap', 'sitemaps')} left out: not on this site."
    return Note("sitemaps_elsewhere", count, text)


def sitemaps_failed(count: int, *, url: str, reason: str) -> Note:
    """`url` and `reason` are those of the first."""
    text = f"{_counted(count, 'sitemap', 'sitemaps')} not read, the first of them {url}: {reason}"
    return Note("sitemaps_failed", count, text[:500])


def sitemaps_late(count: int) -> Note:
    text = f"{_counted(count, 'sitemap', 'sitemaps')} left for the next poll: the others took too long."
    return Note("sitemaps_late", count, text)


def overrun() -> Note:
    text = "Nothing of the poll before was announced any more: items in between may have been missed."
    return Note("overrun", 0, text)


def _items(count: int) -> str:
    return _counted(count, "item", "items")


def _counted(count: int, one: str, many: str) -> str:
    return f"1 {one} was" if count == 1 else f"{count:,} {many} were"
