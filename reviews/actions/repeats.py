"""Who repeats a claim after its check was published."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from claims.models import Appearance, Article, Claim
from reviews.actions.to_dos import open_once
from reviews.lifecycle import PublicationStatus
from reviews.models import Publication, ToDoKind

# The editors are told when the number of repeats passes one of these, once for each.
LINES: Final = (5, 25, 100, 500)
_BACK: Final = timedelta(days=2)
_MOST: Final = 5000  # places read of one claim
_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One later place of a claim."""

    outlet: str
    title: str
    url: str
    on: date


@dataclass(frozen=True, slots=True)
class Repeats:
    """Later places of a checked claim; an article counts once however often it says it."""

    total: int
    by_outlet: Sequence[tuple[str, int]]  # most first; "" for places without an outlet
    by_day: Sequence[tuple[date, int]]  # the oldest first; the day on which the desk learned of it
    newest: Sequence[Place]


def repeats_of(publication: Publication) -> Repeats:
    """Read where the claim, or one merged into it, was made in pieces that came after publication.

    Two statements; of more than 5,000 places the newest count.
    """
    places = [*_articles(publication), *_elsewhere(publication)]
    places.sort(key=lambda place: place.on, reverse=True)
    outlets = Counter(place.outlet for place in places)
    return Repeats(
        total=len(places),
        by_outlet=sorted(outlets.items(), key=lambda pair: (-pair[1], pair[0])),
        by_day=sorted(Counter(place.on for place in places).items()),
        newest=places[:_SHOWN],
    )


def _places(publication: Publication) -> QuerySet[Appearance]:
    claim = publication.fact_check.claim_id
    claims = Claim.objects.filter(Q(pk=claim) | Q(merged_into=claim)).values("pk")
    return Appearance.objects.filter(claim__in=claims)


def _articles(publication: Publication) -> list[Place]:
    """Articles that came after publication. A later snapshot of an earlier article repeats nothing."""
    said = _places(publication).filter(snapshot__article__created_at__gt=publication.published_at)
    rows = Article.objects.filter(pk__in=said.values("snapshot__article")).order_by("-id")[:_MOST]
    fields = rows.values_list("outlet__name", "title", "url", "created_at")
    return [Place(outlet or "", title, url, at.date()) for outlet, title, url, at in fields]


def _elsewhere(publication: Publication) -> list[Place]:
    """Posts, speeches and recordings; private messages are nobody's repeat."""
    rows = _places(publication).filter(snapshot__isnull=True, created_at__gt=publication.published_at)
    rows = rows.exclude(kind="message").order_by("-id")[:_MOST]
    fields = rows.values_list("occasion", "url", "created_at")
    return [Place("", occasion, url, at.date()) for occasion, url, at in fields]


def repeats_counted() -> Any:
    """Return the number of repeating articles as a column of published fact-checks, for lists.

    An article that has the claim and one merged into it counts twice here.
    """
    after = Appearance.objects.filter(
        snapshot__article__created_at__gt=OuterRef("publication__published_at")
    ).order_by()
    of_claim = after.filter(claim=OuterRef("claim")).values("claim")
    merged = after.filter(claim__merged_into=OuterRef("claim")).values("claim__merged_into")
    number = Count("snapshot__article", distinct=True)
    return Coalesce(Subquery(of_claim.annotate(n=number).values("n")), 0) + Coalesce(
        Subquery(merged.annotate(n=number).values("n")), 0
    )


def tell_of_repeats(*, at: datetime) -> int:
    """Tell the editors of checked claims whose repeats passed a line, once per line; return how many.

    Looks at claims that were in pieces of the last two days.
    """
    fresh = Appearance.objects.filter(snapshot__article__created_at__gt=at - _BACK)
    merged = fresh.filter(claim__merged_into__isnull=False).values("claim__merged_into")
    said = Q(fact_check__claim__in=fresh.values("claim")) | Q(fact_check__claim__in=merged)
    standing = Publication.objects.exclude(status=PublicationStatus.RETRACTED).filter(said)
    rows = standing.select_related("fact_check__claim").order_by("id")
    return sum(_told(publication, at=at) for publication in rows)


def _told(publication: Publication, *, at: datetime) -> bool:
    total = repeats_of(publication).total
    line = max((line for line in LINES if total >= line), default=0)
    if not line:
        return False
    about: dict[str, Any] = {"fact_check": publication.fact_check, "claim": publication.fact_check.claim}
    key = f"repeated:{publication.uuid}:{line}"
    text = f"A claim we checked was repeated {total} times since we published."
    return open_once(kind=ToDoKind.REPEATED, key=key, text=text, at=at, **about) is not None
