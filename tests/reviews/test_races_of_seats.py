"""Many reviewers at once, and an editor beside them: no seat twice, no move on what was just moved."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from factcheck.errors import Conflict
from factcheck.lifecycle import IllegalMove
from factcheck.models import User
from reviews import actions
from reviews.models import Assignment, Draft, FactCheck, Review, Verdict
from tests.factories import AT
from tests.holding import while_held
from tests.reviews.factories import filed, given, opened, panel, proposed, reviewer

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 8


def all_at_once(people: list[User]) -> list[Any]:
    """Let each ask for the next seat at the same moment; return seats and refusals."""
    ready = Barrier(len(people))

    def ask(user: User) -> Any:
        try:
            ready.wait(timeout=10)
            return actions.take_next(by=user, at=AT)
        except Conflict as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(ask, people))


def seats_once() -> bool:
    rows = list(Assignment.objects.active().values_list("fact_check", "round", "role", "seat"))
    return len(rows) == len(set(rows))


def test_eight_who_ask_at_once_for_twelve_seats_get_one_each():
    people = [reviewer().user for _ in range(AT_ONCE)]
    for _ in range(AT_ONCE + 4):
        opened()

    found = all_at_once(people)

    assert {type(f) for f in found} == {Assignment}, found
    assert len({f.fact_check_id for f in found}) == AT_ONCE
    assert seats_once()


def test_eight_who_ask_at_once_for_three_seats_of_a_panel_fill_it_once():
    case = panel(accepted=0)
    for seat, rater in zip(case.seats, case.raters, strict=True):
        actions.decline(assignment_id=seat.uuid, reason="", by=rater, at=AT)
    people = [reviewer().user for _ in range(AT_ONCE)]

    found = all_at_once(people)

    assert sum(isinstance(f, Assignment) for f in found) == 3, found
    assert [(s.seat, s.fence) for s in case.seats] == [(1, 2), (2, 2), (3, 2)]
    assert seats_once()


def test_who_asks_twice_at_once_does_not_hold_more_than_he_has_room_for():
    for _ in range(2):
        opened()
    person = reviewer(capacity=1).user

    with pytest.raises(Conflict):
        while_held(
            lambda: actions.take_next(by=person, at=AT),
            lambda: actions.take_next(by=person, at=AT),
        )

    assert Assignment.objects.active().of(person).count() == 1


def test_a_return_that_comes_while_another_approves_finds_it_approved():
    case = proposed()

    while_held(
        lambda: actions.approve(fact_check_id=case.uuid, by=case.editor, at=AT),
        lambda: actions.return_to_research(fact_check_id=case.uuid, reason="More.", by=case.chief, at=AT),
    )

    assert (case.fresh().status, case.fact_check.approved_by) == ("returned", None)
    assert Verdict.objects.count() == 1


def test_an_approval_that_comes_while_another_returns_is_refused():
    case = proposed()

    with pytest.raises(IllegalMove):
        while_held(
            lambda: actions.return_to_research(fact_check_id=case.uuid, reason="More.", by=case.chief, at=AT),
            lambda: actions.approve(fact_check_id=case.uuid, by=case.editor, at=AT),
        )

    assert (case.fresh().status, Verdict.objects.count()) == ("returned", 0)


def taken_by_next() -> Assignment:
    opened()
    return actions.take_next(by=reviewer().user, at=AT)


def test_who_files_while_the_seat_lapses_is_refused_and_keeps_the_text():
    seat = taken_by_next()

    with pytest.raises(IllegalMove):
        while_held(lambda: actions.lapse_offers(at=seat.lapses_at), lambda: filed(None, seat))

    seat.refresh_from_db()
    assert (seat.status, Review.objects.count(), Draft.objects.count()) == ("lapsed", 0, 1)


def test_a_seat_does_not_lapse_under_who_is_filing():
    seat = taken_by_next()

    lapsed = while_held(lambda: filed(None, seat), lambda: actions.lapse_offers(at=seat.lapses_at))

    seat.refresh_from_db()
    assert (lapsed, seat.status, Review.objects.count()) == (0, "filed", 1)


def test_who_accepts_while_an_editor_closes_the_file_is_refused():
    case = opened()
    seat = given(case, case.researcher, accepted=False)

    with pytest.raises(IllegalMove):
        while_held(
            lambda: actions.close(reason="Dull.", **case.as_editor()),
            lambda: actions.accept(assignment_id=seat.uuid, by=case.researcher, at=AT),
        )

    seat.refresh_from_db()
    assert (seat.status, FactCheck.objects.get().status) == ("released", "closed")
