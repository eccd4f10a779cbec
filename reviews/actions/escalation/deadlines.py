"""Work that is not done when it is due. Of a sealed panel only what everybody sees: that it is sealed yet."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import F, Q

from reviews.actions.escalation import options
from reviews.actions.escalation.breach import MANY, Breach, Option, told_as
from reviews.actions.escalation.desk import Desk
from reviews.hours import add_working_time
from reviews.lifecycle import AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, FactCheck, Reviewer, ToDoKind
from reviews.models.sealing import ACTIVE, SEALED

# What was late when its clock stopped for a reply is late; what was not is not, while it stands.
NOT_WAITING = Q(clock_stopped_at__isnull=True) | Q(due_at__lte=F("clock_stopped_at"))
_HELD = [AssignmentStatus.ACCEPTED, AssignmentStatus.RETURNED]
# Of the holder's own working hours, until he should have said what becomes of it.
_TO_ANSWER = 8


def overdue(desk: Desk) -> Iterator[Breach]:
    """Held work that is past its due date: word to the editors, and to the holder."""
    rows = (
        Assignment.objects.filter(status__in=_HELD, due_at__lte=desk.at, fact_check__closed_at__isnull=True)
        .filter(NOT_WAITING)
        .exclude(fact_check__status=FactCheckStatus.ON_HOLD)
        .exclude(SEALED)
    )
    # Of thousands only a few are told: claims and explanations are read for those.
    seats: Any = rows.select_related("fact_check__policy", "reviewer__user").defer("explanation")
    late: dict[int, list[tuple[datetime, Assignment]]] = defaultdict(list)
    for seat in seats.order_by("due_at", "id"):
        late[seat.reviewer_id].append((seat.due_at, seat))
    for of_one in late.values():
        if len(of_one) > MANY:
            yield from _much(desk, of_one)
        else:
            for due, seat in of_one:
                yield from _word(desk, seat, due)


def _word(desk: Desk, seat: Assignment, due: datetime) -> Iterator[Breach]:
    key = f"overdue:{seat.uuid}:{due:%Y%m%dT%H%M%S}"
    about = {"fact_check": seat.fact_check, "assignment": seat, "reviewer": seat.reviewer}
    role, when = seat.get_role_display(), told_as(due)
    yield Breach(
        ToDoKind.OVERDUE,
        key,
        f"The work of {{name}} as {role} was due at {when}.",
        partial(_of_the_editor, desk, seat),
        about=about | {"due_at": due},
    )
    yield Breach(
        ToDoKind.OVERDUE,
        f"{key}:holder",
        f"Your work as {role} was due at {when}.",
        partial(_of_the_holder, seat),
        about=about | {"due_at": _answer_by(desk, seat.reviewer), "owner": seat.reviewer.user},
    )


def _much(desk: Desk, late: list[tuple[datetime, Assignment]]) -> Iterator[Breach]:
    """Of somebody with much that is overdue, one word a day."""
    reviewer, first = late[0][1].reviewer, min(due for due, _ in late)
    key, since = f"overdue:{reviewer.uuid}:{desk.at:%Y%m%d}", f"the first since {told_as(first)}"
    yield Breach(
        ToDoKind.OVERDUE,
        key,
        f"{len(late)} assignments of {{name}} are overdue, {since}.",
        partial(_of_much, [seat for _, seat in late]),
        about={"reviewer": reviewer, "due_at": first},
    )
    yield Breach(
        ToDoKind.OVERDUE,
        f"{key}:holder",
        f"{len(late)} of your assignments are overdue, {since}.",
        partial(_of_the_holder, late[0][1]),
        about={"reviewer": reviewer, "due_at": _answer_by(desk, reviewer), "owner": reviewer.user},
    )


def _answer_by(desk: Desk, reviewer: Reviewer) -> datetime:
    return add_working_time(desk.at, _TO_ANSWER, reviewer.time_zone, reviewer.working_hours)


def _of_much(seats: list[Assignment]) -> list[Option]:
    return [
        options.option(
            "hand_over", f"Hand over “{seat.fact_check.claim.wording[:80]}”.", assignment=seat.uuid
        )
        for seat in seats[:MANY]
    ]


def _of_the_editor(desk: Desk, seat: Assignment) -> list[Option]:
    return [options.more_time(seat), *options.hand_over(desk, seat)]


def _of_the_holder(seat: Assignment) -> list[Option]:
    return [
        options.option("file", "File it.", assignment=seat.uuid),
        options.option("hand_over", "Hand it over to a colleague.", assignment=seat.uuid),
        options.option("release", "Give it back.", assignment=seat.uuid),
    ]


def late_panels(desk: Desk) -> Iterator[Breach]:
    """Sealed panels with all seats held and past every due date: somebody is late, and nothing tells who.

    Filing moves none of what is asked here: who holds a seat, since when it is
    due, that the ratings are sealed.
    """
    panels: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.filter(SEALED, status__in=ACTIVE, fact_check__status=FactCheckStatus.JUDGING)
    held = rows.exclude(status=AssignmentStatus.OFFERED).select_related("fact_check__policy")
    for seat in held.defer("explanation"):
        panels[seat.fact_check_id].append(seat)
    for seats in panels.values():
        fact_check = seats[0].fact_check
        latest = max((seat.due_at for seat in seats if seat.due_at is not None), default=None)
        if len(seats) >= fact_check.policy.raters and latest is not None and latest <= desk.at:
            yield _late(fact_check, seats, latest)


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
