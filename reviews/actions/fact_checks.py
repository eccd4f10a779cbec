"""The moves of a fact-check between its opening and its verdict, and away from both."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims import actions as claims
from claims.lifecycle import ClaimStatus
from factcheck.errors import Conflict
from factcheck.models import User
from factcheck.roles import Role
from reviews.actions.clocks import went_on_after_hold
from reviews.actions.locks import SYSTEM, locked, locked_seats, refuse_conflicted, refuse_own_work, roles_on
from reviews.actions.moves import ReasonMissing, moved
from reviews.actions.rounds import judge_anew, judges_on, proposed_by_researcher
from reviews.actions.seats import end_seat, file_seat, return_seat
from reviews.lifecycle import FACT_CHECK, AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import FactCheck, ReviewReturn


class VerdictStands(Conflict):
    """A published verdict stands; it can be replaced or retracted, not closed away."""

    code = "verdict_stands"


@transaction.atomic
def start_judging(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Hand the file to the panel: the researcher has done his part, the raters are offered their seats.

    After a return the raters who filed before rate again, sealed anew.
    Raises NotAllowed, IllegalMove, Conflict under a policy without a panel.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("start_judging", status=fact_check.status, roles=roles_on(fact_check, by))
    if not fact_check.policy.is_blind:
        raise Conflict("Under this policy the researcher proposes a rating.")
    for seat in locked_seats(fact_check, AssignmentRole.RESEARCHER):
        file_seat(seat, by=by, at=at)
    judge_anew(fact_check, at=at)
    fact_check.status = status
    return moved(fact_check, "fact_check.judging_started", by=by, at=at, fields=("stage", "discussed"))


@transaction.atomic
def discuss(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Open the one discussion of a disputed judging: who judged reads the others and may revise once.

    A proposal stands through it; whoever proposed says his mind in the comments.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("discuss", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    if fact_check.discussed:
        raise Conflict("There is one discussion of a judging; now the editor decides.")
    for seat in judges_on(fact_check):
        return_seat(seat, at=at)
    fact_check.status, fact_check.stage = status, fact_check.stage + 1
    fact_check.discussed = True
    return moved(fact_check, "fact_check.discussed", by=by, at=at, fields=("stage", "discussed"))


@transaction.atomic
def return_to_research(*, fact_check_id: UUID, reason: str, by: User, at: datetime) -> FactCheck:
    """Send the work back to the researcher with a reason; the next revision will stand beside it."""
    return return_by(locked(fact_check_id), roles=by.roles, reason=reason, by=by, at=at)


def return_by(
    fact_check: FactCheck, *, roles: Collection[Role], reason: str, by: User, at: datetime
) -> FactCheck:
    """Return a locked fact-check in these roles: those of the desk, or that of an editor from outside."""
    status = FACT_CHECK.after("return", status=fact_check.status, roles=roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=False)
    if not reason.strip():
        raise ReasonMissing("Say what is missing.", field="reason")
    if fact_check.is_sealed:
        raise Conflict("Ratings are sealed: close the round before the file goes back.")
    openly = fact_check.policy.is_judged_openly
    review = proposed_by_researcher(fact_check) if openly else fact_check.proposal
    if review is not None and not ReviewReturn.objects.filter(review=review).exists():
        ReviewReturn.objects.create(review=review, by=by, reason=reason, at=at)
    # Who returns from outside moves no seats of the desk: those follow by themselves.
    mover = by if by.is_editor else None
    for seat in locked_seats(fact_check):
        if seat.role == AssignmentRole.RESEARCHER and seat.status == AssignmentStatus.FILED:
            return_seat(seat, by=mover, at=at)
        elif seat.role == AssignmentRole.EDITOR:
            # The decision is taken back with the work: whoever decides next gets the seat.
            return_seat(seat, by=mover, at=at)
            end_seat(
                seat, "release", roles=SYSTEM, by=by, at=at, reason="returned", event="assignment.closed"
            )
    fact_check.status = status
    fact_check.proposal = fact_check.approved_by = fact_check.approved_at = None
    fields = ("proposal", "approved_by", "approved_at")
    return moved(fact_check, "fact_check.returned", by=by, at=at, fields=fields)


@transaction.atomic
def hold(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Put a fact-check on hold; `resume` brings it back to where it was."""
    fact_check = locked(fact_check_id)
    was = fact_check.status
    fact_check.status = FACT_CHECK.after("hold", status=was, roles=by.roles)
    fact_check.held_from = was
    approval = _take_back_approval(fact_check)
    return moved(fact_check, "fact_check.held", by=by, at=at, fields=("held_from", *approval))


def _take_back_approval(fact_check: FactCheck) -> tuple[str, ...]:
    """An approval does not survive a hold: what was approved is agreed or decided again."""
    if fact_check.held_from in (FactCheckStatus.APPROVED, FactCheckStatus.SCHEDULED):
        decided = fact_check.proposal and fact_check.proposal.assignment.role == AssignmentRole.EDITOR
        fact_check.held_from = FactCheckStatus.DECIDED if decided else FactCheckStatus.AGREED
        fact_check.approved_by = fact_check.approved_at = fact_check.publish_at = None
        return ("approved_by", "approved_at", "publish_at")
    return ()


@transaction.atomic
def resume(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Take a fact-check off hold, back to where it was."""
    fact_check = locked(fact_check_id)
    was = fact_check.held_from or None
    fact_check.status = FACT_CHECK.after("resume", status=fact_check.status, roles=by.roles, was=was)
    fact_check.held_from = ""
    went_on_after_hold(fact_check, by=by, at=at)
    return moved(fact_check, "fact_check.resumed", by=by, at=at, fields=("held_from",))


@transaction.atomic
def close(
    *, fact_check_id: UUID, reason: str, decline_reason: str = "", by: User | None, at: datetime
) -> FactCheck:
    """Close a fact-check unpublished. Its claim goes back to the detected ones, or is declined with a reason.

    Raises NotAllowed, IllegalMove, ReasonMissing, VerdictStands.
    """
    fact_check = locked(fact_check_id)
    roles = by.roles if by else SYSTEM
    status = FACT_CHECK.after("close", status=fact_check.status, roles=roles)
    if not reason.strip():
        raise ReasonMissing("Say why nothing will be published.", field="reason")
    if fact_check.published_at is not None:
        raise VerdictStands("A published verdict stands: publish the new round, or retract it.")
    for seat in locked_seats(fact_check):
        verb = "finish" if seat.status == AssignmentStatus.FILED else "release"
        if seat.status != AssignmentStatus.DONE:
            # One event for both: nothing is offered again, and none of it tells who had filed under seal.
            end_seat(
                seat,
                verb,
                roles=SYSTEM,
                by=by,
                at=at,
                reason="closed unpublished",
                event="assignment.closed",
            )
    fact_check.status, fact_check.close_reason = status, reason
    fact_check.closed_at, fact_check.closed_by, fact_check.held_from = at, by, ""
    fact_check.approved_by = fact_check.approved_at = None
    fields = ("close_reason", "closed_at", "closed_by", "held_from", "approved_by", "approved_at")
    moved(fact_check, "fact_check.closed", by=by, at=at, fields=fields)
    if fact_check.claim.status == ClaimStatus.ACCEPTED:  # not one that was merged away
        claims.drop(claim_id=fact_check.claim.uuid, by=by, at=at)
    if decline_reason and by is not None:
        claims.decline(claim_id=fact_check.claim.uuid, reason=decline_reason, by=by, at=at)
    return fact_check


@transaction.atomic
def reopen(*, fact_check_id: UUID, reason: str, by: User | None, at: datetime) -> FactCheck:
    """Begin a new round of a published fact-check; the published verdict stands until it is replaced.

    `by` None is the system: the verdict's time was over.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("reopen", status=fact_check.status, roles=by.roles if by else SYSTEM)
    if not reason.strip():
        raise ReasonMissing("Say why it is taken up again.", field="reason")
    fact_check.status, fact_check.round = status, fact_check.round + 1
    fact_check.stage, fact_check.revealed_stage, fact_check.discussed = 1, 0, False
    fact_check.proposal = fact_check.approved_by = fact_check.approved_at = None
    fields = ("round", "stage", "revealed_stage", "discussed", "proposal", "approved_by", "approved_at")
    moved(fact_check, "fact_check.reopened", by=by, at=at, fields=fields)
    if fact_check.claim.status == ClaimStatus.ACCEPTED:
        # Published a moment ago, and not yet settled: the reaction would come too late.
        claims.settle(claim_id=fact_check.claim.uuid, by=None, at=at)
    claims.reopen(claim_id=fact_check.claim.uuid, by=by, at=at)
    return fact_check
