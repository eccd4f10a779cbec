"""How a feed is doing, in one word and in one sentence an editor can act on: plain values in, words out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final, Self

_LATE: Final = timedelta(minutes=10)  # a sweep, a batch and a slow host before it are no reason to worry
_QUIET_AFTER_ITEMS: Final = 10
_QUIET_AT_LEAST: Final = timedelta(days=1)
_QUIET_AT_MOST: Final = timedelta(days=30)
_QUIET_UNKNOWN: Final = timedelta(days=14)


class State(StrEnum):
    NEW = "new"  # not polled yet
    FINE = "fine"
    QUIET = "quiet"  # polled well, but nothing new for much longer than usual
    HELD_OFF = "held_off"  # its host asked us to wait, or failed too often
    FAILING = "failing"
    STUCK = "stuck"  # due, and nobody polls it: no worker, or its job died
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored about a feed, of the same names as its columns."""

    paused: bool
    interval: timedelta
    wait: timedelta | None
    created_at: datetime
    next_poll_at: datetime
    polled_at: datetime | None
    succeeded_at: datetime | None
    changed_at: datetime | None
    failures: int
    error_code: str
    last_error: str
    items_a_day: float | None
    notes: Iterable[Mapping[str, Any]]

    @classmethod
    def of(cls, feed: Any) -> Self:
        """Read them off a row."""
        return cls(**{name: getattr(feed, name) for name in cls.__slots__})


def state_of(feed: Facts, *, now: datetime) -> State:
    """Return the one word. What an editor must act on first comes first."""
    if feed.paused:
        return State.PAUSED
    if _stuck(feed, now):
        return State.STUCK
    if feed.failures:
        return State.FAILING
    if feed.error_code:
        return State.HELD_OFF
    if feed.succeeded_at is None:
        return State.NEW
    return State.QUIET if feed.succeeded_at - _last_change(feed) > _patience(feed) else State.FINE


def sentence_of(feed: Facts, *, now: datetime) -> str:
    """Return how the feed is doing; of one that is polled well also what the last poll left out."""
    found = state_of(feed, now=now)
    left_out = [note["text"] for note in feed.notes] if found in (State.FINE, State.QUIET) else []
    return " ".join([_said(feed, found), *left_out])


def _said(feed: Facts, found: State) -> str:
    match found:
        case State.PAUSED:
            return f"Paused. {_last_good(feed)}"
        case State.STUCK:
            return f"Due since {moment(feed.next_poll_at)} and not polled: look at its job and the workers."
        case State.FAILING:
            times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
            since = f"since {moment(feed.succeeded_at)}" if feed.succeeded_at else "from the start"
            return f"Failing {since}, {times}: {feed.last_error}"
        case State.HELD_OFF:
            return f"Waiting until {moment(feed.next_poll_at)}: {feed.last_error}"
        case State.NEW:
            return "Not polled yet."
        case State.QUIET:
            usual = f" (it used to bring {_rate(feed.items_a_day)})" if feed.items_a_day else ""
            return f"Quiet since {moment(_last_change(feed))}: polled well, but nothing new{usual}."
    usual = f": {_rate(feed.items_a_day)}" if feed.items_a_day else ""
    newest = f"the last new article came {moment(feed.changed_at)}" if feed.changed_at else "nothing new yet"
    return f"Fine{usual}; {newest}."


def moment(at: datetime) -> str:
    """Say a moment as people write it: 3 March 2026, 09:15 UTC."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def _stuck(feed: Facts, now: datetime) -> bool:
    if feed.next_poll_at < now - _LATE:
        return True
    # Its jobs are made and moved on from, but none ends: they die, and say why in their own rows.
    usual = 3 * (feed.wait or feed.interval) + _LATE
    return not feed.error_code and now - (feed.polled_at or feed.created_at) > usual


def _last_change(feed: Facts) -> datetime:
    return feed.changed_at or feed.created_at


def _patience(feed: Facts) -> timedelta:
    """Ten times the usual distance of two items: by chance alone that happens once in 20,000 times."""
    if not feed.items_a_day:
        return _QUIET_UNKNOWN
    expected = timedelta(days=min(_QUIET_AFTER_ITEMS / feed.items_a_day, _QUIET_AT_MOST.days))
    return max(expected, _QUIET_AT_LEAST)


def _rate(items: float) -> str:
    if items >= 1.5:
        return f"{items:.0f} items a day"
    return f"one item in {1 / items:.0f} days" if items < 0.75 else "about one item a day"


def _last_good(feed: Facts) -> str:
    return (
        f"The last good poll was {moment(feed.succeeded_at)}." if feed.succeeded_at else "Never polled well."
    )
