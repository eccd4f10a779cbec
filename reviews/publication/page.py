"""A published fact-check, read for its public page.

Only what was published is read: the verdict as it was approved, its sources
as they were cited, questions to the claimant as they stood when the page last
changed. A new round in the desk changes nothing here before it is published.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings

from factcheck.models import Event
from reviews.lifecycle import ContactStatus, FactCheckStatus, PublicationStatus
from reviews.models import (
    Contact,
    ContactKind,
    Evidence,
    Publication,
    PublicationVersion,
    Rating,
    Verdict,
    VersionKind,
)
from reviews.publication.addresses import web_address
from reviews.publication.method import method
from reviews.publication.places import Places, places_of
from reviews.publication.values import Change, Check, Desk, Label, Reply, Report, Section, Source

# The sections of a report in the order in which they are read.
_SECTIONS = {
    "quote_and_wording": "What was said, and how",
    "finding": "What we found",
    "evidence": "What it rests on",
    "claimant_said": "What the claimant says",
    "how_we_checked": "How we went about it",
}


@dataclass(frozen=True, slots=True)
class Page:
    """All that the public page of one fact-check shows."""

    check: Check
    is_retracted: bool
    steps: tuple[str, ...]  # the labels of the scale that have numbers, worst first; empty for other labels
    tone: str  # low, middle, high or plain: which colour the label has
    method: tuple[str, ...]
    policy: str
    replies: tuple[Reply, ...]
    report: Report
    checked_at: datetime  # when the facts were last looked at: published, or brought up to date
    valid_until: datetime | None  # when they are looked at again
    places_left_out: int
    touched_at: datetime  # when anything on the page last changed


def desk() -> Desk:
    return Desk(
        name=settings.DESK_NAME,
        url=f"{settings.BASE_URL}/",
        corrections_url=f"{settings.BASE_URL}/corrections/",
    )


def page_of(slug: str) -> Page:
    """Read a publication. Raises Publication.DoesNotExist. Costs at most seven statements."""
    publication = Publication.objects.select_related(
        "fact_check__claim__claimant", "fact_check__policy", "verdict__rating__scale"
    ).get(slug=slug)
    policy = publication.fact_check.policy
    places = places_of(publication.fact_check.claim)
    versions = list(publication.versions.select_related("verdict__rating").order_by("version"))
    check = _check(publication, places, versions)
    return Page(
        check=check,
        is_retracted=publication.status == PublicationStatus.RETRACTED,
        steps=_steps(publication.verdict.rating),
        tone=tone(check.label),
        method=method(policy),
        policy=policy.name,
        replies=_replies(publication),
        report=_report(publication.report),
        checked_at=_checked_at(versions),
        valid_until=publication.valid_until,
        places_left_out=places.left_out,
        touched_at=max(publication.changed_at, places.newest_at or publication.changed_at),
    )


def label_of(verdict: Verdict) -> Label:
    rating = verdict.rating
    if rating is None:
        return Label(verdict.words)
    return Label(rating.label, rating.definition, rating.value, rating.worst, rating.best)


def defined_label_of(verdict: Verdict) -> Label:
    """The same with its burden of proof and the version of its scale, for where `rating__scale` is read."""
    rating = verdict.rating
    if rating is None:
        return label_of(verdict)
    scale = f"{rating.scale.name}, version {rating.scale.version}"
    return replace(label_of(verdict), burden_of_proof=rating.burden_of_proof, scale=scale)


def tone(label: Label) -> str:
    if label.value is None or label.worst is None or label.best is None:
        return "plain"
    share = (label.value - label.worst) / (label.best - label.worst)
    return "low" if share < 0.4 else "middle" if share < 0.7 else "high"


def _check(publication: Publication, places: Places, versions: list[PublicationVersion]) -> Check:
    return Check(
        url=f"{settings.BASE_URL}{publication.get_absolute_url()}",
        title=publication.title,
        summary=publication.summary,
        language=publication.language,
        claim=publication.wording,
        speaker=places.speaker,
        label=defined_label_of(publication.verdict),
        reasoning=publication.verdict.reasoning,
        published_at=publication.published_at,
        changed_at=publication.changed_at,
        places=places.shown,
        sources=_sources(publication.verdict),
        changes=_changes(versions),
        warning=publication.content_warning,
    )


def _report(shown: dict[str, Any]) -> Report:
    sections = shown.get("sections", {})
    return Report(
        url=web_address(shown.get("cms_url", "")),
        sections=tuple(Section(_SECTIONS[name], sections[name]) for name in _SECTIONS if name in sections),
    )


def _checked_at(versions: Iterable[PublicationVersion]) -> datetime:
    """When it was last published or brought up to date: corrections put right what had been checked."""
    return max(v.at for v in versions if v.kind in (VersionKind.FIRST, VersionKind.UPDATE))


def _sources(verdict: Verdict) -> tuple[Source, ...]:
    """Return the sources as cited, but for those that were declared confidential since."""
    hidden = Evidence.objects.filter(fact_check=verdict.fact_check_id, confidential=True)
    ids = {str(uuid) for uuid in hidden.values_list("uuid", flat=True)}
    return tuple(_source(cited) for cited in verdict.evidence if cited["uuid"] not in ids)


def _source(cited: dict[str, Any]) -> Source:
    accessed, captured = cited["accessed_on"], cited.get("captured_at")
    return Source(
        title=cited["title"],
        url=web_address(cited["url"]),
        publisher=cited["publisher"],
        quote=cited["quote"],
        stance=cited["stance"],
        kind=cited["kind"],
        is_primary=cited["primary"],
        accessed_on=datetime.fromisoformat(accessed).date() if accessed else None,
        sha256=cited.get("sha256") or "",
        captured_at=datetime.fromisoformat(captured) if captured else None,
    )


def _changes(versions: Iterable[PublicationVersion]) -> tuple[Change, ...]:
    return tuple(_change(before, after) for before, after in pairwise(versions))


def _change(before: PublicationVersion, after: PublicationVersion) -> Change:
    was, now = before.verdict.label, after.verdict.label
    differs = was != now and after.kind != VersionKind.RETRACTION
    return Change(after.kind, after.note, after.at, was if differs else "", now if differs else "")


def _replies(publication: Publication) -> tuple[Reply, ...]:
    """Return what the claimant was asked and answered, as it stood when the page last changed.

    What a round that is not published yet has asked is left out, whatever changed on the page meanwhile.
    """
    at = min([publication.changed_at, *_round_under_way_since(publication)])
    asked = Contact.objects.filter(
        fact_check=publication.fact_check_id, kind=ContactKind.CLAIMANT, asked_at__lte=at
    )
    rows = asked.order_by("asked_at", "id").values_list("answer", "answered_at", "deadline_at")
    return tuple(_reply(*row, at=at) for row in rows)


def _round_under_way_since(publication: Publication) -> list[datetime]:
    """When the round began that is not published yet; nothing where there is none."""
    file = publication.fact_check
    if file.status == FactCheckStatus.PUBLISHED:
        return []
    begun = Event.objects.filter(subject=file.uuid, name="fact_check.reopened").order_by("-seq")
    return list(begun.values_list("at", flat=True)[:1])


def _reply(answer: str, answered_at: datetime | None, deadline_at: datetime | None, *, at: datetime) -> Reply:
    if answered_at is not None and answered_at <= at:
        return Reply(ContactStatus.ANSWERED, answer)
    is_late = deadline_at is not None and deadline_at <= at
    return Reply(ContactStatus.NO_REPLY if is_late else ContactStatus.ASKED)


def _steps(rating: Rating | None) -> tuple[str, ...]:
    if rating is None or rating.value is None:
        return ()
    numbered = Rating.objects.filter(scale=rating.scale_id, value__isnull=False)
    return tuple(numbered.order_by("value", "position").values_list("label", flat=True))
