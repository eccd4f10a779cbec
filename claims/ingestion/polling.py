"""One poll of a feed: fetched, read, and where it is an index, the sitemaps it lists."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from claims.ingestion import notes, parsing
from claims.ingestion.announced import BadFeed, FeedReading, Sitemap, merged
from claims.ingestion.notes import Note
from claims.ingestion.pages import FEEDS, page_at
from factcheck import clock
from factcheck.errors import Refusal
from factcheck.hosts import HostBusy
from factcheck.net.fetch import TIMEOUT_SECONDS, Fetched

ACCEPT: Final = (*FEEDS, "application/feed+json", "application/json")
MOST_SITEMAPS: Final = 20  # requests for sitemaps in one poll, sub-indexes among them
SECONDS: Final = 60.0  # for all of them: a worker has other feeds to poll
# A sitemap that says it has not changed for so long before the last good poll is not asked again.
_LONG_UNCHANGED: Final = timedelta(days=2)
# A site that is asked too often at once lets us in again after a moment. Nobody waits here for longer.
_LONGEST_WAIT: Final = timedelta(seconds=5)
_LONGEST_VALIDATOR: Final = (500, 100)  # characters of an ETag and of a moment that can be sent back


@dataclass(frozen=True, slots=True)
class Poll:
    reading: FeedReading | None  # None: unchanged since the poll that the validators are from
    notes: tuple[Note, ...] = ()
    etag: str = ""  # as received; "" where there is none or it cannot be sent back
    last_modified: str = ""
    final_url: str = ""
    seconds: float = 0.0


def poll(
    url: str,
    *,
    etag: str = "",
    last_modified: str = "",
    since: datetime | None = None,
    seconds: float = SECONDS,
    most_sitemaps: int = MOST_SITEMAPS,
) -> Poll:
    """Fetch and read a feed, asking only for what changed where validators are given.

    `since` is the last good poll: sitemaps of an index that say they are older
    are left alone. Raises the refusals of fetching and of reading.
    """
    started = time.monotonic()
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {name: value for name, value in conditions.items() if value}
    page = page_at(url, accept=ACCEPT, headers=headers, timeout=min(seconds, TIMEOUT_SECONDS))
    if page.status == 304:
        return Poll(None, final_url=page.final_url, seconds=page.seconds)
    reading = parsing.entries(page.body, url=page.final_url)
    said: list[Note] = []
    if reading.kind == "sitemap_index":
        reading, said = _of_index(reading, since=since, ends=started + seconds, most=most_sitemaps)
        # An index may stand still while what it lists changes: it is always read whole.
        page = replace(page, headers={})
    return Poll(
        reading,
        (*said, *notes.of_reading(reading)),
        etag=_sendable(page.headers.get("etag", ""), _LONGEST_VALIDATOR[0]),
        last_modified=_sendable(page.headers.get("last-modified", ""), _LONGEST_VALIDATOR[1]),
        final_url=page.final_url,
        seconds=time.monotonic() - started,
    )


def _sendable(value: str, longest: int) -> str:
    return value if len(value) <= longest else ""


def _of_index(
    index: FeedReading, *, since: datetime | None, ends: float, most: int
) -> tuple[FeedReading, list[Note]]:
    """Read the newest sitemaps of an index, and of the indexes in it, one level down.

    What could not be read is a note; only where nothing at all could, the first
    refusal is raised.
    """
    visit = _Visit(ends=ends, left=most)
    found = list(visit.read(index, since=since, deeper=True))
    if visit.failed and not found:
        raise visit.failed[0][1]
    whole = merged(found, kind=index.kind)
    return whole, visit.notes(most)


class _Visit:
    """The sitemaps of one poll: how many may still be asked, and what went wrong."""

    def __init__(self, *, ends: float, left: int) -> None:
        self.failed: list[tuple[str, Refusal]] = []
        self._ends = ends
        self._left = left
        self._cut = self._late = self._elsewhere = 0

    def read(self, index: FeedReading, *, since: datetime | None, deeper: bool) -> Iterator[FeedReading]:
        self._elsewhere += index.unusable
        self._cut += index.more_sitemaps
        for line in index.sitemaps:
            if not _may_have_changed(line, since):
                continue
            if not self._left:
                self._cut += 1
            elif time.monotonic() >= self._ends:
                self._late += 1
            else:
                self._left -= 1
                yield from self._one(line, since=since, deeper=deeper)

    def _one(self, line: Sitemap, *, since: datetime | None, deeper: bool) -> Iterator[FeedReading]:
        try:
            page = self._fetched(line.url)
            reading = parsing.entries(page.body, url=page.final_url)
            if reading.kind == "sitemap_index" and not deeper:
                raise BadFeed("This is a list of lists of sitemaps.", reason="sitemap_index")
        except Refusal as refusal:
            self.failed.append((line.url, refusal))
            return
        if reading.kind == "sitemap_index":
            yield from self.read(reading, since=since, deeper=False)
        else:
            yield reading

    def _fetched(self, url: str) -> Fetched:
        try:
            return page_at(url, accept=ACCEPT, timeout=self._timeout())
        except HostBusy as busy:
            wait = busy.details["retry_at"] - clock.now()
            if wait > _LONGEST_WAIT or time.monotonic() + wait.total_seconds() > self._ends:
                raise
            time.sleep(max(wait.total_seconds(), 0))
            return page_at(url, accept=ACCEPT, timeout=self._timeout())

    def _timeout(self) -> float:
        return min(TIMEOUT_SECONDS, max(1.0, self._ends - time.monotonic()))

    def notes(self, most: int) -> list[Note]:
        said = []
        if self._cut:
            said.append(notes.sitemaps_cut(self._cut, most=most))
        if self._elsewhere:
            said.append(notes.sitemaps_elsewhere(self._elsewhere))
        if self._late:
            said.append(notes.sitemaps_late(self._late))
        if self.failed:
            url, refusal = self.failed[0]
            said.append(notes.sitemaps_failed(len(self.failed), url=url, reason=refusal.message))
        return said


def _may_have_changed(line: Sitemap, since: datetime | None) -> bool:
    return since is None or line.changed_at is None or line.changed_at >= since - _LONG_UNCHANGED
