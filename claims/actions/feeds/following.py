"""Which feeds the desk follows, and how: added, changed, paused, removed."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.outlets import AlreadyThere, outlet_of
from claims.actions.permission import desk_or_service
from claims.ingestion.urls import usable
from claims.models import Feed, FeedKind, Outlet
from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User

INTERVAL = timedelta(minutes=15)


class NotAnAddress(Refusal):
    """No http or https address that every reader takes for the same."""

    code = "bad_url"


class OutletUnknown(Refusal):
    """Whose feed it is cannot be told from its address."""

    code = "outlet_unknown"


@transaction.atomic
def add_feed(
    *,
    url: str,
    outlet_id: UUID | None = None,
    site: str = "",
    title: str = "",
    interval: timedelta = INTERVAL,
    adapts: bool = True,
    by: User | None,
    at: datetime,
) -> Feed:
    """Follow a feed; its first poll is due at once. One that was removed comes back with its history.

    Without an outlet, that of the site's host is taken, else of the feed's, else
    the one of this title; it is entered if it is new.

    Raises Outlet.DoesNotExist, NotAllowed, AlreadyThere (its `feed` is the id), NotAnAddress, OutletUnknown.
    """
    desk_or_service(by)
    address = _address(url)
    feed = Feed.objects.select_for_update().filter(url=address).first()
    if feed is not None and feed.removed_at is None:
        raise AlreadyThere("This feed is followed already.", field="url", feed=str(feed.uuid))
    outlet = (
        Outlet.objects.get(uuid=outlet_id)
        if outlet_id
        else _outlet_of([usable(site), address], title, by=by, at=at)
    )
    if feed is None:
        feed = Feed(url=address, created_by=by, created_at=at)
    feed.outlet, feed.title, feed.interval, feed.adapts = outlet, title, interval, adapts
    feed.removed_at, feed.paused = None, False
    _begin_anew(feed, at=at)
    record("feed.added", feed, by=by, at=at)
    try:
        feed.save()
    except IntegrityError:
        # Added by somebody else at the same moment; the transaction ends with this refusal.
        raise AlreadyThere("This feed is followed already.", field="url") from None
    return feed


@transaction.atomic
def edit_feed(
    *,
    feed_id: UUID,
    url: str | None = None,
    title: str | None = None,
    outlet_id: UUID | None = None,
    interval: timedelta | None = None,
    adapts: bool | None = None,
    by: User | None,
    at: datetime,
) -> Feed:
    """Change what is given. An empty title is filled with the feed's own at the next poll.

    A new address is read from the start, a new interval holds from the next poll on.

    Raises Feed.DoesNotExist, Outlet.DoesNotExist, NotAllowed, AlreadyThere, NotAnAddress, StaleVersion.
    """
    desk_or_service(by)
    feed = _locked(feed_id)
    given = {"url": url, "title": title, "outlet": outlet_id, "interval": interval, "adapts": adapts}
    fields = [name for name, value in given.items() if value is not None]
    if outlet_id is not None:
        feed.outlet = Outlet.objects.get(uuid=outlet_id)
    if title is not None:
        feed.title = title
    if interval is not None or adapts is not None:
        _set_pace(feed, interval=interval, adapts=adapts, at=at)
    if url is not None:
        _move(feed, _address(url), at=at)
    record("feed.edited", feed, by=by, at=at, data={"fields": fields})
    try:
        feed.save()
    except IntegrityError:
        raise AlreadyThere("Another feed has this address.", field="url") from None
    return feed


@transaction.atomic
def remove_feed(*, feed_id: UUID, by: User | None, at: datetime) -> Feed:
    """Stop following a feed. Its articles stay; adding it again brings it back.

    Raises Feed.DoesNotExist, NotAllowed, StaleVersion.
    """
    desk_or_service(by)
    feed = _locked(feed_id)
    feed.removed_at = at
    record("feed.removed", feed, by=by, at=at)
    feed.save(update_fields=["removed_at", *CHAIN_HEAD])
    return feed


@transaction.atomic
def poll_now(*, feed_id: UUID, by: User | None, at: datetime) -> Feed:
    """Poll a feed as soon as a worker is free, paused or not. Raises Feed.DoesNotExist, NotAllowed."""
    desk_or_service(by)
    feed = _locked(feed_id)
    record("feed.poll_asked", feed, by=by, at=at)
    feed.save(update_fields=CHAIN_HEAD)
    return feed


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
    feed = _locked(feed_id)
    if feed.paused != paused:
        feed.paused = paused
        feed.next_poll_at = feed.next_poll_at if paused else at
        record(event, feed, by=by, at=at)
        feed.save(update_fields=["paused", "next_poll_at", *CHAIN_HEAD])
    return feed


def _locked(feed_id: UUID) -> Feed:
    return Feed.objects.followed().select_for_update().get(uuid=feed_id)


def _address(url: str) -> str:
    address = usable(url)
    if not address:
        raise NotAnAddress("This is not an http or https address.", field="url")
    return address


def _outlet_of(addresses: list[str], title: str, **who: Any) -> Outlet:
    for url in filter(None, addresses):
        if outlet := outlet_of(url=url, **who):
            return outlet
    outlet = outlet_of(name=title[:200], **who)
    if outlet is None:
        raise OutletUnknown("Name the outlet: it cannot be told from this address.", field="outlet")
    return outlet


def _set_pace(feed: Feed, *, interval: timedelta | None, adapts: bool | None, at: datetime) -> None:
    feed.interval = feed.interval if interval is None else interval
    feed.adapts = feed.adapts if adapts is None else adapts
    feed.wait = None
    if not feed.failures and not feed.error_code:
        feed.next_poll_at = min(feed.next_poll_at, at + feed.interval)


def _move(feed: Feed, address: str, *, at: datetime) -> None:
    if address == feed.url:
        return
    other = Feed.objects.filter(url=address).first()
    if other is not None:
        removed = "" if other.removed_at is None else " that was removed: add that one again"
        raise AlreadyThere(f"Another feed has this address{removed}.", field="url", feed=str(other.uuid))
    feed.url = address
    _begin_anew(feed, at=at)


def _begin_anew(feed: Feed, *, at: datetime) -> None:
    """Forget what belongs to the answers of another address, or of a time long past."""
    feed.kind, feed.etag, feed.last_modified = FeedKind.UNKNOWN, "", ""
    feed.failures, feed.error_code, feed.last_error = 0, "", ""
    feed.wait, feed.notes, feed.next_poll_at = None, [], at
