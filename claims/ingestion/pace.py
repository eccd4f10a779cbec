"""How long to wait between two polls of a feed: plain values in, a wait out."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

SHORTEST: Final = timedelta(minutes=2)
LONGEST: Final = timedelta(hours=24)
# What the desk set is a wish about freshness: the wait stays within a quarter and four times of it.
SPREAD: Final = 4
_FASTER: Final = 2 / 3
_SLOWER: Final = 6 / 5
_JITTER: Final = 0.1
_BETWEEN_FIRSTS: Final = timedelta(seconds=2)
_WEEK: Final = timedelta(days=7)
_FORESEEN: Final = timedelta(days=1)
_AT_LEAST: Final = timedelta(hours=1)  # a shorter span says nothing about a day


def bounds(interval: timedelta) -> tuple[timedelta, timedelta]:
    """Return the shortest and the longest wait that this interval allows.

    Two minutes and a day bound the adapting, not the desk: an interval outside
    them is kept as it was set.
    """
    shortest = min(interval, max(SHORTEST, interval / SPREAD))
    return shortest, max(interval, min(LONGEST, interval * SPREAD))


def after_a_good_poll(
    wait: timedelta | None, *, interval: timedelta, adapts: bool, fresh: int, overrun: bool = False
) -> timedelta:
    """Return the wait after a good poll that brought `fresh` new articles.

    A third off when something came, a fifth on when nothing did: the wait
    settles where about one poll in three brings something (1.5 = 1.2 ** 2.2).
    `overrun`, nothing of the poll before was still there, so that items may
    have been missed: the shortest wait at once.
    """
    if not adapts:
        return interval
    shortest, longest = bounds(interval)
    if overrun:
        return shortest
    changed = (wait or interval) * (_FASTER if fresh else _SLOWER)
    return min(max(changed, shortest), longest)


def after_a_bad_poll(wait: timedelta | None, *, interval: timedelta, failures: int) -> timedelta:
    """Return the wait after the nth bad poll in a row: doubled each time, at most a day."""
    doubled: timedelta = (wait or interval) * 2 ** min(failures, 12)
    return min(doubled, max(LONGEST, interval))


def jittered(wait: timedelta, *, feed: UUID, at: datetime) -> timedelta:
    """Return the wait, up to a tenth shorter or longer, so that feeds added together come apart.

    By feed and moment and not by chance: the same input gives the same answer.
    """
    return wait * (1 + _JITTER * (2 * _share(feed, at) - 1))


def first_wait(interval: timedelta, *, count: int, feed: UUID, at: datetime) -> timedelta:
    """Return when a feed that came with others is polled first: two seconds for each, within an interval."""
    return min(count * _BETWEEN_FIRSTS, interval) * _share(feed, at)


def _share(feed: UUID, at: datetime) -> float:
    digest = hashlib.blake2b(feed.bytes + at.isoformat().encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 0xFFFFFFFF


def believable(moments: Iterable[datetime | None], *, at: datetime) -> list[datetime]:
    """Return the moments there are, without those more than a day ahead: mistakes, and the newest of all."""
    return [moment for moment in moments if moment and moment < at + _FORESEEN]


def items_a_day(moments: Sequence[datetime]) -> float | None:
    """Return how many items a day a feed had in the week up to its newest one; None where nobody can say.

    Up to the newest, not to today: that it has gone quiet is another matter,
    and should not hide what it used to bring.
    """
    if len(moments) < 2:
        return None
    last, first = max(moments), min(moments)
    if last - first >= _WEEK:
        return sum(moment > last - _WEEK for moment in moments) / 7
    return (len(moments) - 1) / (max(last - first, _AT_LEAST) / timedelta(days=1))
