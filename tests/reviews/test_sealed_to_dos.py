"""What is told of a late panel is the same whether a sealed rater has filed or not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q

from reviews.actions.escalation import escalate
from reviews.models import ToDo
from tests.factories import AT, UserFactory
from tests.reviews.factories import Case, filed, panel, policy
from tests.two_worlds import (
    Answers,
    Observer,
    admin_pages,
    answers,
    differences,
    observer,
    read_admin,
    read_api,
    still,
)

__all__ = ["still"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("still")]

LATE = (timedelta(hours=72), timedelta(hours=80))
PATHS = [
    "to-dos/",
    "to-dos/?open=false",
    "to-dos/?mine=true",
    "assignments/",
    "reviewers/",
    "jobs/",
    "events/",
]


@pytest.fixture
def case() -> Case:
    return panel()


def people(case: Case) -> list[Observer]:
    return [
        observer("editor", case.editor),
        observer("administrator", UserFactory(administrator=True)),
        observer("peer", case.raters[1]),
    ]


def compared(case: Case, *, later: Callable[[], Any] = lambda: None) -> list[str]:
    """What tells the world where the first rater filed from the one where he did not."""
    watching, paths = people(case), [f"/api/v1/{path}" for path in PATHS]

    def look() -> Answers:
        for moment in LATE:
            escalate(at=AT + moment)
        later()
        rows = [
            f"/api/v1/to-dos/{uuid}/" for uuid in ToDo.objects.order_by("id").values_list("uuid", flat=True)
        ]
        pages = admin_pages(["todo"])
        return read_api(watching, paths + rows) | read_admin(watching[:2], pages)

    nothing = answers(lambda: None, look)
    assert any("to-dos/ " in key and b"close_round" in answer[2] for key, answer in nothing.items())
    return differences(nothing, answers(lambda: filed(case, case.seats[0]), look))


def test_a_late_panel_is_told_the_same_in_both_worlds(case: Case):
    assert compared(case) == []


def test_it_stays_so_while_the_editor_looks_again(case: Case):
    assert compared(case, later=lambda: escalate(at=AT + timedelta(days=9))) == []


def test_telling_of_the_seats_one_by_one_would_show(case: Case, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reviews.actions.escalation.deadlines.SEALED", Q(pk__isnull=True))
    watching = people(case)
    paths = ["/api/v1/to-dos/"]

    def look() -> Answers:
        escalate(at=AT + LATE[0])
        return read_api(watching, paths)

    assert differences(answers(lambda: None, look), answers(lambda: filed(case, case.seats[0]), look))


def test_a_reminder_tells_its_rater_alone_whether_he_has_filed():
    policy("blind-panel", reminder_hours=24)
    case = panel()
    watching = people(case)
    soon = min(seat.due_at for seat in case.seats if seat.due_at) - timedelta(hours=2)

    def look() -> Answers:
        for moment in (soon, soon + timedelta(minutes=2)):
            escalate(at=moment)
        return read_api(watching, [f"/api/v1/{path}" for path in PATHS]) | read_admin(
            watching[:2], admin_pages(["todo", "event"])
        )

    def filed_between() -> None:
        escalate(at=soon - timedelta(minutes=2))
        filed(case, case.seats[0])

    nothing = answers(lambda: escalate(at=soon - timedelta(minutes=2)), look)

    assert ToDo.objects.filter(kind="due_soon").exists() is False
    assert differences(nothing, answers(filed_between, look)) == []
