"""Where a claim was made, in which words and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce, TruncDate

from claims.models import Appearance, AppearanceKind, Claim, Claimant, ClaimantKind, Speech
from reviews.publication.addresses import web_address
from reviews.publication.values import Place, Speaker

_SHOWN = 10
_READ = 200
_FIELDS = (
    "quote",
    "kind",
    "speech",
    "url",
    "occasion",
    "said_on",
    "claimant_role",
    "claimant_organisation",
    "claimant__name",
    "claimant__kind",
    "created_at",
    "snapshot__title",
    "snapshot__language",
    "snapshot__published_at",
    "snapshot__article__url",
    "snapshot__article__outlet__name",
)


@dataclass(frozen=True, slots=True)
class Places:
    shown: tuple[Place, ...]  # the earliest first
    left_out: int
    speaker: Speaker | None  # who made the claim; None for nobody in particular
    newest_at: datetime | None  # when the desk learned of the last one


def places_of(claim: Claim) -> Places:
    """Read where a claim was made. One statement; no article's text is loaded."""
    rows = _rows(claim)
    found = _distinct(rows)
    return Places(
        shown=tuple(found[:_SHOWN]),
        left_out=max(0, len(found) - _SHOWN),
        speaker=_speaker_of(claim.claimant, rows),
        newest_at=max((row["created_at"] for row in rows), default=None),
    )


def _rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the occurrences, the earliest first. Private messages are nobody's to publish."""
    when = Coalesce("said_on", TruncDate("snapshot__published_at"))
    public = Appearance.objects.of(claim).exclude(kind=AppearanceKind.MESSAGE).annotate(when=when)
    return list(public.order_by(F("when").asc(nulls_last=True), "id").values("when", *_FIELDS)[:_READ])


def _distinct(rows: Iterable[dict[str, Any]]) -> list[Place]:
    """Return one place per address and quote, as last read: a later version repeats what stood in it."""
    places: dict[tuple[str, str], Place] = {}
    for row in rows:
        place = _place(row)
        places[(place.url or place.title, place.quote)] = place
    return list(places.values())


def _place(row: dict[str, Any]) -> Place:
    kind = AppearanceKind(row["kind"])
    return Place(
        quote=row["quote"],
        speaker=_speaker(row) if row["claimant__name"] else None,
        is_direct=row["speech"] == Speech.DIRECT,
        medium="article" if kind == AppearanceKind.TEXT else kind.value,
        title=row["snapshot__title"] or "",
        outlet=row["snapshot__article__outlet__name"] or "",
        occasion=row["occasion"],
        url=web_address(row["url"] or row["snapshot__article__url"] or ""),
        on=row["when"],
        language=row["snapshot__language"] or "",
    )


def _speaker(row: dict[str, Any]) -> Speaker:
    is_person = row["claimant__kind"] == ClaimantKind.PERSON
    return Speaker(row["claimant__name"], is_person, row["claimant_role"], row["claimant_organisation"])


def _speaker_of(claimant: Claimant | None, rows: Iterable[dict[str, Any]]) -> Speaker | None:
    """Return who made the claim, in the role in which he first did; None for nobody in particular."""
    if claimant is None or claimant.kind == ClaimantKind.ANONYMOUS:
        return None
    own = (_speaker(row) for row in rows if row["claimant__name"] == claimant.name)
    plain = Speaker(claimant.name, is_person=claimant.kind == ClaimantKind.PERSON)
    return next((speaker for speaker in own if speaker.role or speaker.organisation), plain)
