"""How a seat is taken, filed, returned and ended: the parts other verbs are made of."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from factcheck.errors import Conflict
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role
from reviews.actions.clocks import work_due
from reviews.actions.locks import SYSTEM, ConflictDeclared, locked_profiles
from reviews.actions.subjects import barred
from reviews.lifecycle import ASSIGNMENT, AssignmentRole, AssignmentStatus
from reviews.models import Assignment, FactCheck, Reviewer

_HOLDER = frozenset({Role.HOLDER})
LEASE = timedelta(minutes=30)  # of a seat that was taken as the next one


class SeatTaken(Conflict):
    """Somebody has this seat, or this person another one in the round."""

    code = "seat_taken"


def new_seat(
    fact_check: FactCheck,
    reviewer: Reviewer,
    *,
    role: AssignmentRole,
    seat: int,
    source: str,
    accepted: bool,
    explanation: dict[str, Any],
    by: User | None,
    at: datetime,
    lapses_at: datetime | None = None,
    overrides: Collection[str] = (),
    override_reason: str = "",
    grants: int | None = None,
) -> Assignment:
    """Give a seat: offered, or accepted at once. The fence counts the grants of this seat.

    The fact-check must be locked; two grants of one seat end in SeatTaken. A
    conflict declared since the reviewer was chosen ends in ConflictDeclared.
    `overrides` are the limits that an editor set aside for it. `grants` says that
    both were looked at under the locks of the file and of the profile, and how
    often this seat was given before.
    """
    if grants is None:
        grants = _grants(fact_check, reviewer, role, seat)
    assignment = Assignment(
        fact_check=fact_check,
        round=fact_check.round,
        role=role,
        seat=seat,
        reviewer=reviewer,
        status=AssignmentStatus.ACCEPTED if accepted else AssignmentStatus.OFFERED,
        source=source,
        fence=grants + 1,
        offered_at=at,
        lapses_at=lapses_at,
        accepted_at=at if accepted else None,
        due_at=work_due(fact_check, role, reviewer, at=at) if accepted else None,
        explanation=explanation,
        overrides=sorted(overrides),
        override_reason=override_reason,
    )
    data = {
        "fact_check": fact_check.uuid,
        "reviewer": reviewer.uuid,
        "role": str(role),
        "fence": assignment.fence,
    }
    if overrides:
        data["overrides"] = assignment.overrides
    record("assignment.accepted" if accepted else "assignment.offered", assignment, by=by, at=at, data=data)
    assignment.save()
    return assignment


def _grants(fact_check: FactCheck, reviewer: Reviewer, role: AssignmentRole, seat: int) -> int:
    """Return how often the free seat was given. Raises SeatTaken, ConflictDeclared."""
    same = Assignment.objects.filter(fact_check=fact_check, round=fact_check.round)
    if same.active().filter(role=role, seat=seat).exists():
        raise SeatTaken("This seat is taken.")
    if same.active().filter(reviewer=reviewer).exists():
        raise SeatTaken("This person has a seat in this round already.")
    locked_profiles([reviewer.pk])
    if barred({(reviewer.pk, fact_check.claim_id)}):
        raise ConflictDeclared("A conflict of interest with this claim was declared in this moment.")
    return same.filter(role=role, seat=seat).aggregate(n=Max("fence"))["n"] or 0


def offer_ends(fact_check: FactCheck, *, at: datetime) -> datetime:
    """When an offer made now lapses, by the policy."""
    return at + timedelta(hours=fact_check.policy.offer_hours)


def file_seat(seat: Assignment, *, by: User, at: datetime, data: dict[str, Any] | None = None) -> None:
    """Move a seat to filed, by its holder."""
    seat.status = ASSIGNMENT.after("file", status=seat.status, roles=_HOLDER)
    seat.filed_at, seat.lapses_at, seat.clock_stopped_at = at, None, None
    record("assignment.filed", seat, by=by, at=at, data=data)
    seat.save(update_fields=["status", "filed_at", "lapses_at", "clock_stopped_at", *CHAIN_HEAD])


def return_seat(seat: Assignment, *, by: User | None = None, at: datetime) -> None:
    """Give a filed seat back to its holder for another revision, with the policy's hours from now on."""
    roles = by.roles if by else SYSTEM
    seat.status = ASSIGNMENT.after("return", status=seat.status, roles=roles)
    due = work_due(seat.fact_check, seat.role, seat.reviewer, at=at)
    seat.due_at = max(seat.due_at or due, due)
    record("assignment.returned", seat, by=by, at=at)
    seat.save(update_fields=["status", "due_at", *CHAIN_HEAD])


def end_seat(
    seat: Assignment,
    verb: str,
    *,
    roles: Collection[Role],
    by: User | None,
    at: datetime,
    reason: str = "",
    event: str = "",
) -> None:
    """End a seat by one of the verbs that free it, or finish it; `event` where it is not named by the status.

    Raises NotAllowed, IllegalMove.
    """
    seat.status = ASSIGNMENT.after(verb, status=seat.status, roles=roles)
    seat.reason, seat.lapses_at, seat.clock_stopped_at = reason[:500], None, None
    if seat.status != AssignmentStatus.DONE:
        seat.ended_at = at
    event = event or f"assignment.{seat.status}"
    record(event, seat, by=by, at=at, data={"fact_check": seat.fact_check.uuid})
    seat.save(update_fields=["status", "reason", "lapses_at", "clock_stopped_at", "ended_at", *CHAIN_HEAD])
