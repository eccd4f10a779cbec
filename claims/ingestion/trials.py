"""A feed read without taking anything in, for whoever asks what it would bring."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from claims.ingestion.announced import FeedReading
from claims.ingestion.polling import MOST_SITEMAPS, Poll, poll
from factcheck.errors import Conflict, Refusal

# A person waits for the answer, in a request: no more than he would.
SECONDS: Final = 8.0
AT_ONCE: Final = 2
_places: Final = threading.BoundedSemaphore(AT_ONCE)


class TrialsBusy(Conflict):
    """Others are being tried: each holds a thread of the web server for some seconds."""

    code = "trials_busy"


@dataclass(frozen=True, slots=True)
class Trial:
    """How reading an address as a feed went: a poll, or why there is none."""

    url: str
    poll: Poll | None
    code: str = ""
    reason: str = ""

    @property
    def reading(self) -> FeedReading | None:
        return self.poll.reading if self.poll else None


def try_out(url: str, *, seconds: float = SECONDS, most_sitemaps: int = MOST_SITEMAPS) -> Trial:
    """Fetch and read a feed whole. A refusal is an answer here."""
    try:
        return Trial(url, poll(url, seconds=seconds, most_sitemaps=most_sitemaps))
    except Refusal as refusal:
        return Trial(url, None, code=refusal.code, reason=refusal.message)


@contextmanager
def place() -> Iterator[None]:
    """Hold one of this process's places for trials in a request; its other threads stay free.

    Raises TrialsBusy.
    """
    if not _places.acquire(blocking=False):
        raise TrialsBusy("Other feeds are being tried out. Ask again in a few seconds.")
    try:
        yield
    finally:
        _places.release()
