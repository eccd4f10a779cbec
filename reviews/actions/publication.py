"""What the world gets to see: published, and every change public and dated."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from claims import actions as claims
from claims.models import Claim
from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.lifecycle import IllegalMove
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.filing import rating_on
from reviews.actions.locks import SYSTEM, locked, locked_seats, refuse_conflicted, refuse_own_work
from reviews.actions.moves import moved
from reviews.actions.seats import end_seat
from reviews.actions.verdicts import next_verdict
from reviews.lifecycle import FACT_CHECK, PUBLICATION, AssignmentStatus, FactCheckStatus
from reviews.models import FactCheck, Publication, PublicationVersion, Verdict, VersionKind

_KINDS = {
    "correct": VersionKind.CORRECTION,
    "clarify": VersionKind.CLARIFICATION,
    "update": VersionKind.UPDATE,
    "retract": VersionKind.RETRACTION,
}


class NoteMissing(Refusal):
    """Readers are told what changed and why."""

    code = "note_missing"


@transaction.atomic
def publish(
    *, fact_check_id: UUID, title: str, summary: str, note: str = "", by: User, at: datetime
) -> Publication:
    """Show an approved fact-check to the world; its claim is settled by reaction.

    A later round replaces what stood before as an update, and says why in
    `note`. Raises NotAllowed, IllegalMove, NoteMissing.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("publish", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    if not title.strip() or not summary.strip():
        raise Refusal(
            "A publication needs a title and a summary.", field="title" if not title.strip() else "summary"
        )
    verdict = fact_check.verdict
    assert verdict is not None  # a constraint: approved has a verdict
    for seat in locked_seats(fact_check):
        if seat.status == AssignmentStatus.FILED:
            end_seat(seat, "finish", roles=SYSTEM, by=by, at=at)
    publication = Publication.objects.select_for_update().filter(fact_check=fact_check).first()
    if publication is None:
        publication = _first(fact_check, verdict, title=title, summary=summary, at=at)
        kind = VersionKind.FIRST
    else:
        publication.status = PUBLICATION.after("update", status=publication.status, roles=by.roles)
        publication.version, publication.changed_at = publication.version + 1, at
        publication.verdict, publication.title, publication.summary = verdict, title, summary
        publication.wording = fact_check.claim.wording
        kind = VersionKind.UPDATE
    _save_version(publication, kind, note=note, by=by, at=at)
    fact_check.status, fact_check.published_at = status, fact_check.published_at or at
    data = {"publication": publication.uuid, "version": publication.version}
    moved(fact_check, "fact_check.published", by=by, at=at, fields=("published_at",), data=data)
    return publication


@transaction.atomic
def settle(*, fact_check_id: UUID, at: datetime) -> Claim:
    """Settle the claim of a published fact-check. Raises IllegalMove if it is, or a new round began."""
    fact_check = locked(fact_check_id)
    if fact_check.status != FactCheckStatus.PUBLISHED:
        raise IllegalMove("This fact-check is not published now.")
    return claims.settle(claim_id=fact_check.claim.uuid, by=None, at=at)


def _first(fact_check: FactCheck, verdict: Verdict, *, title: str, summary: str, at: datetime) -> Publication:
    return Publication(
        fact_check=fact_check,
        slug=_free_slug(title),
        verdict=verdict,
        wording=fact_check.claim.wording,
        title=title,
        summary=summary,
        language=fact_check.claim.language,
        published_at=at,
        changed_at=at,
    )


def _free_slug(title: str) -> str:
    base = slugify(title)[:100].strip("-") or "check"
    taken = set(Publication.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return (
        base if base not in taken else next(s for n in range(2, 10_000) if (s := f"{base}-{n}") not in taken)
    )


def _save_version(publication: Publication, kind: VersionKind, *, note: str, by: User, at: datetime) -> None:
    """Record the change on the publication's chain, save the row, and keep what the world saw."""
    if kind != VersionKind.FIRST and not note.strip():
        raise NoteMissing("Tell the reader what changed and why.", field="note")
    event = "publication.published" if kind == VersionKind.FIRST else f"publication.{publication.status}"
    data = {"version": publication.version, "kind": str(kind), "verdict": publication.verdict.uuid}
    record(event, publication, by=by, at=at, data=data)
    publication.save()
    PublicationVersion.objects.create(
        publication=publication,
        version=publication.version,
        kind=kind,
        note=note,
        verdict=publication.verdict,
        wording=publication.wording,
        title=publication.title,
        summary=publication.summary,
        by=by,
        at=at,
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
    by: User,
    at: datetime,
) -> Publication:
    """Correct, clarify, update or retract: a new public version with a note.

    The verdict gets a new version where its rating, words or reasoning change,
    and with every update, which cites the evidence as it stands now.

    What is left empty stays as it is. Raises NotAllowed, IllegalMove, NoteMissing.
    """
    file_id = Publication.objects.values_list("fact_check__uuid", flat=True).get(uuid=publication_id)
    fact_check = locked(file_id)
    rows = Publication.objects.select_for_update(of=("self",)).select_related("verdict__rating")
    publication = rows.get(uuid=publication_id)
    publication.status = PUBLICATION.after(verb, status=publication.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=False)
    if verb == "update" or rating or words or reasoning:
        publication.verdict = _changed_verdict(
            fact_check, publication.verdict, rating=rating, words=words, reasoning=reasoning, by=by, at=at
        )
    publication.title, publication.summary = title or publication.title, summary or publication.summary
    publication.version, publication.changed_at = publication.version + 1, at
    _save_version(publication, _KINDS[verb], note=note, by=by, at=at)
    if fact_check.approved_at is None or fact_check.status == FactCheckStatus.PUBLISHED:
        # A verdict of a new round, approved and not yet public, stays the one to be published.
        fact_check.verdict = publication.verdict
    event = f"fact_check.{publication.status}"
    record(event, fact_check, by=by, at=at, data={"verdict": publication.verdict.uuid})
    fact_check.save(update_fields=["verdict", *CHAIN_HEAD])
    return publication


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
        chosen_by=by if rating or words else verdict.chosen_by,
        by=by,
        at=at,
    )
