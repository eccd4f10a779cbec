"""The moves of an assignment, by its holder or an editor."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.clocks import work_due
from reviews.actions.locks import (
    SYSTEM,
    locked_profiles,
    locked_with_seat,
    refuse_conflicted,
    refuse_on_sealed_seat,
    reviewer_of,
    roles_on_seat,
)
from reviews.actions.research import begin_research
from reviews.actions.rounds import is_being_judged
from reviews.actions.routing import explain, free_seats, note_taken, waiting
from reviews.actions.seats import end_seat, new_seat
from reviews.lifecycle import ASSIGNMENT, AssignmentStatus
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer
from reviews.routing import as_json

LEASE = timedelta(minutes=30)


class NothingWaiting(Conflict):
    """No seat waits that this person could take; `details["excluded"]` counts why."""

    code = "nothing_waiting"


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


def take_next(*, by: User, at: datetime) -> Assignment:
    """Take the most pressing seat that waits for this person: an own offer first, then a free seat.

    Under the same hard rules as routing. The seat lapses after 30 minutes
    unless it is renewed or filed. Two people at once never get one seat: the
    fact-check's row is locked, and the seat is unique. A row that another holds
    is passed over, and waited for only where nothing else is left. Raises
    NoReviewer, NothingWaiting.
    """
    reviewer = reviewer_of(by)
    offer = (
        Assignment.objects.of(by).filter(status=AssignmentStatus.OFFERED).order_by("offered_at", "id").first()
    )
    if offer is not None:
        return accept(assignment_id=offer.uuid, by=by, at=at)
    excluded: Counter[str] = Counter()
    busy: list[UUID] = []
    for fact_check_id in _waiting():
        found = _take(fact_check_id, reviewer, by=by, at=at)
        if isinstance(found, Assignment):
            return found
        if found is None:
            busy.append(fact_check_id)
        else:
            excluded.update(found)
    for fact_check_id in busy:
        found = _take(fact_check_id, reviewer, by=by, at=at, wait=True)
        if isinstance(found, Assignment):
            return found
        excluded.update(found or {"taken"})
    raise NothingWaiting("Nothing waits that you could take.", excluded=dict(excluded))


def _waiting() -> list[UUID]:
    """Fact-checks with a free seat that may be pulled, the most pressing first."""
    return list(waiting().filter(policy__pull=True).values_list("uuid", flat=True)[:100])


@transaction.atomic
def _take(
    fact_check_id: UUID, reviewer: Reviewer, *, by: User, at: datetime, wait: bool = False
) -> Assignment | frozenset[str] | None:
    """Take a seat of this fact-check, or say why not; None where another has the row and we do not wait."""
    rows = FactCheck.objects.select_for_update(of=("self",), skip_locked=not wait)
    fact_check = rows.select_related("policy", "scale", "claim").filter(uuid=fact_check_id).first()
    if fact_check is None:
        return None
    role, seats = free_seats(fact_check)
    if not seats:
        return frozenset({"taken"})
    # Under the lock of his profile, or who asks twice at once is filled above his capacity.
    locked_profiles([reviewer.pk])
    found = explain(fact_check, role, wanted=1, at=at, only=reviewer)
    if not found.chosen:
        return frozenset(e.code for e in found.excluded)
    seat = new_seat(
        fact_check,
        reviewer,
        role=role,
        seat=seats[0],
        source=AssignmentSource.NEXT,
        accepted=True,
        explanation=as_json(found),
        by=by,
        at=at,
        lapses_at=at + LEASE,
    )
    begin_research(fact_check, seat, by=by, at=at)
    note_taken(fact_check, at=at)
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
