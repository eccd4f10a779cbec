"""The desk's own weeks routed again, and its backlog under other weights: nothing is written."""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from factcheck.models import Event, User
from reviews import actions
from reviews.actions.rehearsal import Rehearsal, dry_run, rehearse
from reviews.actions.routing import candidates_among, need_of
from reviews.models import Assignment, FactCheck, Reviewer
from reviews.routing import Weights, as_json, choose
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import Case, filed, panel, policy, reviewer, scale

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
NOW = AT + timedelta(days=10)
LOAD = Weights(expertise=0, load=900)


def waiting(at: datetime = AT, **fields: Any) -> FactCheck:
    policy(offers=True)
    scale()
    claim = ClaimFactory(**fields)
    editor = User.objects.filter(role="editor").first() or UserFactory(editor=True)
    return actions.open_fact_check(claim_id=claim.uuid, policy="desk", by=editor, at=at)


def routed(at: datetime, file: FactCheck | None = None) -> list[Assignment]:
    file = file or waiting(at)
    return actions.route(fact_check_id=file.uuid, at=at)


def kept(offer: Assignment, *, hours: int, at: datetime) -> None:
    """Accept an offer after an hour, and give it back after some more."""
    actions.accept(assignment_id=offer.uuid, by=offer.reviewer.user, at=at + HOUR)
    end = at + timedelta(hours=hours)
    actions.release(assignment_id=offer.uuid, reason="", by=offer.reviewer.user, at=end)


@pytest.fixture
def desk() -> list[Assignment]:
    """Four fact-checks routed in four days: the one who knows of cargo gets all he has room for."""
    TopicFactory(slug="cargo")
    reviewer(topics={"cargo": 5}, capacity=4), reviewer(capacity=4)
    offers = []
    for day in range(4):
        at = AT + timedelta(days=day)
        (offer,) = routed(at)
        offers.append(offer)
        if day % 2:
            kept(offer, hours=30, at=at)
    return offers


def again(a: Weights | None = None, b: Weights | None = None, **options: Any) -> Rehearsal:
    return rehearse(a or Weights(), b or Weights(), at=NOW, **options)


def test_with_the_weights_of_then_every_decision_comes_out_as_it_was(desk: list[Assignment]):
    found = again()

    counted = {load.reviewer: load.seats for load in found.comparison.a.loads}
    assert counted == {r.pk: r.assignments.count() for r in Reviewer.objects.all()}
    assert (found.comparison.decisions, found.comparison.changed) == (4, ())
    assert (found.left_out, found.unreadable, found.waiting) == (0, 0, 0)
    assert found.comparison.a.waits.mean == 0
    assert found.comparison.a.waits.accepted == 1.0
    assert (found.since, found.until) == (NOW - timedelta(weeks=4), NOW)


def test_other_weights_change_decisions_that_are_named(desk: list[Assignment]):
    found = again(b=LOAD).comparison

    assert found.changed
    named = {str(offer.fact_check.uuid) for offer in desk}
    assert {changed.key for changed in found.changed} <= named
    assert found.b.gini < found.a.gini
    assert found.b.match < found.a.match


def test_the_same_desk_always_gives_the_same_answer_and_nothing_is_written(desk: list[Assignment]):
    before = Event.objects.count(), Assignment.objects.count()

    assert again(b=LOAD) == again(b=LOAD)
    assert dry_run(LOAD, Weights(), at=NOW) == dry_run(LOAD, Weights(), at=NOW)
    assert (Event.objects.count(), Assignment.objects.count()) == before


def test_a_seat_that_waited_waits_in_the_play_from_when_nobody_was_free():
    only = reviewer(capacity=1)
    (first,) = routed(AT)
    late = waiting(AT + HOUR)
    assert routed(AT + HOUR, late) == []
    actions.decline(assignment_id=first.uuid, reason="", by=only.user, at=AT + 6 * HOUR)
    assert routed(AT + 6 * HOUR, late)

    found = again().comparison.a

    assert found.waits.longest == 5.0
    assert dict(found.waits.buckets) == {
        "at once": 1,
        "in 1 hour": 0,
        "in 8 hours": 1,
        "in a day": 0,
        "later": 0,
        "never": 0,
    }


def test_a_wait_is_told_from_its_beginning_however_often_it_was_noted():
    only = reviewer(capacity=1)
    (first,) = routed(AT)
    late = waiting(AT + HOUR)
    routed(AT + HOUR, late)
    away = reviewer()
    actions.set_absence(reviewer_id=away.uuid, until=NOW, by=away.user, at=AT)
    routed(AT + 2 * HOUR, late)  # another note: somebody else could be called back
    actions.decline(assignment_id=first.uuid, reason="", by=only.user, at=AT + 6 * HOUR)
    routed(AT + 6 * HOUR, late)

    assert Event.objects.filter(subject=late.uuid, name="fact_check.unfilled").count() == 2
    assert again().comparison.a.waits.longest == 5.0


def test_a_seat_is_held_until_it_was_filed():
    """The only one files after three hours; the other fact-check waits for him that long, and no longer."""
    only = reviewer(capacity=1)
    (first,) = routed(AT)
    late = waiting(AT + HOUR)
    routed(AT + HOUR, late)
    by = {"by": only.user, "at": AT + 3 * HOUR}
    actions.accept(assignment_id=first.uuid, **by)
    actions.file(assignment_id=first.uuid, rating="false", reasoning="So.", **by)
    routed(AT + 9 * HOUR, late)

    assert again().comparison.a.waits.longest == 2.0


def test_what_nobody_is_free_for_to_this_day_is_played_too():
    reviewer(languages={"de": "native"})
    routed(AT)

    found = again()

    assert (found.waiting, found.comparison.decisions, found.comparison.a.unfilled) == (1, 1, 1)


def test_an_answer_is_bounded_and_says_so(desk: list[Assignment]):
    found = again(most=2)

    assert (found.comparison.decisions, found.left_out) == (2, 2)
    people = Reviewer.objects.count()
    assert again(pairs=3 * people).comparison.decisions == 3
    assert again(pairs=None).comparison.decisions == 4
    assert again(weeks=1).comparison.decisions == 1  # the last day alone lies in the last week
    assert {c.key for c in again(b=LOAD, most=2).comparison.changed} <= {
        str(offer.fact_check.uuid) for offer in desk[-2:]
    }


def test_offers_that_were_kept_without_their_candidates_are_counted_and_left_alone(desk: list[Assignment]):
    Assignment.objects.filter(pk=desk[0].pk).update(explanation={})

    found = again()

    assert (found.unreadable, found.comparison.decisions) == (1, 3)


def test_what_an_editor_handed_out_is_load_and_no_decision(desk: list[Assignment]):
    file = waiting(NOW - 2 * HOUR)
    to = desk[0].reviewer.uuid
    actions.hand_out(fact_check_id=file.uuid, to=to, by=UserFactory(editor=True), at=NOW - 2 * HOUR)

    assert again().comparison.decisions == 4


def test_a_backlog_that_was_routed_at_once_is_played_at_once():
    TopicFactory(slug="cargo")
    reviewer(topics={"cargo": 5}, capacity=2), reviewer(capacity=2)
    for minutes in range(3):
        waiting(AT + timedelta(minutes=minutes))
    actions.route_backlog(at=AT + HOUR, now=lambda: AT + HOUR)

    found = again()

    assert Assignment.objects.filter(run__isnull=False).count() == 3
    assert (found.comparison.decisions, found.comparison.changed, found.unreadable) == (3, (), 0)
    counted = {load.reviewer: load.seats for load in found.comparison.a.loads}
    assert counted == {r.pk: r.assignments.count() for r in Reviewer.objects.all()}


def test_a_desk_without_history_says_that_there_was_nothing():
    assert again().comparison.words == ("There was nothing to route in these weeks.",)
    assert dry_run(LOAD, Weights(), at=NOW).seats == ()


def world(write: Callable[[], Any]) -> tuple[Rehearsal, Any]:
    """What is answered where this was written; then it is undone."""
    with transaction.atomic():
        write()
        found = again(b=LOAD), dry_run(LOAD, Weights(), at=NOW)
        transaction.set_rollback(True)
    return found


def test_what_a_sealed_rater_did_changes_nothing_that_a_rehearsal_says():
    """Everybody has one place, so that another fact-check waits for whoever is done first."""
    case = panel()
    Reviewer.objects.update(capacity=1)
    Reviewer.objects.filter(user=case.researcher).update(capacity=0)
    Assignment.objects.filter(role="rater").update(source="offer", explanation=stored_of(case))
    routed(AT + HOUR)
    first = case.seats[0]

    nothing = world(lambda: None)
    wrote = world(lambda: filed(case, first))
    closed = world(lambda: closing(case))
    closed_filed = world(lambda: (filed(case, first), closing(case)))

    assert (nothing[0].comparison.decisions, nothing[0].comparison.a.unfilled) == (2, 1)
    assert wrote == nothing
    assert closed_filed == closed
    assert closed[0].comparison.a.unfilled == 0


def closing(case: Case) -> None:
    actions.close(fact_check_id=case.uuid, reason="Not now.", by=case.editor, at=AT + 8 * HOUR)


def stored_of(case: Case) -> dict[str, Any]:
    """The choice of a panel's raters, as routing would have kept it."""
    raters = {seat.reviewer_id for seat in case.seats}
    need = replace(need_of(case.fact_check, "rater"), on_it=frozenset(), raters=frozenset())
    people = [
        replace(person, open_assignments=person.open_assignments - (person.id in raters))
        for person in candidates_among(Reviewer.objects.all(), at=AT)
    ]
    return as_json(choose(people, need, wanted=3))


def test_a_dry_run_says_what_would_be_offered_and_going_live_offers_it():
    TopicFactory(slug="cargo")
    expert, other = reviewer(topics={"cargo": 5}, capacity=9), reviewer(capacity=9)
    files = [waiting(AT), waiting(AT + HOUR)]
    version = actions.add_routing_settings(weights=asdict(LOAD), by=None, at=AT)

    found = dry_run(LOAD, Weights(), at=NOW)

    assert {seat.file.uuid for seat in found.seats} == {file.uuid for file in files}
    assert {seat.reviewer for seat in found.seats} == {expert.pk, other.pk}
    assert {seat.instead_of for seat in found.seats} == {expert.pk}
    assert Assignment.objects.count() == 0
    actions.activate_routing_settings(settings_id=version.uuid, reason="Even load.", by=None, at=NOW)
    actions.route_backlog(at=NOW, now=lambda: NOW)
    live = {
        seat.fact_check.uuid: seat.reviewer_id for seat in Assignment.objects.select_related("fact_check")
    }
    assert live == {seat.file.uuid: seat.reviewer for seat in found.seats}


def test_a_dry_run_is_bounded_and_names_seats_that_stay_empty():
    reviewer(languages={"de": "native"})
    waiting(), waiting()

    found = dry_run(LOAD, Weights(), at=NOW, most=1)

    assert [(seat.reviewer, seat.instead_of) for seat in found.seats] == [(None, None)]
    assert found.left_out == 1
