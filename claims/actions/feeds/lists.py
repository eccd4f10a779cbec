"""Lists of feeds taken over from another reader: thousands in one call."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.feeds.following import INTERVAL, NotAnAddress, OutletUnknown, add_feed
from claims.actions.outlets import outlet_of, outlets_of
from claims.actions.permission import desk_or_service
from claims.ingestion import pace
from claims.ingestion.opml import Outline
from claims.ingestion.urls import usable
from claims.models import Feed, Outlet
from factcheck.events import record_each
from factcheck.models import User

log = logging.getLogger(__name__)

_SLICE = 500  # of addresses in one question
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one feed of a list."""

    url: str
    result: str  # added, known, refused
    feed: UUID | None  # the feed there now; None if refused
    code: str = ""
    reason: str = ""


def import_feeds(*, outlines: Iterable[Outline], by: User | None, at: datetime) -> list[Imported]:
    """Follow each feed of a list; what is refused does not hold up the others.

    The outlet is found by the address of the site, else of the feed, else by the
    title, and entered if it is new. First polls are spread over an interval.

    Raises NotAllowed.
    """
    desk_or_service(by)
    listed = list(outlines)
    for _ in range(_TRIES - 1):
        try:
            return _Import(listed, by=by, at=at).run()
        except IntegrityError:
            log.info("a list of feeds met one that was entered elsewhere at the same moment")
    return _Import(listed, by=by, at=at).run()


class _Import:
    """One list on its way in, with a bounded number of statements however long it is."""

    def __init__(self, outlines: Sequence[Outline], *, by: User | None, at: datetime) -> None:
        self._outlines = outlines
        self._by, self._at = by, at
        self._new: dict[str, Feed] = {}

    @transaction.atomic
    def run(self) -> list[Imported]:
        addresses = [usable(outline.url) for outline in self._outlines]
        self._known = _feeds_at(addresses)
        strangers = [
            usable(outline.site) or address
            for outline, address in zip(self._outlines, addresses, strict=True)
            if address and address not in self._known
        ]
        self._outlets = outlets_of(urls=strangers, by=self._by, at=self._at)
        found = [self._one(*pair) for pair in zip(self._outlines, addresses, strict=True)]
        self._store()
        return found

    def _one(self, outline: Outline, address: str) -> Imported:
        if not address:
            return _refused(outline, NotAnAddress.code, "This is not an http or https address.")
        known = self._new.get(address) or self._known.get(address)
        if known is not None and known.removed_at is None:
            return Imported(outline.url, "known", known.uuid)
        outlet = self._outlet(outline, address)
        if outlet is None:
            return _refused(outline, OutletUnknown.code, "Whose feed it is cannot be told from its address.")
        if known is not None:
            feed = self._known[address] = add_feed(
                url=address, outlet_id=outlet.uuid, title=outline.title, by=self._by, at=self._at
            )
        else:
            feed = self._new[address] = self._feed(outline, address, outlet)
        return Imported(outline.url, "added", feed.uuid)

    def _outlet(self, outline: Outline, address: str) -> Outlet | None:
        found = self._outlets.get(usable(outline.site) or address) or self._outlets.get(address)
        return found or outlet_of(url=address, name=outline.title[:200], by=self._by, at=self._at)

    def _feed(self, outline: Outline, address: str, outlet: Outlet) -> Feed:
        feed = Feed(
            url=address,
            title=outline.title,
            outlet=outlet,
            interval=INTERVAL,
            created_by=self._by,
            created_at=self._at,
        )
        wait = pace.first_wait(INTERVAL, count=len(self._outlines), feed=feed.uuid, at=self._at)
        feed.next_poll_at = self._at + wait
        return feed

    def _store(self) -> None:
        feeds = list(self._new.values())
        record_each("feed.imported", feeds, by=self._by, at=self._at, data=[{}] * len(feeds))
        Feed.objects.bulk_create(feeds, batch_size=_SLICE)


def _feeds_at(addresses: Sequence[str]) -> dict[str, Feed]:
    found: dict[str, Feed] = {}
    for start in range(0, len(addresses), _SLICE):
        rows = Feed.objects.select_for_update().filter(url__in=addresses[start : start + _SLICE])
        found |= {feed.url: feed for feed in rows.order_by("id")}
    return found


def _refused(outline: Outline, code: str, reason: str) -> Imported:
    return Imported(outline.url, "refused", None, code, reason)
