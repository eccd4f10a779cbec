"""Drafts and filings. While ratings are sealed, a seat writes only its own rows and chain."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import User
from factcheck.roles import Role
from reviews.actions.filing import file_review, rating_on
from reviews.actions.locks import locked_with_seat, refuse_conflicted, roles_on_seat
from reviews.actions.moves import moved
from reviews.actions.rounds import all_filed, judge_anew, reveal
from reviews.lifecycle import ASSIGNMENT, FACT_CHECK, AssignmentRole, FactCheckStatus
from reviews.models import Assignment, Draft, FactCheck, Review


class StaleDraft(Conflict):
    """The draft was saved elsewhere meanwhile; `details["version"]` is the one that stands."""

    code = "stale_draft"


class NotJudging(Conflict):
    code = "not_judging"


@transaction.atomic
def save_draft(
    *,
    assignment_id: UUID,
    version: int,
    rating: str = "",
    reasoning: str = "",
    evidence: list[UUID] | None = None,
    by: User,
    at: datetime,
) -> Draft:
    """Keep what the holder has written so far. `version` is the one it grew from, 0 for the first.

    Allowed on any seat one has held, so that a text outlives a lost seat.
    Raises NotAllowed, StaleDraft, Refusal.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("fact_check__scale")
        .get(uuid=assignment_id)
    )
    if assignment.reviewer.user_id != by.pk:
        raise NotAllowed("A draft belongs to who holds the assignment.")
    label = rating_on(assignment.fact_check, rating, "") if rating else None
    draft = Draft.objects.filter(assignment=assignment).first() or Draft(assignment=assignment, version=0)
    if draft.version != version:
        raise StaleDraft("This draft was saved elsewhere meanwhile.", version=draft.version)
    draft.rating, draft.reasoning, draft.evidence = label, reasoning, [str(e) for e in evidence or []]
    draft.version, draft.saved_at = version + 1, at
    draft.save()
    return draft


def file(
    *,
    assignment_id: UUID,
    rating: str = "",
    words: str = "",
    reasoning: str,
    evidence: list[UUID] | None = None,
    by: User,
    at: datetime,
) -> Review:
    """File the next revision of one's judgement: immutable from now on.

    A researcher's filing is the proposal, which colleagues judge where the
    policy says so. A rater's stays sealed until the last one of the stage, which
    reveals them all in the same transaction; open votes and second readings are
    seen at once, and the last one ends the judging.
    Somebody who files too late (the seat was lost) is refused and finds the
    text kept as a draft. Raises NotAllowed, IllegalMove, NotJudging, Refusal.
    """
    try:
        return _file(
            assignment_id=assignment_id,
            rating=rating,
            words=words,
            reasoning=reasoning,
            evidence=evidence or [],
            by=by,
            at=at,
        )
    except Conflict:
        _keep_as_draft(
            assignment_id,
            rating=rating,
            words=words,
            reasoning=reasoning,
            evidence=evidence or [],
            by=by,
            at=at,
        )
        raise


@transaction.atomic
def _file(
    *,
    assignment_id: UUID,
    rating: str,
    words: str,
    reasoning: str,
    evidence: list[UUID],
    by: User,
    at: datetime,
) -> Review:
    fact_check, seat = locked_with_seat(assignment_id)
    # Asked before anything else: who lost the seat hears that, whatever became of the fact-check.
    ASSIGNMENT.after("file", status=seat.status, roles=roles_on_seat(seat, by) - by.roles)
    refuse_conflicted(fact_check, by)
    label = rating_on(fact_check, rating, words)
    status = _status_after_filing(fact_check, seat)
    if seat.role == AssignmentRole.RESEARCHER and status == FactCheckStatus.JUDGING:
        judge_anew(fact_check, at=at)
    review = file_review(seat, fact_check, label, words, reasoning, evidence, by=by, at=at)
    Draft.objects.filter(assignment=seat).delete()
    if seat.role == AssignmentRole.RESEARCHER:
        fact_check.status, fact_check.proposal = status, review
        _propose(fact_check, review, by=by, at=at)
    elif all_filed(fact_check):
        reveal(fact_check, by=None, at=at)
    return review


def _propose(fact_check: FactCheck, review: Review, *, by: User, at: datetime) -> None:
    """Record the proposal, and that others judge it now where they do."""
    data, fields = {"review": review.uuid}, ("proposal", "stage", "discussed")
    if fact_check.status == FactCheckStatus.JUDGING:
        record("fact_check.proposed", fact_check, by=by, at=at, data=data)
        moved(fact_check, "fact_check.judging_started", by=by, at=at, fields=fields)
    else:
        moved(fact_check, "fact_check.proposed", by=by, at=at, fields=fields, data=data)


def _status_after_filing(fact_check: FactCheck, seat: Assignment) -> str:
    if seat.role == AssignmentRole.RESEARCHER:
        if fact_check.policy.is_blind:
            raise NotJudging("Under this policy the researcher hands the file to the panel.")
        verb = "start_judging" if fact_check.policy.is_judged_openly else "propose"
        return FACT_CHECK.after(verb, status=fact_check.status, roles={Role.RESEARCHER})
    if fact_check.status != FactCheckStatus.JUDGING:
        raise NotJudging("This fact-check is not being judged now.")
    return fact_check.status


def _keep_as_draft(
    assignment_id: UUID,
    *,
    rating: str,
    words: str,
    reasoning: str,
    evidence: list[UUID],
    by: User,
    at: datetime,
) -> None:
    seat = Assignment.objects.filter(uuid=assignment_id, reviewer__user=by).first()
    if seat is None:
        return
    kept = Draft.objects.filter(assignment=seat).first()
    text = f"{words}\n\n{reasoning}".strip() if words else reasoning
    if kept is None or kept.reasoning != text:
        known = seat.fact_check.scale.ratings.filter(slug=rating).exists()
        save_draft(
            assignment_id=assignment_id,
            version=kept.version if kept else 0,
            rating=rating if known else "",
            reasoning=text,
            evidence=evidence,
            by=by,
            at=at,
        )
