"""What is published, newest first, and every change of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce

from claims.models import ClaimantKind
from reviews.lifecycle import PublicationStatus
from reviews.models import Publication, PublicationVersion, VersionKind
from reviews.publication.page import label_of, tone
from reviews.publication.values import Change

PAGE = 20
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """One published check in the list."""

    path: str
    title: str
    summary: str
    language: str
    claim: str
    speaker: str
    label: str
    tone: str
    status: str  # live, corrected, clarified, updated
    published_at: datetime
    changed_at: datetime
    warning: str = ""  # shown before the summary


@dataclass(frozen=True, slots=True)
class Logged:
    """One public change in the log, with the check it belongs to."""

    path: str
    title: str
    language: str
    change: Change
    uuid: str


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    rows: tuple[T, ...]
    older: str  # what `before` must be for the next page; empty on the last


def newest(*, before: str = "") -> Listing[Entry]:
    """Return the standing checks, newest first, those after the one with slug `before`.

    Retracted ones are in the log of changes only. Raises Publication.DoesNotExist.
    """
    rows = Publication.objects.exclude(status=PublicationStatus.RETRACTED)
    if before:
        last = Publication.objects.only("published_at").get(slug=before)
        rows = rows.filter(
            Q(published_at__lt=last.published_at) | Q(published_at=last.published_at, id__lt=last.id)
        )
    related = rows.select_related("verdict__rating", "fact_check__claim__claimant")
    found = list(related.order_by("-published_at", "-id")[: PAGE + 1])
    older = found[PAGE - 1].slug if len(found) > PAGE else ""
    return Listing(tuple(_entry(publication) for publication in found[:PAGE]), older)


def _entry(publication: Publication) -> Entry:
    claimant, label = publication.fact_check.claim.claimant, label_of(publication.verdict)
    return Entry(
        path=publication.get_absolute_url(),
        title=publication.title,
        summary=publication.summary,
        language=publication.language,
        claim=publication.wording,
        speaker=claimant.name if claimant and claimant.kind != ClaimantKind.ANONYMOUS else "",
        label=label.name,
        tone=tone(label),
        status=publication.status,
        published_at=publication.published_at,
        changed_at=publication.changed_at,
        warning=publication.content_warning,
    )


def changes(*, before: UUID | None = None) -> Listing[Logged]:
    """Return every public change after first publication, newest first.

    Raises PublicationVersion.DoesNotExist.
    """
    rows = changed_versions()
    if before:
        last = PublicationVersion.objects.only("at").get(uuid=before)
        rows = rows.filter(Q(at__lt=last.at) | Q(at=last.at, id__lt=last.id))
    found: list[Any] = list(rows.select_related("publication").order_by("-at", "-id")[: PAGE + 1])
    older = str(found[PAGE - 1].uuid) if len(found) > PAGE else ""
    return Listing(tuple(_logged(version) for version in found[:PAGE]), older)


def changed_versions() -> QuerySet[PublicationVersion]:
    """Return every version after a first one, with what stood before and after it.

    `label_before` and `label_after` are empty where the label is the same; a
    retraction has no label after it. `title_before` is empty where the title is.
    """
    earlier = PublicationVersion.objects.filter(
        publication=OuterRef("publication"), version=OuterRef("version") - 1
    )
    rows = PublicationVersion.objects.exclude(kind=VersionKind.FIRST).annotate(
        was=Subquery(earlier.values(label=_label())[:1]),
        now=Case(
            When(kind=VersionKind.RETRACTION, then=Value("")), default=_label(), output_field=TextField()
        ),
        titled=Subquery(earlier.values("title")[:1]),
    )
    same, nothing = Q(was=F("now")), Value("")
    return rows.annotate(
        label_before=Case(When(same, then=nothing), default=F("was"), output_field=TextField()),
        label_after=Case(When(same, then=nothing), default=F("now"), output_field=TextField()),
        title_before=Case(
            When(titled=F("title"), then=nothing), default=F("titled"), output_field=TextField()
        ),
    )


def _label() -> Coalesce:
    return Coalesce("verdict__rating__label", "verdict__words", output_field=TextField())


def _logged(version: Any) -> Logged:
    retracted = version.kind == VersionKind.RETRACTION
    # What was taken back is not said again.
    labels = ("", "") if retracted else (version.label_before, version.label_after)
    change = Change(version.kind, version.note, version.at, *labels)
    publication = version.publication
    return Logged(
        publication.get_absolute_url(), publication.title, publication.language, change, str(version.uuid)
    )
