"""Working hours by zone: when somebody is at work, and when so many hours of work have passed.

Hours are [[weekday, from, to], ...] as a profile stores them: 1 is Monday, times
are HH:MM on the wall clock of the zone, "24:00" ends a day. None at all means
always. Where a clock is moved, a time that it shows twice is the first of the
two, and one that it skips is the moment of the jump: an hour that does not
exist is not worked, one that comes twice is worked twice inside a span.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
_MOST_SPANS = 50
_LONGEST = timedelta(days=3650)


class BadHours(ValueError):
    """Hours that nobody can keep, or a zone that nobody knows; the message says which."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One stretch of a weekday (1 is Monday), in minutes since its midnight."""

    weekday: int
    begins: int
    ends: int


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone. Raises BadHours."""
    if name not in _zones():
        raise BadHours(f"There is no time zone “{name[:64]}”; an IANA name is wanted, such as Europe/Berlin.")
    return ZoneInfo(name)


def spans(hours: Sequence[Any]) -> tuple[Span, ...]:
    """Return the hours in order. Raises BadHours where they end before they begin, or overlap."""
    if not isinstance(hours, list | tuple) or len(hours) > _MOST_SPANS:
        raise BadHours(f"Working hours are a list of at most {_MOST_SPANS} times.")
    found = sorted(_span(row) for row in hours)
    for one, other in pairwise(found):
        if one.weekday == other.weekday and other.begins < one.ends:
            raise BadHours(f"The hours of weekday {one.weekday} overlap.")
    return tuple(found)


def _span(row: Any) -> Span:
    if not isinstance(row, list | tuple) or len(row) != 3:
        raise BadHours("Each row is a weekday, from and to, such as [1, “09:00”, “17:00”].")
    weekday, begins, ends = row
    if isinstance(weekday, bool) or not isinstance(weekday, int) or not 1 <= weekday <= 7:
        raise BadHours("A weekday is a number from 1 (Monday) to 7.")
    span = Span(weekday, _minutes(begins), _minutes(ends))
    if span.begins >= span.ends:
        raise BadHours(f"Hours end after they begin: not {begins} to {ends}; a night is two rows.")
    return span


def _minutes(text: Any) -> int:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise BadHours("A time is HH:MM, from 00:00 to 24:00.")
    return int(text[:2]) * 60 + int(text[3:])


def is_working(at: datetime, zone: str, hours: Sequence[Any]) -> bool:
    """Whether a moment lies within the working hours. Raises BadHours."""
    if not hours:
        return True
    known, table = zone_named(zone), spans(hours)
    return any(begins <= at < ends for begins, ends in _on(at.astimezone(known).date(), known, table))


def add_working_time(start: datetime, hours: float, zone: str, table: Sequence[Any]) -> datetime:
    """Return the moment at which so many hours of work will have passed since `start`, in UTC.

    Hours are elapsed ones: the clock of the wall counts only for when work
    begins and ends. Raises BadHours, also where it would take ten years.
    """
    # In UTC from the first line on: a sum in a zone is one on the wall.
    start, left = start.astimezone(UTC), timedelta(hours=hours)
    if not table:
        return start + left
    known, rows = zone_named(zone), spans(table)
    day = start.astimezone(known).date()
    last = day + _LONGEST
    while day < last:
        for begins, ends in _on(day, known, rows):
            begins = max(begins, start)
            if ends - begins >= left and ends > begins:
                return begins + left
            left -= max(ends - begins, timedelta(0))
        day += timedelta(days=1)
    raise BadHours("With these working hours it would take more than ten years.")


def working_time_between(start: datetime, end: datetime, zone: str, table: Sequence[Any]) -> timedelta:
    """Return how much is worked between two moments; nothing where the second is not the later one.

    Elapsed hours, as `add_working_time` counts them. Raises BadHours, also over more than ten years.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if end <= start:
        return timedelta(0)
    if end - start > _LONGEST:
        raise BadHours("There are more than ten years between the two moments.")
    if not table:
        return end - start
    known, rows = zone_named(zone), spans(table)
    day, last = start.astimezone(known).date(), end.astimezone(known).date()
    worked = timedelta(0)
    while day <= last:
        for begins, ends in _on(day, known, rows):
            worked += max(min(ends, end) - max(begins, start), timedelta(0))
        day += timedelta(days=1)
    return worked


def _on(day: date, zone: ZoneInfo, table: Sequence[Span]) -> Iterator[tuple[datetime, datetime]]:
    """The spans of a day as moments, in UTC; one that a jump of the clock swallowed is empty."""
    midnight = datetime.combine(day, time())
    for span in table:
        if span.weekday == day.isoweekday():
            yield _moment(midnight, span.begins, zone), _moment(midnight, span.ends, zone)


def _moment(midnight: datetime, minutes: int, zone: ZoneInfo) -> datetime:
    """Return the first moment at which the clock on the wall shows this time or has passed it."""
    wall = midnight + timedelta(minutes=minutes)
    found = wall.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wall:
        return found
    # The clock jumps over it: the offset before the jump is that of fold 0, the one after it that of fold 1.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = found.astimezone(zone).utcoffset()
    seconds = range(int((found - early).total_seconds()) + 1)
    jump = bisect_left(
        seconds, True, key=lambda s: (early + timedelta(seconds=s)).astimezone(zone).utcoffset() == after
    )
    return early + timedelta(seconds=jump)
