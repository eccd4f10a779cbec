"""What the world gets to see: published, and every change public and dated."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from claims import actions as claims
from claims.models import Claim
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.lifecycle import IllegalMove
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.approvals import freeze_report, refuse_reworded
from reviews.actions.complaints import named_in_change
from reviews.actions.fact_checks import hold
from reviews.actions.filing import rating_on
from reviews.actions.flags import refuse_uncleared, warning_of
from reviews.actions.locks import SYSTEM, locked, locked_seats, refuse_conflicted, refuse_own_research
from reviews.actions.moves import moved
from reviews.actions.seats import end_seat
from reviews.actions.second_reads import owe
from reviews.actions.verdicts import cited, next_verdict
from reviews.lifecycle import FACT_CHECK, PUBLICATION, AssignmentStatus, FactCheckStatus
from reviews.models import (
    Evidence,
    FactCheck,
    Publication,
    PublicationVersion,
    Report,
    ReportVersion,
    Verdict,
    VersionKind,
)

_KINDS = {
    "correct": VersionKind.CORRECTION,
    "clarify": VersionKind.CLARIFICATION,
    "update": VersionKind.UPDATE,
    "retract": VersionKind.RETRACTION,
}


class NoteMissing(Refusal):
    """Readers are told what changed and why."""

    code = "note_missing"


class ReportUnwritten(Conflict):
    """There is no report that could be shown."""

    code = "report_unwritten"


@transaction.atomic
def publish(
    *, fact_check_id: UUID, title: str, summary: str, note: str = "", by: User, at: datetime
) -> Publication:
    """Show an approved fact-check to the world; its claim is settled by reaction.

    A later round replaces what stood before as an update, a retraction too, and
    says why in `note`. Raises NotAllowed, IllegalMove, NoteMissing,
    ClaimReworded, LegalReviewOpen.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("publish", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_wordless(title, summary)
    refuse_reworded(fact_check)
    refuse_uncleared(fact_check)
    return show(fact_check, status, title=title, summary=summary, note=note, signed=by, by=by, at=at)


def show(
    fact_check: FactCheck,
    status: str,
    *,
    title: str,
    summary: str,
    note: str,
    signed: User,
    by: User | None,
    at: datetime,
) -> Publication:
    """Write the public page of a locked fact-check that may be published; `signed` answers for its words."""
    verdict = fact_check.verdict
    assert verdict is not None  # a constraint: approved has a verdict
    for seat in locked_seats(fact_check):
        if seat.status == AssignmentStatus.FILED:
            end_seat(seat, "finish", roles=SYSTEM, by=by, at=at)
    publication = Publication.objects.select_for_update().filter(fact_check=fact_check).first()
    if publication is None:
        publication = Publication(fact_check=fact_check, slug=_free_slug(title), published_at=at)
        kind = VersionKind.FIRST
    else:
        roles = by.roles if by else SYSTEM
        publication.status = PUBLICATION.after("publish", status=publication.status, roles=roles)
        publication.version += 1
        kind = VersionKind.UPDATE
    publication.verdict, publication.title, publication.summary = verdict, title, summary
    publication.wording, publication.language = fact_check.claim.wording, fact_check.claim.language
    publication.report = _as_published(_latest_report(fact_check))
    _is_checked(publication, fact_check, at=at)
    _save_version(publication, fact_check, kind, note=note, signed=signed, by=by, at=at)
    fact_check.status, fact_check.published_at = status, fact_check.published_at or at
    data = {"publication": publication.uuid, "version": publication.version}
    moved(fact_check, "fact_check.published", by=by, at=at, fields=("published_at",), data=data)
    owe(fact_check, at=at)
    return publication


def refuse_wordless(title: str, summary: str) -> None:
    """Raise Refusal naming what is empty."""
    if not title.strip() or not summary.strip():
        field = "title" if not title.strip() else "summary"
        raise Refusal("A publication needs a title and a summary.", field=field)


@transaction.atomic
def settle(*, fact_check_id: UUID, at: datetime) -> Claim:
    """Settle the claim of a published fact-check. Raises IllegalMove if it is, or a new round began."""
    fact_check = locked(fact_check_id)
    if fact_check.status != FactCheckStatus.PUBLISHED:
        raise IllegalMove("This fact-check is not published now.")
    return claims.settle(claim_id=fact_check.claim.uuid, by=None, at=at)


def _free_slug(title: str) -> str:
    base = slugify(title)[:100].strip("-") or "check"
    taken = set(Publication.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return (
        base if base not in taken else next(s for n in range(2, 10_000) if (s := f"{base}-{n}") not in taken)
    )


def _latest_report(fact_check: FactCheck) -> ReportVersion | None:
    """The report as it was last kept: at the approval, or at a change that showed it."""
    kept = ReportVersion.objects.filter(report__fact_check=fact_check).order_by("-version")
    return kept.first()


def _as_published(kept: ReportVersion | None) -> dict[str, Any]:
    """The report as the page shows it: {cms_url, sections}, in their order and only those written."""
    if kept is None:
        return {}
    written = {name: text for name in Report.SECTIONS if (text := kept.sections.get(name, "")).strip()}
    shown = {"cms_url": kept.cms_url, "sections": written}
    return shown if kept.cms_url or written else {}


def _is_checked(publication: Publication, fact_check: FactCheck, *, at: datetime) -> None:
    """Start the time anew after which the verdict is looked at again."""
    days = fact_check.policy.valid_days
    publication.valid_until = at + timedelta(days=days) if days else None


def _save_version(
    publication: Publication,
    fact_check: FactCheck,
    kind: VersionKind,
    *,
    note: str,
    signed: User,
    by: User | None,
    at: datetime,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Record the change on the publication's chain, save the row, and keep what the world saw."""
    if kind != VersionKind.FIRST and not note.strip():
        raise NoteMissing("Tell the reader what changed and why.", field="note")
    publication.changed_at = at
    publication.content_warning = warning_of(fact_check)
    event = "publication.published" if kind == VersionKind.FIRST else f"publication.{publication.status}"
    known = {"version": publication.version, "kind": str(kind), "verdict": publication.verdict.uuid}
    record(event, publication, by=by, at=at, data={**known, **(data or {})})
    publication.save()
    shown = ("version", "verdict", "wording", "title", "summary", "report", "content_warning")
    PublicationVersion.objects.create(
        publication=publication,
        kind=kind,
        note=note,
        by=signed,
        at=at,
        **{name: getattr(publication, name) for name in shown},
    )


@transaction.atomic
def change_publication(
    *,
    publication_id: UUID,
    verb: str,
    note: str,
    rating: str = "",
    words: str = "",
    reasoning: str = "",
    title: str = "",
    summary: str = "",
    report: bool = False,
    complaint: UUID | None = None,
    by: User,
    at: datetime,
) -> Publication:
    """Correct, clarify, update or retract: a new public version with a note.

    The verdict gets a new version where its rating, words or reasoning change,
    and with every update. It cites the evidence as it stands now; once a new
    round is under way, what the published verdict cited. `report` shows the
    report as it is written now. A retraction puts a new round that was scheduled
    on hold. `complaint` is the upheld one that led to it.

    What is left empty stays as it is. Raises NotAllowed, IllegalMove,
    NoteMissing, ReportUnwritten, NotUpheld.
    """
    file_id = Publication.objects.values_list("fact_check__uuid", flat=True).get(uuid=publication_id)
    fact_check = locked(file_id)
    rows = Publication.objects.select_for_update(of=("self",)).select_related("verdict__rating")
    publication = rows.get(uuid=publication_id)
    publication.status = PUBLICATION.after(verb, status=publication.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_research(fact_check, by)
    if verb == "update" or rating or words or reasoning:
        publication.verdict = _changed_verdict(
            fact_check, publication.verdict, rating=rating, words=words, reasoning=reasoning, by=by, at=at
        )
    publication.title, publication.summary = title or publication.title, summary or publication.summary
    publication.version += 1
    if report:
        publication.report = _report_now(fact_check, by=by, at=at)
    if verb == "update":
        _is_checked(publication, fact_check, at=at)
    data = named_in_change(complaint, publication, by=by, at=at) if complaint else {}
    _save_version(publication, fact_check, _KINDS[verb], note=note, signed=by, by=by, at=at, data=data)
    if fact_check.approved_at is None or fact_check.status == FactCheckStatus.PUBLISHED:
        # A verdict of a new round, approved and not yet public, stays the one to be published.
        fact_check.verdict = publication.verdict
    event = f"fact_check.{publication.status}"
    record(event, fact_check, by=by, at=at, data={"verdict": publication.verdict.uuid})
    fact_check.save(update_fields=["verdict", *CHAIN_HEAD])
    if verb == "retract" and fact_check.status == FactCheckStatus.SCHEDULED:
        # What was taken back does not come back by itself at the hour set before.
        hold(fact_check_id=fact_check.uuid, by=by, at=at)
    return publication


def _report_now(fact_check: FactCheck, *, by: User, at: datetime) -> dict[str, Any]:
    kept = freeze_report(fact_check, by=by, at=at)
    if kept is None:
        raise ReportUnwritten("There is no report that could be shown.", field="report")
    return _as_published(kept)


def _changed_verdict(
    fact_check: FactCheck,
    verdict: Verdict,
    *,
    rating: str,
    words: str,
    reasoning: str,
    by: User,
    at: datetime,
) -> Verdict:
    label = rating_on(fact_check, rating, words) if rating or words else verdict.rating
    return next_verdict(
        fact_check,
        rating=label,
        words=words or ("" if rating else verdict.words),
        reasoning=reasoning or verdict.reasoning,
        dissent=verdict.dissent,
        evidence=_sources(fact_check, verdict),
        chosen_by=by if rating or words else verdict.chosen_by,
        by=by,
        at=at,
    )


def _sources(fact_check: FactCheck, verdict: Verdict) -> list[dict[str, Any]]:
    """What a changed verdict cites: nothing of a round that is under way and that nobody approved."""
    if fact_check.status == FactCheckStatus.PUBLISHED:
        return cited(fact_check)
    hidden = Evidence.objects.filter(fact_check=fact_check, confidential=True).values_list("uuid", flat=True)
    kept_back = {str(uuid) for uuid in hidden}
    return [source for source in verdict.evidence if source["uuid"] not in kept_back]
