"""Articles that have the text of another: found when they are first read, set apart by an editor."""

from collections import defaultdict
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Coalesce

from claims.actions.following import flag
from claims.actions.merging import locked, recount
from claims.likeness import ALIKE, bands, likeness
from claims.models import Appearance, Article, Claim, Snapshot, near_copies, turns
from claims.models.families import ahead
from claims.models.restating import restate
from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User

# A page that names another as its canonical address has said the rest itself.
_ALIKE_BY_ITS_WORD: Final = 0.15
_MOST_SNAPSHOTS: Final = 200


class NotACopy(Conflict):
    """The article stands for itself already."""

    code = "not_a_copy"


class First(NamedTuple):
    """The article that had a text first, and how alike it is, 0 to 1."""

    article: int
    likeness: float


def first_with(*, text_hash: str, signature: bytes, but: int, declared: int | None = None) -> First | None:
    """Return who had this text first, or one so alike that it is a copy; None if nobody.

    `declared` is the article at the address that the page names as its own. The
    first is never a copy itself. Call it with the turn at the text's keys.
    """
    rows = Snapshot.objects.exclude(article=but)
    first_of = Coalesce("article__copy_of_id", "article_id")
    same = rows.filter(text_hash=text_hash).order_by("id").values_list(first_of, flat=True).first()
    near = rows.filter(pk__in=near_copies.sharing(bands(signature))).values_list(first_of, flat=True)
    named = (
        Article.objects.filter(pk=declared or 0).values_list(Coalesce("copy_of_id", "id"), flat=True).first()
    )
    asked = {pk for pk in (*near, same, named) if pk is not None}
    alike = _likeness(asked, text_hash=text_hash, signature=signature)
    if same is not None:
        return First(same, alike[same])
    least = {pk: _ALIKE_BY_ITS_WORD if pk == named else ALIKE for pk in alike}
    best = max((pk for pk in alike if alike[pk] >= least[pk]), key=lambda pk: (alike[pk], -pk), default=None)
    return None if best is None else First(best, alike[best])


def _likeness(articles: set[int], *, text_hash: str, signature: bytes) -> dict[int, float]:
    """How alike the text is to the closest snapshot of each article."""
    found: dict[int, float] = defaultdict(float)
    rows = Snapshot.objects.filter(article__in=articles).order_by("id")[:_MOST_SNAPSHOTS]
    for article, other_hash, other in rows.values_list("article_id", "text_hash", "signature"):
        share = 1.0 if other_hash == text_hash else likeness(signature, bytes(other))
        found[article] = max(found[article], share)
    return found


@transaction.atomic
def separate_article(*, article_id: UUID, by: User, at: datetime) -> Article:
    """Say that an article is no copy; its claims are looked for anew, as its own.

    It loses its places of claims that the first has, too: what it says in the
    same words and for the same claimant finds its claim again. Claims keep their
    status. Raises Article.DoesNotExist, NotAllowed, NotACopy.
    """
    if not by.is_editor:
        raise NotAllowed("Only an editor says that an article is no copy.")
    turns.at_family_of(article=article_id)
    of_first = Appearance.objects.filter(snapshot__article__copies__uuid=article_id).values("claim")
    places = Appearance.objects.filter(snapshot__article__uuid=article_id, claim__in=of_first)
    ids = set(places.values_list("claim_id", flat=True))
    standing = set().union(*ahead(ids).values())
    rows = locked(ids | standing)
    claims = [rows[pk] for pk in sorted(ids)]
    article = Article.objects.select_for_update(no_key=True).defer("given").get(uuid=article_id)
    if article.copy_of_id is None:
        raise NotACopy("This article is no copy of another.")
    places.delete()
    _fewer(claims, [rows[pk] for pk in sorted(standing)], article, at=at)
    first = Article.objects.values_list("uuid", flat=True).get(pk=article.copy_of_id)
    article.copy_of_id = article.likeness = article.detected_at = None
    record("article.separated", article, by=by, at=at, data={"first": first, "claims": len(claims)})
    article.save(update_fields=["copy_of", "likeness", "detected_at", *CHAIN_HEAD])
    return article


def _fewer(claims: list[Claim], standing: list[Claim], article: Article, *, at: datetime) -> None:
    """Count the article no more for these claims, and for those that stand for them."""
    flag(claims, data={"article": article.uuid}, at=at)
    recount(standing, at=at)
    for claim in standing:
        data = {"article": article.uuid, "spread": claim.spread}
        record("claim.place_withdrawn", claim, by=None, at=at, data=data)
    restate(list({claim.pk: claim for claim in (*claims, *standing)}.values()))
