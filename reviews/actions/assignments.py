"""The moves of an assignment, by its holder or an editor."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.clocks import work_due
from reviews.actions.locks import (
    SYSTEM,
    locked_with_seat,
    refuse_conflicted,
    refuse_on_sealed_seat,
    roles_on_seat,
)
from reviews.actions.research import begin_research
from reviews.actions.rounds import is_being_judged
from reviews.actions.seats import LEASE, end_seat
from reviews.lifecycle import ASSIGNMENT, AssignmentStatus
from reviews.models import Assignment


class ConflictUnnamed(Refusal):
    """Who steps back says what the conflict is."""

    code = "reason_missing"


@transaction.atomic
def accept(*, assignment_id: UUID, by: User, at: datetime) -> Assignment:
    """Take an offered seat. A researcher's acceptance begins the research."""
    fact_check, seat = locked_with_seat(assignment_id)
    seat.status = ASSIGNMENT.after("accept", status=seat.status, roles=roles_on_seat(seat, by))
    refuse_conflicted(fact_check, by)
    seat.accepted_at, seat.lapses_at = at, None
    seat.due_at = work_due(fact_check, seat.role, seat.reviewer, at=at)
    record("assignment.accepted", seat, by=by, at=at, data={"fence": seat.fence})
    seat.save(update_fields=["status", "accepted_at", "lapses_at", "due_at", *CHAIN_HEAD])
    begin_research(fact_check, seat, by=by, at=at)
    return seat


@transaction.atomic
def decline(*, assignment_id: UUID, reason: str, by: User, at: datetime) -> Assignment:
    """Say no to an offer; it is offered to the next best."""
    _, seat = locked_with_seat(assignment_id)
    end_seat(seat, "decline", roles=roles_on_seat(seat, by), by=by, at=at, reason=reason)
    return seat


@transaction.atomic
def release(*, assignment_id: UUID, reason: str, by: User, at: datetime) -> Assignment:
    """Give a seat back; by its holder or an editor. Raises Sealed for an editor and a rater at work."""
    fact_check, seat = locked_with_seat(assignment_id)
    refuse_on_sealed_seat(fact_check, seat, by)
    end_seat(seat, "release", roles=roles_on_seat(seat, by), by=by, at=at, reason=reason)
    return seat


@transaction.atomic
def recuse(*, assignment_id: UUID, reason: str, by: User, at: datetime) -> Assignment:
    """Step back for a conflict of interest: the content is hidden at once, the seat goes to another."""
    fact_check, seat = locked_with_seat(assignment_id)
    if not reason.strip():
        raise ConflictUnnamed("Name the conflict of interest.", field="reason")
    if seat.status == AssignmentStatus.FILED and not (fact_check.is_sealed or is_being_judged(seat)):
        raise Conflict("What was filed is open already: the editor decides what becomes of it.")
    end_seat(seat, "recuse", roles=roles_on_seat(seat, by), by=by, at=at, reason=reason)
    return seat


@transaction.atomic
def renew(*, assignment_id: UUID, by: User, at: datetime) -> Assignment:
    """Keep a seat taken by "next" for another 30 minutes. Raises NotAllowed, Conflict once it lapsed."""
    _, seat = locked_with_seat(assignment_id)
    if seat.reviewer.user_id != by.pk:
        raise NotAllowed("Only the holder renews.")
    if seat.status not in (AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED):
        raise Conflict("You no longer hold this seat.")
    if seat.lapses_at is not None:
        seat.lapses_at = at + LEASE
        record("assignment.renewed", seat, by=by, at=at)
        seat.save(update_fields=["lapses_at", *CHAIN_HEAD])
    return seat


def lapse_offers(*, at: datetime) -> int:
    """End every offer, and every seat taken by next, whose time has run out; return how many."""
    late = Assignment.objects.filter(
        lapses_at__lte=at, status__in=[AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED]
    )
    ids = list(late.order_by("id").values_list("uuid", flat=True)[:500])
    return sum(_lapse(uuid, at=at) for uuid in ids)


@transaction.atomic
def _lapse(assignment_id: UUID, *, at: datetime) -> bool:
    _, seat = locked_with_seat(assignment_id)
    waits = seat.status in (AssignmentStatus.OFFERED, AssignmentStatus.ACCEPTED)
    if not waits or seat.lapses_at is None or seat.lapses_at > at:
        return False
    end_seat(seat, "lapse", roles=SYSTEM, by=None, at=at)
    return True
