"""What can be done about a breach: as codes with ids, and in words."""

from collections.abc import Mapping
from typing import Any

from reviews.actions.escalation.breach import Option
from reviews.actions.escalation.desk import Desk
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, FactCheck, Reviewer
from reviews.routing import ChangeCode, words

_SAID_NO = [AssignmentStatus.DECLINED, AssignmentStatus.LAPSED, AssignmentStatus.RELEASED]


def option(code: str, label: str, **ids: object) -> Option:
    return {"code": code, "label": label, **{name: str(uuid) for name, uuid in ids.items()}}


def hand_out(desk: Desk, fact_check: FactCheck, role: str) -> list[Option]:
    """The three whom it would cost least to give a seat, who said no before among them."""
    no = fact_check.assignments.filter(round=fact_check.round, status__in=_SAID_NO)
    said_no = set(no.values_list("reviewer_id", flat=True))
    return [
        option(
            "ask_again" if reviewer.pk in said_no else "hand_out",
            f"Ask {{name}} again (cost {points})."
            if reviewer.pk in said_no
            else f"Hand it out to {{name}} (cost {points}).",
            fact_check=fact_check.uuid,
            reviewer=reviewer.uuid,
        )
        for reviewer, points in desk.cheapest(fact_check, role)
    ]


def hand_over(desk: Desk, seat: Assignment) -> list[Option]:
    """The three to whom it would cost least to pass the seat on."""
    return [
        option(
            "hand_over",
            f"Hand it over to {{name}} (cost {points}).",
            assignment=seat.uuid,
            reviewer=reviewer.uuid,
        )
        for reviewer, points in desk.cheapest(seat.fact_check, seat.role)
    ]


def more_time(seat: Assignment) -> Option:
    return option("extend", "Give more time.", assignment=seat.uuid)


def changes(fact_check: FactCheck) -> list[Option]:
    """The smallest changes that would free somebody, as routing noted them with the seat."""
    note = fact_check.unfilled
    steps = note.get("changes", [])
    people = Reviewer.objects.in_bulk(step["reviewer"] for step in steps)
    found = [
        _step(step, people[step["reviewer"]], fact_check) for step in steps if step["reviewer"] in people
    ]
    if note.get("new_people"):
        found.append(option("new_people", note["message"], fact_check=fact_check.uuid))
    return found


def _step(step: Mapping[str, Any], reviewer: Reviewer, fact_check: FactCheck) -> Option:
    code, to = step["code"], step["to"]
    if code == ChangeCode.RAISE_WEEKLY_CAPACITY:
        to = (reviewer.weekly_capacity or 0) + to
    label = f"{words.change(code, '{name}', to)}."
    return option(code, label, fact_check=fact_check.uuid, reviewer=reviewer.uuid)
