"""One judging: who judges, when all have filed, what they came to, and how an editor ends it early."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews import consensus
from reviews.actions.locks import JUDGES, SYSTEM, locked, locked_seats, refuse_conflicted, refuse_own_work
from reviews.actions.moves import moved
from reviews.actions.seats import return_seat
from reviews.lifecycle import ASSIGNMENT, FACT_CHECK, AssignmentRole, AssignmentStatus
from reviews.models import Assignment, FactCheck, Review
from reviews.models.policies import Judging

_Judgements = dict[int, Review]


def judges_on(fact_check: FactCheck) -> list[Assignment]:
    """Return the seats that judge, locked by id."""
    return locked_seats(fact_check, fact_check.policy.judges[0])


def all_filed(fact_check: FactCheck) -> bool:
    """Whether every seat that judges is taken and filed."""
    seats = judges_on(fact_check)
    filed = [s for s in seats if s.status == AssignmentStatus.FILED]
    return len(filed) >= fact_check.policy.judges[1] and len(filed) == len(seats)


def is_being_judged(seat: Assignment) -> bool:
    """Whether the seat judges, and the outcome that it counts for is not there yet."""
    fact_check = seat.fact_check
    return seat.role in JUDGES and fact_check.revealed_stage < fact_check.stage


def judge_anew(fact_check: FactCheck, *, at: datetime) -> None:
    """Give their seats back to those who judged: what they judged has changed since.

    A new stage begins, with a discussion of its own. The caller saves the row.
    """
    for seat in judges_on(fact_check):
        if seat.status == AssignmentStatus.FILED:
            return_seat(seat, at=at)
    judged = fact_check.reviews.filter(round=fact_check.round, stage=fact_check.stage)
    if fact_check.revealed_stage >= fact_check.stage or judged.filter(assignment__role__in=JUDGES).exists():
        fact_check.stage, fact_check.discussed = fact_check.stage + 1, False


def reveal(fact_check: FactCheck, *, by: User | None, at: datetime) -> None:
    """End the judging of the stage: one event, with the head of every seat's chain.

    Sealed ratings are open to the desk from now on. Raises NothingFiled.
    """
    seats = judges_on(fact_check)
    judged = {s.pk: r for s in seats if (r := _latest(s, fact_check)) is not None}
    if not judged:
        raise consensus.NothingFiled("Nobody has judged in this round yet.")
    agreed = _AGREED[Judging(fact_check.policy.judging)](fact_check, judged)
    verb = "reveal_agreed" if agreed else "reveal_disputed"
    fact_check.status = FACT_CHECK.after(verb, status=fact_check.status, roles=by.roles if by else SYSTEM)
    fact_check.revealed_stage, fact_check.proposal = fact_check.stage, agreed
    data: dict[str, Any] = {
        "stage": fact_check.stage,
        "outcome": "agreed" if agreed else "disputed",
        "seats": {str(s.uuid): s.chain_hash for s in seats},
    }
    event = "fact_check.revealed" if fact_check.policy.is_blind else "fact_check.judged"
    moved(fact_check, event, by=by, at=at, fields=("revealed_stage", "proposal"), data=data)


def _read_again(fact_check: FactCheck, judged: _Judgements) -> Review | None:
    """The proposal, where the second reader bears it out."""
    proposal = proposed_by_researcher(fact_check)
    if proposal is None:
        return None
    tolerance = fact_check.policy.tolerance
    readings = [_as_rating(r) for r in judged.values()]
    concurs = all(consensus.concurs(_as_rating(proposal), r, tolerance=tolerance) for r in readings)
    return proposal if concurs else None


def _voted(fact_check: FactCheck, judged: _Judgements) -> Review | None:
    """The first review with the label of the majority; the researcher's counts where he has a vote."""
    proposal = proposed_by_researcher(fact_check) if fact_check.policy.researcher_votes else None
    votes = judged | ({proposal.assignment_id: proposal} if proposal else {})
    return _majority(fact_check, votes, majority_suffices=True)


def _rated(fact_check: FactCheck, judged: _Judgements) -> Review | None:
    return _majority(fact_check, judged, majority_suffices=fact_check.discussed)


_AGREED = {Judging.SECOND_READ: _read_again, Judging.VOTES: _voted, Judging.BLIND: _rated}


def _majority(fact_check: FactCheck, votes: _Judgements, *, majority_suffices: bool) -> Review | None:
    outcome = consensus.weigh(
        {pk: _as_rating(review) for pk, review in votes.items()},
        tolerance=fact_check.policy.tolerance,
        seats=fact_check.policy.raters,
        majority_suffices=majority_suffices,
    )
    agreed = [r for r in votes.values() if _as_rating(r).label == outcome.agreed]
    return min(agreed, key=lambda r: r.filed_at) if agreed else None


def proposed_by_researcher(fact_check: FactCheck) -> Review | None:
    """The researcher's newest filed proposal in this round; None where he proposes nothing."""
    filed = fact_check.reviews.filter(round=fact_check.round, assignment__role=AssignmentRole.RESEARCHER)
    return filed.select_related("rating", "assignment").order_by("-filed_at", "-id").first()


def _latest(seat: Assignment, fact_check: FactCheck) -> Review | None:
    stage = seat.reviews.filter(stage=fact_check.stage, round=fact_check.round)
    return stage.select_related("rating").order_by("-revision").first()


def _as_rating(review: Review) -> consensus.Rating:
    if review.rating is None:
        return consensus.Rating(label=" ".join(review.words.casefold().split()))
    return consensus.Rating(label=review.rating.slug, number=review.rating.value)


@transaction.atomic
def close_round(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """End the judging with what was filed although somebody has not: the seats left are released.

    Raises NotAllowed, IllegalMove, NothingFiled.
    """
    fact_check = locked(fact_check_id)
    FACT_CHECK.after("reveal_disputed", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    late = [s for s in judges_on(fact_check) if s.status != AssignmentStatus.FILED]
    reveal(fact_check, by=by, at=at)
    for seat in late:
        seat.status = ASSIGNMENT.after("release", status=seat.status, roles=by.roles)
        seat.ended_at, seat.reason = at, "the editor closed the round"
        record("assignment.round_closed", seat, by=by, at=at)
        seat.save(update_fields=["status", "ended_at", "reason", *CHAIN_HEAD])
    return fact_check
