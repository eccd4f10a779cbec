"""Reviewers who have too much to do, or nothing while work waits that they could take."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Max

from reviews.actions.escalation import options
from reviews.actions.escalation.breach import Breach, Option
from reviews.actions.escalation.desk import Desk
from reviews.actions.routing.needs import File, Opening, openings, waiting
from reviews.lifecycle import AssignmentRole
from reviews.models import Assignment, FactCheck, Reviewer, ToDoKind
from reviews.models.sealing import SEALED
from reviews.routing import Candidate, exclusions

# Somebody is idle who was offered nothing for so long; a seat waits that has been free for so long.
IDLE, WAITS = timedelta(hours=24), timedelta(hours=4)
# The most pressing seats that are looked at for whom they would fit.
_LOOKED_AT = 200
_NAMED = 3


def strained(desk: Desk) -> Iterator[Breach]:
    """Overloads, and empty queues beside work that waits."""
    for candidate in desk.candidates:
        yield from _overloads(desk, candidate)
    yield from _idle(desk)


def _overloads(desk: Desk, candidate: Candidate) -> Iterator[Breach]:
    reviewer = desk.reviewers[candidate.id]
    held, capacity = candidate.open_assignments, reviewer.capacity
    if held > capacity:
        # Each seat that is added is an occasion of its own.
        newest = Assignment.objects.open_work().filter(reviewer=reviewer).aggregate(n=Max("offered_at"))["n"]
        yield Breach(
            ToDoKind.OVERLOAD,
            f"overload:{reviewer.uuid}:{newest:%Y%m%dT%H%M%S.%f}",
            f"{{name}} has {_counted(held)} open; the capacity is {capacity}.",
            partial(_lighter, reviewer, "raise_capacity", f"Raise the capacity to {held}."),
            about={"reviewer": reviewer},
        )
    weekly, left = reviewer.weekly_capacity, candidate.weekly_left
    if weekly is not None and left is not None and left < 0:
        year, week, _ = desk.at.isocalendar()
        yield Breach(
            ToDoKind.OVERLOAD,
            f"week:{reviewer.uuid}:{year}-{week}",
            f"{{name}} was given {_counted(weekly - left)} in seven days; the weekly capacity is {weekly}.",
            partial(
                _lighter, reviewer, "raise_weekly_capacity", f"Raise the weekly capacity to {weekly - left}."
            ),
            about={"reviewer": reviewer},
        )


def _counted(number: int) -> str:
    return f"{number} assignment{'s' if number != 1 else ''}"


def _lighter(reviewer: Reviewer, code: str, raised: str) -> list[Option]:
    """Pass on what was given last, but for seats under seal, or let the figure follow."""
    seats = Assignment.objects.open_work().filter(reviewer=reviewer).exclude(SEALED)
    last = seats.select_related("fact_check__claim").order_by("-offered_at", "-id")[:_NAMED]
    return [
        *(
            options.option(
                "hand_over" if seat.accepted_at else "release",
                f"{'Hand over' if seat.accepted_at else 'Take back the offer of'}"
                f" “{seat.fact_check.claim.wording[:80]}”.",
                assignment=seat.uuid,
            )
            for seat in last
        ),
        options.option(code, raised, reviewer=reviewer.uuid),
    ]


def _idle(desk: Desk) -> Iterator[Breach]:
    idle = [c for c in desk.candidates if not c.open_assignments and c.room and not c.absent]
    idle = [c for c in idle if AssignmentRole.RESEARCHER in c.roles]
    lately = Assignment.objects.filter(reviewer__in=[c.id for c in idle], offered_at__gt=desk.at - IDLE)
    asked = set(lately.values_list("reviewer_id", flat=True))
    idle = [c for c in idle if c.id not in asked]
    seats = _waiting(desk.at) if idle else []
    year, week, _ = desk.at.isocalendar()
    for candidate in idle:
        fitting = [seat for seat in seats if not exclusions(candidate, seat.need)]
        if fitting:
            reviewer = desk.reviewers[candidate.id]
            yield Breach(
                ToDoKind.EMPTY_QUEUE,
                f"idle:{reviewer.uuid}:{year}-{week}",
                "{name} has nothing to do, while work waits that would fit.",
                partial(_for_the_idle, reviewer, fitting),
                about={"reviewer": reviewer},
            )


def _waiting(at: datetime) -> list[Opening]:
    rows = waiting().filter(opened_at__lte=at - WAITS).values_list(*File._fields)[:_LOOKED_AT]
    return openings([File._make(row) for row in rows])


def _for_the_idle(reviewer: Reviewer, fitting: list[Opening]) -> list[Option]:
    some = {opening.file.pk: opening for opening in fitting[:_NAMED]}
    wordings = dict(FactCheck.objects.filter(pk__in=some).values_list("pk", "claim__wording"))
    return [
        options.option(
            "hand_out",
            f"Hand out “{wordings[pk][:80]}”.",
            fact_check=opening.file.uuid,
            reviewer=reviewer.uuid,
        )
        for pk, opening in some.items()
    ]
