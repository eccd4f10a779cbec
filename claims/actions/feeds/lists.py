"""Lists of feeds taken over from another reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from claims.actions.feeds.following import add_feed
from claims.actions.outlets import AlreadyThere
from claims.actions.permission import desk_or_service
from claims.ingestion.opml import Outline
from factcheck.errors import Refusal
from factcheck.models import User


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one feed of a list."""

    url: str
    result: str  # added, known, refused
    feed: UUID | None  # the feed there now; None if refused
    code: str = ""
    reason: str = ""


def import_feeds(*, outlines: Iterable[Outline], by: User | None, at: datetime) -> list[Imported]:
    """Follow each feed of a list, one by one: what is refused does not hold up the others.

    The outlet is found by the address of the site, else of the feed, and
    entered if it is new. Raises NotAllowed.
    """
    desk_or_service(by)
    return [_import(outline, by=by, at=at) for outline in outlines]


def _import(outline: Outline, *, by: User | None, at: datetime) -> Imported:
    try:
        feed = add_feed(url=outline.url, site=outline.site, title=outline.title, by=by, at=at)
    except AlreadyThere as known:
        return Imported(
            outline.url, "known", UUID(known.details["feed"]) if "feed" in known.details else None
        )
    except Refusal as refusal:
        return Imported(outline.url, "refused", None, refusal.code, refusal.message)
    return Imported(outline.url, "added", feed.uuid)
