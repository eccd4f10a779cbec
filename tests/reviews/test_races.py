"""Two people at once on one fact-check: it is locked, so the second one finds what the first has done."""

from collections.abc import Callable
from typing import Any

import pytest

from factcheck.errors import Conflict
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from reviews import actions
from reviews.actions.judging import StaleDraft
from reviews.actions.opening import AlreadyOpen
from reviews.models import Assignment, Draft, FactCheck, Review, RoutingSettings, Verdict
from tests.factories import AT, ClaimFactory, UserFactory
from tests.holding import beside, while_held
from tests.reviews.factories import filed, in_research, opened, panel, policy, proposed, reviewer, scale

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_claim_gets_one_fact_check_when_two_editors_open_it():
    claim = ClaimFactory()
    policy(), scale()

    def open_it() -> Callable[[], Any]:
        editor = UserFactory(editor=True)
        return lambda: actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT)

    with pytest.raises(AlreadyOpen):
        while_held(open_it(), open_it())

    assert FactCheck.objects.count() == 1


def test_two_approvals_write_one_verdict():
    case = proposed()

    with pytest.raises(IllegalMove):
        while_held(
            lambda: actions.approve(fact_check_id=case.uuid, by=case.editor, at=AT),
            lambda: actions.approve(fact_check_id=case.uuid, by=case.chief, at=AT),
        )

    assert Verdict.objects.count() == 1
    assert case.fresh().approved_by == case.editor


def test_the_last_two_ratings_filed_at_once_reveal_the_panel():
    case = panel()
    filed(case, case.seats[0])
    second, third = case.seats[1:]

    while_held(lambda: filed(case, second), lambda: filed(case, third))

    assert case.fresh().revealed_stage == 1
    assert Event.objects.filter(name="fact_check.revealed").count() == 1


def test_a_judgement_sent_twice_at_once_is_one_revision():
    case = in_research()
    seat = case.seat

    with pytest.raises(IllegalMove):
        while_held(lambda: filed(case, seat), lambda: filed(case, seat))

    assert Review.objects.count() == 1


def test_who_asks_for_the_next_one_passes_over_what_another_is_taking():
    first_file, second_file = opened(), opened()
    one, other = reviewer().user, reviewer().user

    taken = beside(lambda: actions.take_next(by=one, at=AT), lambda: actions.take_next(by=other, at=AT))

    holders = {seat.fact_check_id: seat.reviewer.user for seat in Assignment.objects.all()}
    assert holders[taken.fact_check_id] == other
    assert set(holders) == {first_file.fact_check.pk, second_file.fact_check.pk}


def test_a_seat_handed_out_twice_at_once_goes_to_one_person():
    case = opened()
    people = [reviewer(), reviewer()]

    def give(place: int) -> Callable[[], Any]:
        return lambda: actions.hand_out(fact_check_id=case.uuid, to=people[place].uuid, by=case.editor, at=AT)

    with pytest.raises(Conflict, match="No seat"):
        while_held(give(0), give(1))

    assert Assignment.objects.get().reviewer == people[0]


def test_a_draft_saved_in_two_windows_at_once_loses_neither_unnoticed():
    case = in_research()
    seat = case.seat

    def save(text: str) -> Callable[[], Any]:
        return lambda: actions.save_draft(
            assignment_id=seat.uuid, version=0, reasoning=text, by=case.researcher, at=AT
        )

    with pytest.raises(StaleDraft):
        while_held(save("One window."), save("The other."))

    assert Draft.objects.get().reasoning == "One window."


def test_two_versions_put_in_force_at_once_follow_one_another():
    first, second = (actions.add_routing_settings(weights={"load": n}, by=None, at=AT) for n in (1, 2))

    def put_in_force(version: RoutingSettings) -> Callable[[], Any]:
        editor = UserFactory(editor=True)
        return lambda: actions.activate_routing_settings(
            settings_id=version.uuid, reason="So.", by=editor, at=AT
        )

    while_held(put_in_force(first), put_in_force(second))

    assert list(RoutingSettings.objects.filter(active=True)) == [second]
    names = list(Event.objects.filter(subject=first.uuid).order_by("seq").values_list("name", flat=True))
    assert names[1:] == ["routing_settings.activated", "routing_settings.replaced"]
