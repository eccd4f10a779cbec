"""More time for work that somebody holds."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.locks import locked_with_seat
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models import Assignment

_LONGEST = timedelta(days=365)


@transaction.atomic
def extend(*, assignment_id: UUID, due_at: datetime, by: User, at: datetime) -> Assignment:
    """Put off when held work is due; by an editor.

    A rater under seal gets more time whether he has filed or not: the answer
    tells nobody which. Raises NotAllowed, Conflict, Refusal.
    """
    if not by.is_editor:
        raise NotAllowed("Only an editor puts off a deadline.")
    fact_check, seat = locked_with_seat(assignment_id)
    sealed = fact_check.is_sealed and seat.role == AssignmentRole.RATER and seat.round == fact_check.round
    held = {AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED}
    if seat.status not in held | ({AssignmentStatus.FILED} if sealed else set()):
        raise Conflict("Nothing is due under this seat now.")
    if due_at <= max(at, seat.due_at or at) or due_at > at + _LONGEST:
        raise Refusal("The new deadline is later than the old one, and within a year.", field="due_at")
    seat.due_at = due_at
    record("assignment.extended", seat, by=by, at=at)
    seat.save(update_fields=["due_at", *CHAIN_HEAD])
    return seat
