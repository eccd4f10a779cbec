"""What polls bring: new articles, or a reason why there are none; and when the next one is due."""

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from claims.ingestion import notes, pace
from claims.ingestion.feeds import FeedReading
from claims.ingestion.notes import Note
from claims.ingestion.urls import tidy
from claims.models import Article, Feed, FeedKind, known_among
from factcheck.events import due, record_many
from factcheck.models import Job, JobStatus

log = logging.getLogger(__name__)

POLL = "claims.tasks.poll_feed"
MOST_DUE = 500  # in one tick
_FEW = 5  # with so few items it means nothing that all of them are new
_TRIES = 3


@transaction.atomic
def poll_due_feeds(*, at: datetime) -> int:
    """Make a job for each feed whose poll has come; return how many.

    The next poll moves on with the job, so that a second tick at the same
    moment finds nothing due. A feed whose last job still waits gets no other:
    behind a closed host, or a desk that stood still, they would pile up.
    """
    waiting = Job.objects.filter(
        subject=OuterRef("uuid"), task=POLL, status__in=[JobStatus.DUE, JobStatus.RUNNING]
    )
    rows = Feed.objects.due(at=at).filter(~Exists(waiting)).select_for_update(skip_locked=True)
    feeds = list(rows[:MOST_DUE])
    for feed in feeds:
        _set_next(feed, feed.wait or feed.interval, at=at)
    Feed.objects.bulk_update(feeds, ["next_poll_at"])
    due(tasks=[POLL], subjects=[feed.uuid for feed in feeds], event=None, at=at)
    return len(feeds)


def store_entries(
    *,
    feed_id: UUID,
    reading: FeedReading,
    said: Sequence[Note] = (),
    etag: str = "",
    last_modified: str = "",
    url: str = "",
    at: datetime,
) -> list[Article]:
    """Take in the articles that a poll announced and are new, and note how the feed is; return them.

    Two polls of one feed at once take an article once: the feed's row is
    locked, and an address is unique. Where another feed, or a person, enters
    one of the addresses at the same moment, it is tried again and found known.
    A feed removed meanwhile takes nothing in. Of one that has another address than
    the polled `url` by now only the articles are taken: what else the answer says,
    its validators above all, is not about the feed that is there now. The other
    outcomes of a poll change nothing then.
    """
    for _ in range(_TRIES - 1):
        try:
            return _store(feed_id, reading, said, etag, last_modified, url, at)
        except IntegrityError:
            log.info("feed %s: an article was entered elsewhere at the same moment", feed_id)
    return _store(feed_id, reading, said, etag, last_modified, url, at)


@transaction.atomic
def _store(
    feed_id: UUID,
    reading: FeedReading,
    said: Sequence[Note],
    etag: str,
    last_modified: str,
    url: str,
    at: datetime,
) -> list[Article]:
    feed = Feed.objects.select_for_update().select_related("outlet").get(uuid=feed_id)
    if feed.removed_at is not None:
        return []
    new = _new_articles(feed, reading, at=at)
    if url in ("", feed.url):
        _note(feed, reading, said, new, at=at)
        feed.etag, feed.last_modified = etag, last_modified
    if new:
        record_many("articles.announced", feed, new, by=None, at=at)
    feed.save()
    # In one order, whatever the feed's: two feeds with the same articles would wait for each other.
    return Article.objects.bulk_create(sorted(new, key=lambda article: article.url))


def _note(
    feed: Feed, reading: FeedReading, said: Sequence[Note], new: Sequence[Article], *, at: datetime
) -> None:
    overrun = _overrun(feed, reading, new)
    _went_well(feed, fresh=len(new), overrun=overrun, at=at)
    feed.title = feed.title or reading.title[:300]
    feed.kind = reading.kind or FeedKind.UNKNOWN
    feed.announced, feed.dropped = reading.announced, reading.dropped
    feed.notes = [asdict(note) for note in (*said, *([notes.overrun()] if overrun else []))]
    rate = pace.items_a_day(pace.believable([entry.published_at for entry in reading.entries], at=at))
    feed.items_a_day = feed.items_a_day if rate is None else rate


def _new_articles(feed: Feed, reading: FeedReading, *, at: datetime) -> list[Article]:
    entries = {url: e for e in reading.entries if (url := tidy(e.url))}
    known = known_among(entries)
    return [
        Article(url=url, outlet=feed.outlet, feed=feed, title=entry.title[:500], created_at=at)
        for url, entry in entries.items()
        if url not in known
    ]


def _overrun(feed: Feed, reading: FeedReading, new: Sequence[Article]) -> bool:
    """Whether the feed moved on by its whole length since the last poll. An index is read in parts."""
    whole = feed.succeeded_at is not None and reading.kind != FeedKind.SITEMAP_INDEX
    return whole and len(new) == len(reading.entries) >= _FEW


@transaction.atomic
def feed_unchanged(*, feed_id: UUID, url: str = "", at: datetime) -> Feed:
    """Note a good poll of `url` that was told that nothing changed (304)."""
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    if url not in ("", feed.url):
        return feed
    _went_well(feed, fresh=0, overrun=False, at=at)
    feed.save()
    return feed


@transaction.atomic
def feed_failed(*, feed_id: UUID, code: str, reason: str, url: str = "", at: datetime) -> Feed:
    """Note a bad poll of `url` in words; the next comes after twice the wait, at most a day."""
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    if url not in ("", feed.url):
        return feed
    feed.polled_at, feed.failures = at, feed.failures + 1
    feed.error_code, feed.last_error = code[:40], reason[:500]
    wait = pace.after_a_bad_poll(feed.wait, interval=feed.interval, failures=feed.failures)
    _set_next(feed, wait, at=at)
    feed.save(update_fields=["polled_at", "failures", "error_code", "last_error", "next_poll_at"])
    return feed


@transaction.atomic
def feed_held_off(
    *, feed_id: UUID, code: str, reason: str, until: datetime, url: str = "", at: datetime
) -> Feed:
    """Note that the host of `url` is not to be asked before `until`. Nothing failed: it was not tried."""
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    if url not in ("", feed.url):
        return feed
    feed.error_code, feed.last_error = code[:40], reason[:500]
    # Only ever later, so that the feeds of a host that opens again do not all come at that second.
    feed.next_poll_at = until + abs(pace.jittered(feed.interval, feed=feed.uuid, at=at) - feed.interval)
    feed.save(update_fields=["error_code", "last_error", "next_poll_at"])
    return feed


def _went_well(feed: Feed, *, fresh: int, overrun: bool, at: datetime) -> None:
    feed.polled_at = feed.succeeded_at = at
    feed.failures, feed.error_code, feed.last_error = 0, "", ""
    feed.fresh = fresh
    feed.changed_at = at if fresh else feed.changed_at
    feed.wait = pace.after_a_good_poll(
        feed.wait, interval=feed.interval, adapts=feed.adapts, fresh=fresh, overrun=overrun
    )
    _set_next(feed, feed.wait, at=at)


def _set_next(feed: Feed, wait: timedelta, *, at: datetime) -> None:
    feed.next_poll_at = at + pace.jittered(wait, feed=feed.uuid, at=at)
