"""The whole backlog at once: what is offered, what is said, one run at a time, and what a death leaves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from factcheck import audit, stop
from factcheck.errors import NotAllowed
from factcheck.jobs import Later
from factcheck.models import Event, Job
from reviews import actions, tasks
from reviews.actions.locks import locked_profiles
from reviews.actions.routing import (
    AlreadyRouting,
    Crowded,
    RunOver,
    backlog,
    explanation_of,
    needs,
    one,
    runs,
)
from reviews.actions.routing.needs import File
from reviews.models import Assignment, FactCheck, Reviewer, RoutingRun
from reviews.routing import as_json, replay
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import Case, given, opened, policy, reviewer, scale, with_evidence

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(minutes=2)


def waiting(number: int = 1, **fields: Any) -> list[FactCheck]:
    """Fact-checks whose policy offers their seats; nobody is there yet."""
    policy(offers=True)
    scale()
    editor = UserFactory(editor=True)
    return [
        actions.open_fact_check(claim_id=ClaimFactory(**fields).uuid, by=editor, at=AT) for _ in range(number)
    ]


def routed(*, at: datetime = AT, meanwhile: Callable[[int], Any] = lambda _: None, **more: Any) -> Any:
    """Route the backlog; `meanwhile` is called with 1, 2, ... whenever the run asks for the time."""
    asked = 0

    def now() -> datetime:
        nonlocal asked
        asked += 1
        meanwhile(asked)
        return at

    return actions.route_backlog(at=at, now=now, **more)


def before_writing(change: Callable[[], Any]) -> Callable[[int], None]:
    """Let something happen between the choice and the first batch."""
    return lambda asked: change() if asked == 3 else None


def events(name: str) -> list[Event]:
    return list(Event.objects.filter(name=name).order_by("id"))


def active() -> list[Assignment]:
    return list(Assignment.objects.active().select_related("reviewer").order_by("id"))


def test_all_free_seats_are_offered_in_one_run_that_says_what_it_did():
    files = waiting(4)
    people = [reviewer() for _ in range(2)]

    run = routed()

    offers = active()
    assert {o.fact_check for o in offers} == set(files)
    assert {(o.role, o.status, o.source, o.fence, o.run, o.offered_at) for o in offers} == {
        ("researcher", "offered", "offer", 1, run, AT)
    }
    assert [sum(o.reviewer == who for o in offers) for who in people] == [2, 2]
    run.refresh_from_db()
    assert (run.status, run.seats, run.offers, run.unfilled, run.left_out, run.gap) == ("done", 4, 4, 0, 0, 0)
    assert run.solver
    assert run.cost == sum(_own_points(o) for o in offers)


def _own_points(offer: Assignment) -> int:
    """What the seat cost without the price of its holder."""
    [cost] = [c for c in explanation_of(offer)["costs"] if c["candidate"] == offer.reviewer_id]
    return cost["points"] - cost["parts"]["scarcity"]


def test_one_event_vouches_for_a_batch_and_the_chains_of_its_offers_go_on_from_it():
    waiting(3)
    [reviewer() for _ in range(2)]

    run = routed()
    offer = active()[0]
    actions.decline(assignment_id=offer.uuid, reason="", by=offer.reviewer.user, at=AT)

    names = list(Event.objects.filter(subject=run.uuid).order_by("seq").values_list("name", flat=True))
    assert names == [
        "routing_run.started",
        "routing_run.planned",
        "assignments.offered",
        "routing_run.finished",
    ]
    [batch] = events("assignments.offered")
    assert batch.data["count"] == 3
    assert set(batch.data["rows"]) == {str(o.uuid) for o in Assignment.objects.all()}
    assert list(audit.faults()) == []


def test_each_offer_explains_itself_and_can_be_made_again():
    TopicFactory(slug="cargo")
    waiting(3)
    plain, expert = reviewer(capacity=2), reviewer(topics={"cargo": 5}, capacity=2)

    run = routed()

    for offer in active():
        told = explanation_of(offer)
        assert told["chosen"] == [offer.reviewer_id]
        assert {c["candidate"] for c in told["costs"]} == {plain.pk, expert.pk}
        assert all(c["points"] == sum(c["parts"].values()) for c in told["costs"])
        assert told["costs"] == as_json(replay(told))["costs"]
        assert told["costs"][0]["points"] <= told["costs"][1]["points"]
        assert "candidates" not in offer.explanation
    assert {c["id"]: c["given"] for c in run.candidates} == {expert.pk: 2, plain.pk: 1}


def test_what_was_chosen_otherwise_is_explained_as_it_was_stored():
    [file] = waiting()
    reviewer()
    [offer] = actions.route(fact_check_id=file.uuid, at=AT)

    assert explanation_of(offer) == offer.explanation


def test_who_is_barred_is_told_with_the_reason():
    waiting()
    german = reviewer(languages={"de": "native"})
    reviewer()

    routed()

    [offer] = active()
    assert explanation_of(offer)["excluded"] == [{"candidate": german.pk, "code": "language"}]


def test_routing_twice_offers_nothing_twice_and_nothing_waiting_begins_no_run():
    waiting(2)
    reviewer()

    first, second = routed(), routed()

    assert first.offers == 2
    assert second is None
    assert RoutingRun.objects.count() == 1


@pytest.mark.parametrize("files", [1, 20])
def test_a_batch_costs_the_same_for_one_fact_check_and_for_twenty(files, django_assert_num_queries):
    waiting(files)
    [reviewer() for _ in range(3)]

    with django_assert_num_queries(61):
        routed()

    assert Assignment.objects.count() == files


def test_where_nobody_is_free_it_is_said_once_with_what_would_help_and_taken_back():
    files = waiting(2)
    full = reviewer(capacity=1)

    run = routed()
    routed()
    empty = [f for f in files if not f.assignments.exists()]
    [file] = [FactCheck.objects.get(pk=f.pk) for f in empty]
    note = file.unfilled
    late = reviewer()
    routed()

    assert (run.seats, run.offers) == (2, 1)
    assert (note["role"], note["seats"], note["excluded"]) == ("researcher", 1, {"capacity": 1})
    assert note["changes"] == [{"code": "raise_capacity", "reviewer": full.pk, "to": 2}]
    assert [e.data for e in events("fact_check.unfilled")] == [{"role": "researcher", "seats": 1}]
    assert [e.data for e in events("fact_check.filled")] == [{"role": "researcher", "seats": 0}]
    file.refresh_from_db()
    assert file.unfilled == {}
    assert active()[-1].reviewer == late
    assert list(audit.faults()) == []


def test_what_the_note_says_would_help_helps():
    waiting(2)
    full = reviewer(capacity=1)
    routed()
    [note] = [f.unfilled for f in FactCheck.objects.exclude(unfilled={})]

    Reviewer.objects.filter(pk=full.pk).update(capacity=note["changes"][0]["to"])
    run = routed()

    assert (run.offers, run.unfilled) == (1, 0)


def test_a_run_that_finds_nobody_keeps_no_people():
    waiting()
    reviewer(capacity=0)

    run = routed()

    assert (run.offers, run.candidates) == (0, [])


def test_beyond_so_many_a_note_says_only_that_others_come_first(monkeypatch):
    monkeypatch.setattr(backlog, "_MOST_REMEDIES", 1)
    waiting(3)
    reviewer(capacity=0)

    routed()

    notes = [f.unfilled for f in FactCheck.objects.order_by("id")]
    assert [bool(note["changes"]) for note in notes] == [True, False, False]
    assert all(note["message"] for note in notes)


def panel_waiting(people: int) -> Case:
    policy("blind-panel", offers=True)
    case = opened("blind-panel")
    given(case, case.researcher)
    with_evidence(case)
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
    Reviewer.objects.filter(user=case.researcher).update(capacity=9)
    [reviewer() for _ in range(people)]
    return case


def test_a_panels_seats_go_to_different_people_and_never_to_the_researcher():
    case = panel_waiting(3)

    run = routed()

    assert (run.seats, run.offers) == (3, 3)
    assert [seat.seat for seat in case.seats] == [1, 2, 3]
    assert len({seat.reviewer for seat in case.seats}) == 3
    assert case.researcher not in {seat.reviewer.user for seat in case.seats}


def test_a_panel_that_lacks_a_rater_is_filled_as_far_as_it_goes():
    case = panel_waiting(2)

    run = routed()

    assert (run.seats, run.offers, run.unfilled) == (3, 2, 1)
    assert case.fresh().unfilled["seats"] == 1


def test_a_seat_given_back_is_offered_anew_under_the_next_fence():
    waiting()
    first, second = reviewer(), reviewer()
    routed()
    [offer] = active()
    actions.decline(assignment_id=offer.uuid, reason="", by=offer.reviewer.user, at=AT)

    routed()

    [again] = active()
    assert again.fence == 2
    assert {offer.reviewer, again.reviewer} == {first, second}


# What happens between the choice and the writing.


def test_a_conflict_declared_meanwhile_is_heeded():
    [file] = waiting()
    chosen, other = reviewer(), reviewer()

    def declare() -> None:
        actions.declare_conflict(
            reviewer_id=chosen.uuid,
            kind="claimant",
            value=file.claim.claimant.name,
            by=chosen.user,
            at=AT,
        )

    run = routed(meanwhile=before_writing(declare))

    assert [offer.reviewer for offer in active()] == [other]
    assert run.offers == 0


def test_work_taken_meanwhile_fills_nobody_above_his_capacity():
    waiting(2)
    chosen = reviewer(capacity=1)
    elsewhere = opened("urgent", offers=False, is_default=False)
    Reviewer.objects.exclude(pk=chosen.pk).update(capacity=0)

    run = routed(meanwhile=before_writing(lambda: given(elsewhere, chosen.user, accepted=False)))

    assert [seat.fact_check for seat in active()] == [elsewhere.fact_check]
    assert run.offers == 0
    assert FactCheck.objects.exclude(unfilled={}).count() == 2


def test_a_seat_taken_meanwhile_is_not_given_twice():
    [file] = waiting()
    reviewer()
    quick = reviewer()

    routed(meanwhile=before_writing(lambda: actions.take_next(by=quick.user, at=AT)))

    [seat] = active()
    assert (seat.fact_check, seat.reviewer, seat.source) == (file, quick, "next")


def test_who_left_meanwhile_is_not_asked():
    waiting()
    chosen, other = reviewer(), reviewer()

    def leave() -> None:
        chosen.user.is_active = False
        chosen.user.save()

    routed(meanwhile=before_writing(leave))

    assert [offer.reviewer for offer in active()] == [other]


def test_what_was_put_on_hold_meanwhile_is_left_alone():
    files = waiting(2)
    reviewer()
    editor = UserFactory(editor=True)

    run = routed(
        meanwhile=before_writing(lambda: actions.hold(fact_check_id=files[0].uuid, by=editor, at=AT))
    )

    assert [offer.fact_check for offer in active()] == [files[1]]
    assert (run.seats, run.offers) == (2, 1)


# One at a time, and what a death leaves.


def killed(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Route in batches of two and die after so many of them."""
    monkeypatch.setattr(backlog, "_TOGETHER", 2)

    def die(asked: int) -> None:
        if asked == 4 + batches:
            raise SystemExit

    with pytest.raises(SystemExit):
        routed(meanwhile=die)


def test_a_run_that_died_leaves_whole_batches_and_the_next_takes_the_rest(monkeypatch):
    waiting(7)
    [reviewer() for _ in range(3)]

    killed(2, monkeypatch)
    half = Assignment.objects.count()
    with pytest.raises(AlreadyRouting) as early:
        routed()
    run = routed(at=LATER)

    dead = RoutingRun.objects.earliest("id")
    assert half == 4
    assert early.value.until <= LATER
    assert (dead.status, dead.offers) == ("failed", 4)
    assert dead.reason
    assert (run.status, run.seats, run.offers) == ("done", 3, 3)
    assert len({offer.fact_check_id for offer in active()}) == len(active()) == 7
    assert all(explanation_of(offer)["costs"] for offer in active())
    assert list(audit.faults()) == []


def test_a_run_that_was_taken_for_dead_writes_nothing_more():
    waiting(3)
    reviewer()

    with pytest.raises(RunOver):
        routed(meanwhile=before_writing(lambda: routed(at=LATER)))

    assert Assignment.objects.count() == 3
    assert sorted(RoutingRun.objects.values_list("status", flat=True)) == ["done", "failed"]


def test_who_was_passed_by_on_the_way_writes_nothing_more():
    waiting(3)
    reviewer()
    asked = actions.ask_for_routing(by=UserFactory(editor=True), at=AT)

    def another_worker_dies_on_it() -> None:
        def die(number: int) -> None:
            if number == 3:
                raise SystemExit

        with pytest.raises(SystemExit):
            routed(run_id=asked.uuid, meanwhile=die)

    with pytest.raises(RunOver):
        routed(run_id=asked.uuid, meanwhile=lambda n: another_worker_dies_on_it() if n == 1 else None)

    assert not Assignment.objects.exists()
    assert RoutingRun.objects.get().status == "running"


def test_a_worker_that_is_told_to_stop_leaves_the_rest_to_the_next_run(monkeypatch):
    monkeypatch.setattr(backlog, "_TOGETHER", 2)
    waiting(5)
    reviewer()
    try:
        first = routed(meanwhile=lambda asked: stop.ask() if asked == 5 else None)
    finally:
        stop.forget()

    second = routed()

    assert (first.status, first.offers) == ("done", 2)
    assert second.offers == 3


def test_a_run_takes_no_more_seats_than_it_may_and_says_how_many_it_left(monkeypatch):
    monkeypatch.setattr(backlog, "MOST_SEATS", 3)
    waiting(6)
    reviewer()

    first, second = routed(), routed()

    assert (first.seats, first.offers, first.left_out) == (3, 3, 3)
    assert (second.offers, second.left_out) == (3, 0)


def test_the_most_pressing_come_first_where_not_everybody_can_have_somebody():
    calm, pressing = waiting(2)
    type(pressing.claim).objects.filter(pk=pressing.claim_id).update(priority=90)
    reviewer(capacity=1)

    routed()

    assert [offer.fact_check for offer in active()] == [pressing]
    calm.refresh_from_db()
    assert calm.unfilled


# Asked for by an editor.


def test_an_editor_asks_and_a_worker_routes():
    waiting(2)
    reviewer()
    editor = UserFactory(editor=True)

    asked = actions.ask_for_routing(by=editor, at=AT)
    [job] = Job.objects.filter(task="reviews.tasks.route_claims")
    for _ in range(2):
        tasks.route_claims(subject=job.subject, at=AT)

    asked.refresh_from_db()
    assert job.subject == asked.uuid
    assert (asked.status, asked.asked_by, asked.offers) == ("done", editor, 2)
    assert RoutingRun.objects.count() == 1


def test_only_an_editor_asks():
    with pytest.raises(NotAllowed):
        actions.ask_for_routing(by=UserFactory(), at=AT)

    assert not RoutingRun.objects.exists()


def test_who_asks_while_it_is_routed_is_told_which_run_it_is():
    editor = UserFactory(editor=True)
    run = actions.ask_for_routing(by=editor, at=AT)

    with pytest.raises(AlreadyRouting) as refusal:
        actions.ask_for_routing(by=editor, at=AT)

    assert refusal.value.details == {"run": str(run.uuid)}
    assert Event.objects.filter(name="routing_run.asked").count() == 1


def test_a_run_asked_for_that_broke_off_is_given_up_for_a_new_one(monkeypatch):
    waiting(4)
    reviewer()
    asked = actions.ask_for_routing(by=UserFactory(editor=True), at=AT)
    monkeypatch.setattr(backlog, "_TOGETHER", 2)

    def die(number: int) -> None:
        if number == 5:
            raise SystemExit

    with pytest.raises(SystemExit):
        routed(run_id=asked.uuid, meanwhile=die)
    run = routed(run_id=asked.uuid)

    asked.refresh_from_db()
    assert (asked.status, asked.offers) == ("failed", 2)
    assert (run.status, run.offers) == ("done", 2)


def test_a_run_asked_for_that_is_over_does_nothing():
    run = actions.ask_for_routing(by=UserFactory(editor=True), at=AT)
    routed(run_id=run.uuid)

    assert routed(run_id=run.uuid) is None


def test_an_asked_run_on_an_empty_desk_ends_with_nothing():
    run = routed(run_id=actions.ask_for_routing(by=UserFactory(editor=True), at=AT).uuid)

    assert (run.status, run.seats, run.offers) == ("done", 0, 0)


def test_a_tick_beside_a_run_is_put_off_until_that_run_would_be_dead():
    waiting()
    run = actions.ask_for_routing(by=UserFactory(editor=True), at=AT)

    with pytest.raises(Later) as later:
        tasks.route_claims(subject=None, at=AT)

    assert later.value.when == run.lease_until


def test_who_begins_in_the_same_moment_as_another_is_refused(monkeypatch):
    def another_begins(*args: Any, **known: Any) -> None:
        RoutingRun.objects.create(started_at=AT, lease_until=LATER)

    monkeypatch.setattr(runs, "record", another_begins)

    with pytest.raises(AlreadyRouting):
        runs.begin(None, by=None, at=AT)


# Arrivals between two runs.


def test_an_arrivals_chosen_who_takes_other_work_in_this_moment_is_looked_at_again(monkeypatch):
    [file] = waiting()
    chosen = reviewer()
    looks: list[Any] = []

    def locked(ids: Any) -> Any:
        if not looks:
            Reviewer.objects.update(capacity=0)  # undone with the transaction that saw it
        looks.append(ids)
        return locked_profiles(ids)

    monkeypatch.setattr(one, "locked_profiles", locked)

    [offer] = actions.route(fact_check_id=file.uuid, at=AT)

    assert offer.reviewer == chosen
    assert len(looks) == 2


def test_an_arrival_is_put_off_where_people_change_again_and_again(monkeypatch):
    [file] = waiting()
    reviewer()

    def locked(ids: Any) -> Any:
        Reviewer.objects.update(seniority=F("seniority") + 1)
        return locked_profiles(ids)

    monkeypatch.setattr(one, "locked_profiles", locked)

    with pytest.raises(Crowded):
        actions.route(fact_check_id=file.uuid, at=AT)

    assert not Assignment.objects.exists()


def test_a_fact_check_whose_seats_were_taken_while_it_was_read_asks_for_nobody():
    case = opened()
    given(case, case.researcher)

    assert needs.openings([File.of(case.fresh())]) == []


def test_an_arrival_goes_by_what_people_were_worth_to_the_last_backlog():
    [file] = waiting()
    scarce, other = reviewer(), reviewer()
    run = RoutingRun(status="done", started_at=AT, lease_until=AT, finished_at=AT)
    run.prices = {str(scarce.pk): 500}
    run.save()

    [offer] = actions.route(fact_check_id=file.uuid, at=LATER)

    assert offer.reviewer == other
    costs = {c["candidate"]: c["parts"]["scarcity"] for c in offer.explanation["costs"]}
    assert costs == {scarce.pk: 500, other.pk: 0}
    assert as_json(replay(offer.explanation)) == offer.explanation


def test_prices_of_another_week_count_no_more():
    [file] = waiting()
    scarce, _ = reviewer(), reviewer()
    run = RoutingRun(status="done", started_at=AT, lease_until=AT, finished_at=AT)
    run.prices = {str(scarce.pk): 500}
    run.save()

    [offer] = actions.route(fact_check_id=file.uuid, at=AT + timedelta(days=8))

    assert offer.reviewer == scarce


@pytest.mark.parametrize(("somebody_waits", "price"), [(True, 20_000), (False, 0)])
def test_the_price_of_an_empty_seat_counts_while_somebody_waits_for_one(somebody_waits: bool, price: int):
    [file] = waiting()
    person = reviewer()
    RoutingRun(
        status="done", started_at=AT, lease_until=AT, finished_at=AT, prices={str(person.pk): 20_000}
    ).save()
    if somebody_waits:
        [other] = waiting()
        FactCheck.objects.filter(pk=other.pk).update(unfilled={"role": "researcher"})

    [offer] = actions.route(fact_check_id=file.uuid, at=LATER)

    costs = {c["candidate"]: c["parts"] for c in offer.explanation["costs"]}
    assert sum(costs[person.pk].get(part, 0) for part in ("load", "fairness", "scarcity")) == price


def test_the_weights_in_force_are_those_of_the_run():
    TopicFactory(slug="cargo")
    waiting()
    version = actions.add_routing_settings(weights={"expertise": 0}, by=None, at=AT)
    actions.activate_routing_settings(settings_id=version.uuid, reason="Anybody will do.", by=None, at=AT)
    layman, _ = reviewer(), reviewer(topics={"cargo": 5})

    run = routed()

    assert run.settings == version
    assert [offer.reviewer for offer in active()] == [layman]
