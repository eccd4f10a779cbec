"""Work that is not done when it is due. Of a sealed panel only what everybody sees: that it is sealed yet."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db.models import Max

from factcheck.models import Event
from reviews.actions.escalation import options
from reviews.actions.escalation.breach import Breach, Option, told_as
from reviews.hours import add_working_time
from reviews.lifecycle import AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, FactCheck, ToDoKind
from reviews.models.assignments import ACTIVE, SEALED

_HELD = [AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]
# Of the holder's own working hours, until he should have said what becomes of it.
_TO_ANSWER = 8


def overdue(*, at: datetime) -> Iterator[Breach]:
    """Held work that is past its due date: word to the editors, and to the holder."""
    rows = (
        Assignment.objects.filter(status__in=_HELD, due_at__lte=at, fact_check__closed_at__isnull=True)
        .exclude(fact_check__status=FactCheckStatus.ON_HOLD)
        .exclude(SEALED)
        .annotate(sent_back_at=Max("reviews__returned__at"))
    )
    seats: Any = rows.select_related("fact_check__policy", "fact_check__claim", "reviewer__user")
    for seat in seats.order_by("id"):
        due = _due(seat.due_at, seat.sent_back_at, seat.fact_check)
        if due is not None and due <= at:
            yield from _word(seat, due, at=at)


def _due(due_at: datetime | None, began_again: datetime | None, fact_check: FactCheck) -> datetime | None:
    """What was sent back has the policy's hours from then on, however late it is by then."""
    if due_at is None or began_again is None:
        return due_at
    return max(due_at, began_again + timedelta(hours=fact_check.policy.due_hours))


def _word(seat: Assignment, due: datetime, *, at: datetime) -> Iterator[Breach]:
    key = f"overdue:{seat.uuid}:{due:%Y%m%dT%H%M%S}"
    about = {"fact_check": seat.fact_check, "assignment": seat, "reviewer": seat.reviewer}
    role, when = seat.get_role_display(), told_as(due)
    yield Breach(
        ToDoKind.OVERDUE,
        key,
        f"The work of {{name}} as {role} was due at {when}.",
        partial(_of_the_editor, seat, at=at),
        about=about | {"due_at": due},
    )
    answer_by = add_working_time(at, _TO_ANSWER, seat.reviewer.time_zone, seat.reviewer.working_hours)
    yield Breach(
        ToDoKind.OVERDUE,
        f"{key}:holder",
        f"Your work as {role} was due at {when}.",
        partial(_of_the_holder, seat),
        about=about | {"due_at": answer_by, "owner": seat.reviewer.user},
    )


def _of_the_editor(seat: Assignment, *, at: datetime) -> list[Option]:
    return [options.more_time(seat), *options.hand_over(seat, at=at)]


def _of_the_holder(seat: Assignment) -> list[Option]:
    return [
        options.option("file", "File it.", assignment=seat.uuid),
        options.option("hand_over", "Hand it over to a colleague.", assignment=seat.uuid),
        options.option("release", "Give it back.", assignment=seat.uuid),
    ]


def late_panels(*, at: datetime) -> Iterator[Breach]:
    """Sealed panels with all seats held and past every due date: somebody is late, and nothing tells who.

    Filing moves none of what is asked here: who holds a seat, since when it is
    due, that the ratings are sealed.
    """
    panels: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(SEALED, status__in=ACTIVE, fact_check__status=FactCheckStatus.JUDGING)
    for seat in rows.exclude(status=AssignmentStatus.OFFERED).select_related("fact_check__policy"):
        panels[seat.fact_check_id].append(seat)
    files = [seats[0].fact_check for seats in panels.values()]
    discussed = _discussed_at(files)
    for fact_check in files:
        seats = panels[fact_check.pk]
        dates = [_due(seat.due_at, discussed.get(fact_check.pk), fact_check) for seat in seats]
        latest = max((due for due in dates if due is not None), default=None)
        if len(seats) >= fact_check.policy.raters and latest is not None and latest <= at:
            yield _late(fact_check, seats, latest)


def _discussed_at(files: list[FactCheck]) -> dict[int, datetime]:
    """When the discussion of those in their second stage began: each rater's clock begins anew."""
    by_uuid = {fact_check.uuid: fact_check.pk for fact_check in files if fact_check.discussed}
    rows = Event.objects.filter(name="fact_check.discussed", subject__in=by_uuid).order_by("subject", "seq")
    return {by_uuid[subject]: moment for subject, moment in rows.values_list("subject", "at")}


def _late(fact_check: FactCheck, seats: list[Assignment], due: datetime) -> Breach:
    return Breach(
        ToDoKind.OVERDUE,
        f"panel:{fact_check.uuid}:{fact_check.round}:{fact_check.stage}:{due:%Y%m%dT%H%M%S}",
        f"The ratings of the panel were due at {told_as(due)}, and are not complete.",
        partial(_of_a_panel, fact_check, seats),
        about={"fact_check": fact_check, "due_at": due},
    )


def _of_a_panel(fact_check: FactCheck, seats: list[Assignment]) -> list[Option]:
    closing = "Close the round: what was filed is revealed."
    return [
        options.option("close_round", closing, fact_check=fact_check.uuid),
        *(
            options.option(
                "extend",
                f"Give {{name}} more time (seat {seat.seat}).",
                assignment=seat.uuid,
                reviewer=seat.reviewer.uuid,
            )
            for seat in sorted(seats, key=lambda seat: seat.seat)
        ),
    ]
