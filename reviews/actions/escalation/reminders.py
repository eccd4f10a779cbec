"""Word to whoever holds the work: it is due soon, or the answer that it waited for has not come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import F, Max

from reviews.actions.escalation import options
from reviews.actions.escalation.breach import Breach, Option, told_as
from reviews.actions.escalation.desk import Desk
from reviews.hours import BadHours, add_working_time
from reviews.lifecycle import AssignmentRole, AssignmentStatus, ContactStatus, FactCheckStatus
from reviews.models import Assignment, Contact, Policy, ToDoKind
from reviews.models.sealing import ACTIVE

_HELD = [AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]
# Hours of work can lie behind a long weekend, or weeks for who works a day a week.
_FAR = timedelta(days=14)


def due_soon(desk: Desk) -> Iterator[Breach]:
    """Held work that is due within the policy's working hours: word to its holder alone, sealed or not."""
    if not Policy.objects.aggregate(most=Max("reminder_hours"))["most"]:
        return
    seats = (
        Assignment.objects.filter(
            status__in=_HELD, due_at__gt=desk.at, due_at__lte=desk.at + _FAR, clock_stopped_at__isnull=True
        )
        .exclude(fact_check__status__in=[FactCheckStatus.ON_HOLD, FactCheckStatus.CLOSED])
        .select_related("fact_check__policy", "reviewer__user")
        .defer("explanation")
        .order_by("due_at", "id")
    )
    for seat in seats:
        if seat.due_at is not None and seat.due_at <= _reminded_before(seat, desk):
            yield Breach(
                ToDoKind.DUE_SOON,
                f"due:{seat.uuid}:{seat.due_at:%Y%m%dT%H%M%S}",
                f"Your work as {seat.get_role_display()} is due at {told_as(seat.due_at)}.",
                partial(_of_the_holder, seat),
                about={
                    "fact_check": seat.fact_check,
                    "assignment": seat,
                    "reviewer": seat.reviewer,
                    "owner": seat.reviewer.user,
                    "due_at": seat.due_at,
                },
            )


def _of_the_holder(seat: Assignment) -> list[Option]:
    return [
        options.option("file", "File it.", assignment=seat.uuid),
        options.option("hand_over", "Hand it over to a colleague.", assignment=seat.uuid),
    ]


def _of_who_asked(contact: Contact) -> list[Option]:
    return [
        options.option("record_answer", "Record the answer.", contact=contact.uuid),
        options.option("record_no_reply", "Record that none came.", contact=contact.uuid),
    ]


def _reminded_before(seat: Assignment, desk: Desk) -> datetime:
    hours, reviewer = seat.fact_check.policy.reminder_hours, seat.reviewer
    try:
        return add_working_time(desk.at, hours, reviewer.time_zone, reviewer.working_hours)
    except BadHours:
        return desk.at + timedelta(hours=hours)


def unanswered_questions(desk: Desk) -> Iterator[Breach]:
    """Questions whose deadline has passed without an answer: word to who researches, else to the editors."""
    late = (
        Contact.objects.filter(
            status=ContactStatus.ASKED, deadline_at__lte=desk.at, fact_check__closed_at__isnull=True
        )
        .select_related("fact_check")
        .order_by("deadline_at", "id")
    )
    researchers = (
        Assignment.objects.filter(
            fact_check__in={contact.fact_check_id for contact in late},
            round=F("fact_check__round"),
            role=AssignmentRole.RESEARCHER,
            status__in=ACTIVE,
        )
        .exclude(status=AssignmentStatus.OFFERED)
        .select_related("reviewer__user")
        .order_by("-pk")
    )
    owners = {seat.fact_check_id: seat.reviewer.user for seat in researchers}
    for contact in late:
        if contact.deadline_at is not None:
            yield Breach(
                ToDoKind.REPLY_DUE,
                f"reply:{contact.uuid}:{contact.deadline_at:%Y%m%dT%H%M%S}",
                f"No answer to a question came by {told_as(contact.deadline_at)}.",
                partial(_of_who_asked, contact),
                about={
                    "fact_check": contact.fact_check,
                    "owner": owners.get(contact.fact_check_id),
                    "due_at": contact.deadline_at,
                },
            )
