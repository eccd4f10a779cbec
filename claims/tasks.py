"""Jobs of the claims room: each turns a row that is due into one call."""

import hashlib
import logging
import time
from datetime import datetime
from uuid import UUID

from claims import actions
from claims.ingestion import parsing
from claims.ingestion.days import days_of
from claims.ingestion.notes import PARTLY
from claims.ingestion.original import Original
from claims.ingestion.pages import PASSING, page_at
from claims.ingestion.polling import Poll, poll
from claims.models import Article, Feed, Snapshot
from factcheck import clock, stop, visits
from factcheck.errors import Refusal
from factcheck.hosts import HostClosed
from factcheck.jobs import Lease, job
from factcheck.leases import MAX_ATTEMPTS

log = logging.getLogger(__name__)

_RESCORING_SECONDS = 10.0


@job(queue="fetch")
def read_article(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Read an article that waits. Reacts to article.submitted and articles.announced.

    A site that may not be visited now is visited later. What passes by itself (a
    silent site, a parser that was killed) is tried again with growing waits; what
    does not, or the last try, becomes a refusal that an editor can see.
    """
    article = Article.objects.get(uuid=subject)
    try:
        original = _original_of(article)
        reading = parsing.read(
            original.body, url=original.url, media_type=original.media_type, charset=original.charset
        )
    except Refusal as refusal:
        if later := visits.later_of(refusal, lease=lease):
            raise later from refusal
        if refusal.code in PASSING | parsing.PASSING and lease.attempts < MAX_ATTEMPTS:
            raise
        actions.refuse_article(article_id=subject, code=refusal.code, reason=refusal.message, at=clock.now())
        return
    body_hash = hashlib.sha256(original.body).hexdigest()
    actions.take_snapshot(
        article_id=subject, reading=reading, body_hash=body_hash, original=original, at=clock.now()
    )


def _original_of(article: Article) -> Original:
    if article.given:
        return Original(bytes(article.given), article.url, article.given_type)
    return Original.of(page_at(article.url))


@job(queue="parse")
def detect_claims(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Find the claims of an article's newest snapshot. Reacts to snapshot.taken.

    A text that the parser does not survive is tried again like any failure; the
    last time is noted on the article, and the dead job keeps the reason and can
    be started again.
    """
    snapshot = Snapshot.objects.filter(article__uuid=subject).order_by("-number").first()
    if snapshot is None:
        log.info("article %s has no snapshot", subject)
        return
    try:
        days = days_of(snapshot.published_at, snapshot.published_zone)
        found = parsing.find(snapshot.text, language=snapshot.language or "en", days=days)
    except parsing.Breach as breach:
        if lease.attempts >= MAX_ATTEMPTS:
            actions.detection_failed(snapshot_id=snapshot.pk, code=breach.code, at=clock.now())
        raise
    actions.store_claims(
        snapshot_id=snapshot.pk, statements=found.statements, left_out=found.left_out, at=clock.now()
    )


@job(queue="fetch")
def poll_feed(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Read a feed and take in what is new. Reacts to feed.added and feed.poll_asked.

    What goes wrong is noted on the feed in words. Only what lies with our own
    machines (a parser that died) is left to the runner to try again.
    """
    feed = Feed.objects.get(uuid=subject)
    by_hand = lease.event is not None
    if feed.removed_at is not None or (feed.paused and not by_hand):
        log.info("feed %s is not to be polled", subject)
        return
    whole = not any(note["code"] in PARTLY for note in feed.notes)
    since = feed.succeeded_at if whole else None
    try:
        found = poll(feed.url, etag=feed.etag, last_modified=feed.last_modified, since=since)
    except HostClosed as closed:
        # The feed's row is its schedule: a job of its own would only wait beside it.
        until = closed.details["retry_at"]
        actions.feed_held_off(
            feed_id=subject,
            code=closed.code,
            reason=closed.message,
            until=until,
            url=feed.url,
            at=clock.now(),
        )
    except Refusal as refusal:
        if later := visits.later_of(refusal, lease=lease):
            raise later from refusal
        if refusal.code in parsing.PASSING and lease.attempts < MAX_ATTEMPTS:
            raise
        actions.feed_failed(
            feed_id=subject, code=refusal.code, reason=refusal.message, url=feed.url, at=clock.now()
        )
    else:
        _keep(feed, found)


def _keep(feed: Feed, found: Poll) -> None:
    if found.reading is None:
        actions.feed_unchanged(feed_id=feed.uuid, url=feed.url, at=clock.now())
        return
    actions.store_entries(
        feed_id=feed.uuid,
        reading=found.reading,
        said=found.notes,
        etag=found.etag,
        last_modified=found.last_modified,
        url=feed.url,
        at=clock.now(),
    )


@job(queue="desk")
def poll_feeds(*, subject: UUID | None, at: datetime) -> None:
    """Make a job for each feed whose poll has come. A timed job."""
    actions.poll_due_feeds(at=at)


@job(queue="parse")
def rescore(*, subject: UUID, at: datetime) -> None:
    """Put what waits into its new order, slice by slice. Reacts to rescoring.asked.

    What is left after some seconds is another job's; a pass goes on where it was.
    """
    ends = time.monotonic() + _RESCORING_SECONDS
    while actions.rescore_slice(rescoring_id=subject, at=clock.now()):
        if time.monotonic() >= ends or stop.asked():
            actions.go_on(rescoring_id=subject, at=clock.now())
            return


@job(queue="desk")
def tend_order(*, subject: UUID | None, at: datetime) -> None:
    """End incidents, take back what was declined and grew, see that passes go on. A timed job."""
    actions.end_due_incidents(at=at)
    while actions.take_back_declined(at=at):
        pass
    actions.notice_model(at=at)
    actions.take_up_rescorings(at=at)


@job(queue="parse")
def age_order(*, subject: UUID | None, at: datetime) -> None:
    """Let freshness go down, and keep the sample of the low scores. A timed job."""
    actions.age_order(at=at)
    actions.refresh_sample(at=at)
