"""Feeds: polled at their interval, by hand, or not at all."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from claims.actions.outlets import AlreadyThere
from claims.actions.permission import desk_or_service
from claims.ingestion.feeds import FeedReading
from claims.ingestion.urls import tidy
from claims.models import Article, Feed, Outlet
from factcheck.events import due, record, record_many
from factcheck.models import CHAIN_HEAD, User

LONGEST_BACK_OFF = timedelta(hours=24)


@transaction.atomic
def add_feed(
    *, outlet_id: UUID, url: str, interval: timedelta = timedelta(minutes=15), by: User | None, at: datetime
) -> Feed:
    """Follow a feed; its first poll is due at once. Raises Outlet.DoesNotExist, NotAllowed, AlreadyThere."""
    desk_or_service(by)
    outlet = Outlet.objects.get(uuid=outlet_id)
    if Feed.objects.filter(url=url).exists():
        raise AlreadyThere("This feed is followed already.", field="url")
    feed = Feed(outlet=outlet, url=url, interval=interval, next_poll_at=at, created_by=by, created_at=at)
    record("feed.added", feed, by=by, at=at)
    feed.save()
    return feed


@transaction.atomic
def poll_now(*, feed_id: UUID, by: User | None, at: datetime) -> Feed:
    """Poll a feed as soon as a worker is free, paused or not. Raises NotAllowed."""
    desk_or_service(by)
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    record("feed.poll_asked", feed, by=by, at=at)
    feed.save(update_fields=CHAIN_HEAD)
    return feed


@transaction.atomic
def poll_due_feeds(*, at: datetime) -> int:
    """Make a job for each feed whose poll has come; return how many.

    The next poll moves on with the job, so that a second tick at the same
    moment finds nothing due.
    """
    feeds = list(Feed.objects.due(at=at).select_for_update(skip_locked=True)[:500])
    for feed in feeds:
        feed.next_poll_at = at + feed.interval
    Feed.objects.bulk_update(feeds, ["next_poll_at"])
    due(tasks=["claims.tasks.poll_feed"], subjects=[feed.uuid for feed in feeds], event=None, at=at)
    return len(feeds)


@transaction.atomic
def pause_feed(*, feed_id: UUID, by: User, at: datetime) -> Feed:
    """Stop polling a feed until it is resumed. Pausing twice changes nothing."""
    return _set_paused(feed_id, True, "feed.paused", by=by, at=at)


@transaction.atomic
def resume_feed(*, feed_id: UUID, by: User, at: datetime) -> Feed:
    """Poll a feed again, at once and then at its interval."""
    return _set_paused(feed_id, False, "feed.resumed", by=by, at=at)


def _set_paused(feed_id: UUID, paused: bool, event: str, *, by: User, at: datetime) -> Feed:
    desk_or_service(by)
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    if feed.paused != paused:
        feed.paused = paused
        feed.next_poll_at = feed.next_poll_at if paused else at
        record(event, feed, by=by, at=at)
        feed.save(update_fields=["paused", "next_poll_at", *CHAIN_HEAD])
    return feed


@transaction.atomic
def store_entries(*, feed_id: UUID, reading: FeedReading, at: datetime) -> list[Article]:
    """Take in the articles that a poll announced and are new; return them.

    Two polls of one feed at once take an article once: the feed's row is
    locked, and an address is unique.
    """
    feed = Feed.objects.select_for_update().select_related("outlet").get(uuid=feed_id)
    entries = {url: e for e in reading.entries if (url := tidy(e.url))}
    known = set(Article.objects.filter(url__in=entries).values_list("url", flat=True))
    new = [
        Article(url=url, outlet=feed.outlet, feed=feed, title=entry.title[:500], created_at=at)
        for url, entry in entries.items()
        if url not in known
    ]
    feed.title = reading.title[:300] or feed.title
    feed.polled_at = feed.succeeded_at = at
    feed.failures, feed.last_error, feed.dropped = 0, "", reading.dropped
    feed.next_poll_at = at + feed.interval
    if new:
        record_many("articles.announced", feed, new, by=None, at=at)
    feed.save()
    return Article.objects.bulk_create(new)


@transaction.atomic
def feed_failed(*, feed_id: UUID, reason: str, at: datetime) -> Feed:
    """Note a bad poll in words; the next comes after twice the wait, at most a day."""
    feed = Feed.objects.select_for_update().get(uuid=feed_id)
    feed.polled_at, feed.failures, feed.last_error = at, feed.failures + 1, reason[:500]
    wait = feed.interval * 2 ** min(feed.failures, 10)
    feed.next_poll_at = at + min(wait, max(LONGEST_BACK_OFF, feed.interval))
    feed.save(update_fields=["polled_at", "failures", "last_error", "next_poll_at"])
    return feed
