"""Routings at once: one run of the backlog, nobody above his capacity, no seat against a new conflict."""

from datetime import timedelta
from typing import Any

import pytest

from reviews import actions
from reviews.actions.routing import AlreadyRouting, RunOver, runs
from reviews.models import Assignment, FactCheck, RoutingRun
from tests.factories import AT, ClaimFactory, UserFactory
from tests.holding import while_held
from tests.reviews.factories import policy, reviewer, scale

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

LATER = AT + timedelta(minutes=2)


def waiting(**fields: Any) -> FactCheck:
    policy(offers=True)
    scale()
    claim = ClaimFactory(**fields)
    return actions.open_fact_check(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)


def pressing(file: FactCheck) -> FactCheck:
    type(file.claim).objects.filter(pk=file.claim_id).update(priority=90)
    return file


def route(file: FactCheck) -> list[Assignment]:
    return actions.route(fact_check_id=file.uuid, at=AT)


def routed() -> RoutingRun | None:
    return actions.route_backlog(at=AT, now=lambda: AT)


def test_two_arrivals_at_once_do_not_fill_one_person_twice():
    one, other = waiting(), waiting()
    reviewer(capacity=1)

    late = while_held(lambda: route(one), lambda: route(other))

    assert late == []
    assert Assignment.objects.get().fact_check == one
    assert FactCheck.objects.get(pk=other.pk).unfilled["excluded"] == {"capacity": 1}


def test_an_arrival_beside_the_backlog_does_not_fill_one_person_twice():
    calm, urgent = waiting(), pressing(waiting())
    reviewer(capacity=1)

    run = while_held(lambda: route(calm), routed)

    assert Assignment.objects.get().fact_check == calm
    assert (run.seats, run.offers) == (2, 0)
    assert FactCheck.objects.get(pk=urgent.pk).unfilled


def test_a_seat_given_beside_the_backlog_is_not_given_twice():
    waiting()
    _, quick = reviewer(), reviewer()

    run = while_held(lambda: actions.take_next(by=quick.user, at=AT), routed)

    assert Assignment.objects.get().reviewer == quick
    assert run.offers == 0


def test_a_conflict_being_declared_is_waited_for_and_bars_the_offer():
    file = waiting()
    chosen, other = reviewer(), reviewer()
    name = file.claim.claimant.name

    while_held(
        lambda: actions.declare_conflict(
            reviewer_id=chosen.uuid, kind="claimant", value=name, by=chosen.user, at=AT
        ),
        routed,
    )

    assert Assignment.objects.get().reviewer == other


def test_two_who_begin_at_once_begin_one_run():
    with pytest.raises(AlreadyRouting):
        while_held(lambda: runs.begin(None, by=None, at=AT), lambda: runs.begin(None, by=None, at=AT))

    assert RoutingRun.objects.count() == 1


def test_a_run_that_is_just_being_given_up_writes_nothing_more():
    run = runs.begin(None, by=None, at=AT)

    with pytest.raises(RunOver):
        while_held(lambda: runs.begin(None, by=None, at=LATER), lambda: runs.finish(run, at=LATER))

    assert sorted(RoutingRun.objects.values_list("status", flat=True)) == ["failed", "running"]


def test_a_run_that_is_just_writing_is_not_given_up():
    run = runs.begin(None, by=None, at=AT)

    with pytest.raises(AlreadyRouting):
        while_held(
            lambda: runs.keep(run, at=LATER, lease=runs.LEASE), lambda: runs.begin(None, by=None, at=LATER)
        )

    assert RoutingRun.objects.get().lease_until == LATER + runs.LEASE
