"""Drafts, filings and the reveal. While ratings are sealed, a seat writes only its own rows and chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role
from reviews import consensus
from reviews.actions.filing import file_review, rating_on
from reviews.actions.locks import (
    SYSTEM,
    locked,
    locked_seats,
    locked_with_seat,
    refuse_conflicted,
    refuse_own_work,
    roles_on_seat,
)
from reviews.actions.moves import moved
from reviews.lifecycle import ASSIGNMENT, FACT_CHECK, AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, Draft, FactCheck, Review
from reviews.models.policies import Judging


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

    A researcher's filing is the proposal. A rater's stays sealed until the
    last one of the stage, which reveals them all in the same transaction.
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
    review = file_review(seat, fact_check, label, words, reasoning, evidence, by=by, at=at)
    Draft.objects.filter(assignment=seat).delete()
    if seat.role == AssignmentRole.RESEARCHER:
        fact_check.status, fact_check.proposal = status, review
        moved(
            fact_check,
            "fact_check.proposed",
            by=by,
            at=at,
            fields=("proposal",),
            data={"review": review.uuid},
        )
    elif _all_filed(fact_check):
        reveal(fact_check, by=None, at=at)
    return review


def _status_after_filing(fact_check: FactCheck, seat: Assignment) -> str:
    if seat.role == AssignmentRole.RESEARCHER:
        if fact_check.policy.judging != Judging.PROPOSAL:
            raise NotJudging("Under this policy the researcher hands the file to the panel.")
        return FACT_CHECK.after("propose", status=fact_check.status, roles={Role.RESEARCHER})
    if fact_check.status != FactCheckStatus.JUDGING:
        raise NotJudging("The panel is not rating now.")
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


def _all_filed(fact_check: FactCheck) -> bool:
    seats = locked_seats(fact_check, AssignmentRole.RATER)
    filed = [s for s in seats if s.status == AssignmentStatus.FILED]
    return len(filed) >= fact_check.policy.raters and len(filed) == len(seats)


def reveal(fact_check: FactCheck, *, by: User | None, at: datetime) -> None:
    """Open the ratings of the stage to the desk: one event, with the head of every seat's chain."""
    seats = locked_seats(fact_check, AssignmentRole.RATER)
    latest = {s.pk: r for s in seats if (r := _latest(s, fact_check)) is not None}
    outcome = consensus.weigh(
        {pk: _as_rating(review) for pk, review in latest.items()},
        tolerance=fact_check.policy.tolerance,
        seats=fact_check.policy.raters,
        majority_suffices=fact_check.discussed,
    )
    verb = "reveal_disputed" if outcome.disputed else "reveal_agreed"
    fact_check.status = FACT_CHECK.after(verb, status=fact_check.status, roles=by.roles if by else SYSTEM)
    fact_check.revealed_stage = fact_check.stage
    agreed = [r for r in latest.values() if _as_rating(r).label == outcome.agreed]
    fact_check.proposal = min(agreed, key=lambda r: r.filed_at) if agreed else None
    data: dict[str, Any] = {
        "stage": fact_check.stage,
        "outcome": "disputed" if outcome.disputed else "agreed",
        "seats": {str(s.uuid): s.chain_hash for s in seats},
    }
    moved(fact_check, "fact_check.revealed", by=by, at=at, fields=("revealed_stage", "proposal"), data=data)


def _latest(seat: Assignment, fact_check: FactCheck) -> Review | None:
    stage = seat.reviews.filter(stage=fact_check.stage, round=fact_check.round)
    return stage.select_related("rating").order_by("-revision").first()


def _as_rating(review: Review) -> consensus.Rating:
    if review.rating is None:
        return consensus.Rating(label=review.words)
    return consensus.Rating(label=review.rating.slug, number=review.rating.value)


@transaction.atomic
def close_round(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Reveal what was filed although somebody has not: the seats left are released.

    Raises NotAllowed, IllegalMove, NothingFiled.
    """
    fact_check = locked(fact_check_id)
    FACT_CHECK.after("reveal_disputed", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    late = [s for s in locked_seats(fact_check, AssignmentRole.RATER) if s.status != AssignmentStatus.FILED]
    reveal(fact_check, by=by, at=at)
    for seat in late:
        seat.status = ASSIGNMENT.after("release", status=seat.status, roles=by.roles)
        seat.ended_at, seat.reason = at, "the editor closed the round"
        record("assignment.round_closed", seat, by=by, at=at)
        seat.save(update_fields=["status", "ended_at", "reason", *CHAIN_HEAD])
    return fact_check
