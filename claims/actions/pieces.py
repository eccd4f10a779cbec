"""A snapshot whose claims are being stored, with nobody else at its article or a copy of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from claims.actions.earlier import Earlier
from claims.models import Appearance, Article, Snapshot, turns


@dataclass(frozen=True, slots=True)
class Piece:
    """A snapshot as far as storing its claims asks, and how its article stands."""

    snapshot: int
    number: int
    language: str
    published_at: datetime | None
    article: int
    article_uuid: UUID
    first: int  # the article that it is a copy of, or itself
    newest: int | None  # snapshot of the article
    detected_at: datetime | None
    has_places: bool  # of claims, in any of its snapshots
    has_copies: bool

    @property
    def superseded(self) -> bool:
        """Whether a newer snapshot was taken meanwhile: that one's own job says what stands."""
        return self.newest != self.snapshot

    @property
    def passed_by(self) -> bool:
        """Whether that newer one was looked at already."""
        return self.superseded and self.detected_at is not None

    @property
    def is_first_look(self) -> bool:
        """Whether nothing can be known of the article's words yet."""
        return self.first == self.article and not self.has_copies and not self.has_places

    def earlier(self) -> Earlier:
        """Where the article's words stood before."""
        if self.is_first_look:
            return Earlier.nothing()
        return Earlier.of(article=self.article, first=self.first, number=self.number)


def alone_with(snapshot_id: int) -> Piece:
    """Wait until nobody else stores claims of this article, its first or its copies; return the snapshot.

    Held until the transaction ends. Raises Snapshot.DoesNotExist.
    """
    first = turns.at_family_of(snapshot=snapshot_id)
    piece = _read(snapshot_id)
    while first is not None and first != piece.first:  # an editor set it apart while we waited
        first = turns.at_family_of(snapshot=snapshot_id)
        piece = _read(snapshot_id)
    return piece


def _read(snapshot_id: int) -> Piece:
    rows = Snapshot.objects.filter(pk=snapshot_id).values_list(
        "id",
        "number",
        "language",
        "published_at",
        "article_id",
        "article__uuid",
        Coalesce(F("article__copy_of_id"), F("article_id")),
        "article__snapshot_id",
        "article__detected_at",
        Exists(Appearance.objects.filter(snapshot__article=OuterRef("article"))),
        Exists(Article.objects.filter(copy_of=OuterRef("article"))),
    )
    return Piece(*rows.get())
