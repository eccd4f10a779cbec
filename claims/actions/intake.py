"""An article that was read already, stored whole: the piece, its text, its claims."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from claims.actions.articles import add_article
from claims.actions.detection import store_claims
from claims.actions.snapshots import take_snapshot
from claims.detection import Statement
from claims.ingestion.original import Original
from claims.ingestion.reading import Reading
from claims.models import Article, Snapshot
from factcheck.models import User


@transaction.atomic
def store_article(
    *,
    reading: Reading,
    statements: Sequence[Statement],
    left_out: int = 0,
    body_hash: str,
    original: Original | None = None,
    by: User | None,
    at: datetime,
) -> tuple[Snapshot, bool]:
    """Store an article with its claims; return its newest snapshot, and whether that is new.

    The same text again, at the same address or both without one, changes
    nothing. `left_out` as in store_claims. Raises NotAllowed.
    """
    known = _without_address(body_hash) if not reading.canonical_url else None
    article = known or add_article(url=reading.canonical_url, by=by, at=at)[0]
    before = article.snapshot_id
    snapshot = take_snapshot(
        article_id=article.uuid, reading=reading, body_hash=body_hash, original=original, at=at
    )
    # A worker may have read it and not yet looked for claims.
    if snapshot.pk != before or not snapshot.appearances.exists():
        store_claims(snapshot_id=snapshot.pk, statements=statements, left_out=left_out, at=at)
    return snapshot, snapshot.pk != before


def _without_address(body_hash: str) -> Article | None:
    """The article that was read from the very same bytes and has no address either."""
    there = Snapshot.objects.filter(body_hash=body_hash, article__url="")
    first = there.select_related("article").order_by("id").first()
    return first.article if first else None
