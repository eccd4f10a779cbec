"""When held work is due: in its holder's working hours, and later by as long as it could not go on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Event, User
from reviews.actions.locks import locked, locked_seats
from reviews.hours import BadHours, add_working_time, working_time_between
from reviews.lifecycle import AssignmentRole, AssignmentStatus, ContactStatus, FactCheckStatus
from reviews.models import Assignment, Contact, FactCheck, Reviewer

_HELD = (AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED)
_MOVES = ["due_at", "clock_stopped_at", *CHAIN_HEAD]


def work_due(fact_check: FactCheck, role: str, reviewer: Reviewer, *, at: datetime) -> datetime:
    """When work that begins now is due, by the policy's hours for the role and the holder's own hours."""
    policy = fact_check.policy
    hours = policy.due_hours
    if role != AssignmentRole.RESEARCHER and policy.judging_hours is not None:
        hours = policy.judging_hours
    return _after(timedelta(hours=hours), reviewer, at=at)


def _after(work: timedelta, reviewer: Reviewer, *, at: datetime) -> datetime:
    try:
        return add_working_time(at, work / timedelta(hours=1), reviewer.time_zone, reviewer.working_hours)
    except BadHours:
        return at + work  # who works an hour a month is not given ten years


def _left(start: datetime, end: datetime, reviewer: Reviewer) -> timedelta:
    try:
        return working_time_between(start, end, reviewer.time_zone, reviewer.working_hours)
    except BadHours:
        return end - start


def waits_for_reply(fact_check: FactCheck, *, by: User | None, at: datetime) -> None:
    """Stop the clock of whoever researches while an answer may still come, and let it go on when none may.

    The fact-check is locked.
    """
    asked = Contact.objects.filter(fact_check=fact_check, status=ContactStatus.ASKED, deadline_at__gt=at)
    waits = asked.exists()
    for seat in locked_seats(fact_check, AssignmentRole.RESEARCHER):
        if seat.status not in _HELD or seat.due_at is None or waits == (seat.clock_stopped_at is not None):
            continue
        if waits:
            seat.clock_stopped_at = at
        else:
            _go_on(seat, at=at)
        record("assignment.clock_stopped" if waits else "assignment.clock_went_on", seat, by=by, at=at)
        seat.save(update_fields=_MOVES)


def _go_on(seat: Assignment, *, at: datetime) -> None:
    """What was left when the clock stopped is left now. What was late then is no less late."""
    assert seat.due_at is not None
    assert seat.clock_stopped_at is not None
    if seat.due_at > seat.clock_stopped_at:
        seat.due_at = _after(_left(seat.clock_stopped_at, seat.due_at, seat.reviewer), seat.reviewer, at=at)
    seat.clock_stopped_at = None


def went_on_after_hold(fact_check: FactCheck, *, by: User, at: datetime) -> None:
    """Give everybody the working time back that was left when the locked fact-check was put on hold.

    Of a sealed panel all seats alike, filed or not: a due date that stayed would tell.
    """
    held = Event.objects.filter(subject=fact_check.uuid, name="fact_check.held").order_by("-seq").first()
    for seat in locked_seats(fact_check) if held else []:
        concerned = seat.status in (*_HELD, AssignmentStatus.FILED) and seat.clock_stopped_at is None
        if held and concerned and seat.due_at is not None and seat.due_at > held.at:
            seat.due_at = _after(_left(held.at, seat.due_at, seat.reviewer), seat.reviewer, at=at)
            record("assignment.clock_went_on", seat, by=by, at=at)
            seat.save(update_fields=_MOVES)


def keep_clocks(*, at: datetime) -> int:
    """Let clocks go on where no answer can be waited for any more; return of how many files."""
    waiting = Contact.objects.filter(status=ContactStatus.ASKED, deadline_at__gt=at)
    stopped = (
        Assignment.objects.filter(clock_stopped_at__isnull=False)
        .exclude(fact_check__in=waiting.values("fact_check"))
        .exclude(fact_check__status=FactCheckStatus.CLOSED)
        .order_by("fact_check_id")
        .values_list("fact_check__uuid", flat=True)
    )
    files = list(dict.fromkeys(stopped[:500]))
    for fact_check_id in files:
        _keep(fact_check_id, at=at)
    return len(files)


@transaction.atomic
def _keep(fact_check_id: UUID, *, at: datetime) -> None:
    waits_for_reply(locked(fact_check_id), by=None, at=at)
