"""Weeks of routing made again: as it was with the same weights, and how it compares with others."""

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.lifecycle import AssignmentRole
from reviews.routing import Candidate, Need, Weights, exclusions
from reviews.routing.rehearsal import Decision, Ending, Fate, compare, gini, play
from tests.reviews.routing.history import BEGIN, END, weeks_of

seeds = st.integers(0, 10_000)
OTHER = Weights(expertise=0, load=900, fairness=900)
HOUR = timedelta(hours=1)
ONE = Candidate(id=1, roles=frozenset(AssignmentRole), languages={"en": 1.0}, capacity=1)
RESEARCH = Need(role=AssignmentRole.RESEARCHER, language="en")


def decision(place: int, at: datetime = BEGIN, **fields: object) -> Decision:
    known = {"need": RESEARCH, "wanted": 1, "candidates": (ONE,), "seen_at": at, "file": f"file {place}"}
    return Decision(**{"key": f"claim {place}", "place": place, "asked_at": at, **known, **fields})


def played(*decisions: Decision, weights: Weights | None = None) -> list[tuple[str, int, datetime]]:
    outcome = play(decisions, weights=weights or Weights(), until=END)
    return [(outcome.decisions[o.decision].key, o.reviewer, o.at) for o in outcome.offers]


@settings(max_examples=12)
@given(seed=seeds, batch=st.sampled_from([1, 3]))
def test_with_the_same_weights_everything_comes_out_as_it_was(seed: int, batch: int):
    decisions = weeks_of(seed, weights=Weights(), batch=batch)

    outcome = play(decisions, weights=Weights(), until=END)

    assert outcome.given() == {n: d.chosen for n, d in enumerate(outcome.decisions)}
    assert not outcome.unfilled
    assert all(offer.waited == 0 for offer in outcome.offers)


@settings(max_examples=12)
@given(seed=seeds, data=st.data())
def test_the_order_of_the_decisions_decides_nothing(seed: int, data: st.DataObject):
    decisions = weeks_of(seed, weights=Weights(), needs=20)
    shuffled = data.draw(st.permutations(decisions))

    assert play(shuffled, weights=OTHER, until=END) == play(decisions, weights=OTHER, until=END)


@settings(max_examples=12)
@given(seed=seeds)
def test_the_hard_rules_hold_in_the_play(seed: int):
    decisions = weeks_of(seed, weights=Weights(), needs=30)

    outcome = play(decisions, weights=OTHER, until=END)

    base = {c.id: c for c in decisions[0].candidates}
    held: list[tuple[int, datetime, datetime]] = []
    for offer in outcome.offers:
        made = outcome.decisions[offer.decision]
        person = replace(base[offer.reviewer], weekly_left=None)
        busy = sum(who == offer.reviewer and offer.at < end for who, _, end in held)
        assert not exclusions(replace(person, open_assignments=person.open_assignments + busy), made.need)
        held.append((offer.reviewer, offer.at, offer.at + made.fate(0).held))
    seats = len(outcome.offers) + sum(outcome.unfilled.values())
    assert seats == sum(d.wanted for d in decisions)


def test_weights_for_load_alone_share_the_work_more_evenly_than_weights_for_skill_alone():
    skill = Weights(language=0, seniority=0, hours=0, load=0, fairness=0, deadline=0, pairing=0)
    unevenness = []
    for seed in range(6):
        decisions = weeks_of(seed, weights=Weights(), needs=30)
        sides = [play(decisions, weights=weights, until=END) for weights in (skill, OTHER)]
        found = compare(*sides, since=BEGIN, until=END, answers={})
        assert found.b.match < found.a.match
        unevenness.append((found.a.gini, found.b.gini))

    assert sum(b for _, b in unevenness) < sum(a for a, _ in unevenness)


def test_a_need_waits_until_somebody_is_free():
    first = decision(1, chosen=(1,), fates=(Fate(5 * HOUR),))
    second = decision(2, BEGIN + HOUR, candidates=(replace(ONE, open_assignments=1),), chosen=())

    assert played(first, second) == [("claim 1", 1, BEGIN), ("claim 2", 1, BEGIN + 5 * HOUR)]


def test_a_need_that_waited_in_fact_is_met_earlier_where_somebody_is_free_earlier():
    other = replace(ONE, id=2, capacity=1)
    first = decision(1, candidates=(ONE, other), chosen=(1,), fates=(Fate(9 * HOUR),))
    late = decision(2, BEGIN + HOUR, candidates=(ONE, other), seen_at=BEGIN + 9 * HOUR, chosen=(1,))

    assert played(first, late)[1] == ("claim 2", 2, BEGIN + HOUR)


def test_what_waits_at_the_end_was_never_filled():
    outcome = play([decision(1, candidates=(replace(ONE, capacity=0),))], weights=Weights(), until=END)

    found = compare(outcome, outcome, since=BEGIN, until=END, answers={})

    assert (outcome.unfilled, found.a.unfilled, dict(found.a.waits.buckets)["never"]) == ({0: 1}, 1, 1)
    assert found.words == ("Every decision comes out the same.",)


def test_whoever_gave_a_seat_back_is_not_asked_again_and_whoever_did_not_have_it_may_be():
    two = replace(ONE, id=2, topics={"war": 5.0})
    need = replace(RESEARCH, topics=frozenset({"war"}))
    first = decision(
        1,
        need=need,
        candidates=(ONE, two),
        chosen=(2,),
        fates=(Fate(HOUR, Ending.DECLINED),),
        file="file",
    )
    again = replace(
        first,
        place=2,
        asked_at=BEGIN + HOUR,
        seen_at=BEGIN + HOUR,
        need=replace(need, refused=frozenset({2})),
        chosen=(1,),
        fates=(Fate(),),
    )
    other_way = Weights(expertise=0)

    assert [who for _, who, _ in played(first, again)] == [2, 1]
    assert [who for _, who, _ in played(first, again, weights=other_way)] == [1, 2]


def test_a_seat_that_nobody_took_in_the_play_is_not_asked_for_twice():
    full = replace(ONE, open_assignments=1)
    blocker = decision(1, chosen=(1,), candidates=(ONE,), fates=(Fate(None),))
    first = decision(2, BEGIN + HOUR, candidates=(full,), file="file", chosen=())
    again = decision(3, BEGIN + 2 * HOUR, candidates=(full,), file="file", chosen=())

    outcome = play([blocker, first, again], weights=Weights(), until=END)

    assert sum(outcome.unfilled.values()) == 1


def test_a_panel_of_the_play_is_three_people_and_not_its_researcher():
    staff = tuple(replace(ONE, id=n, capacity=9) for n in range(1, 6))
    research = decision(1, candidates=staff, chosen=(5,), file="file")
    need = Need(role=AssignmentRole.RATER, researchers=frozenset({5}))
    panel = decision(
        2, BEGIN + HOUR, need=need, wanted=3, candidates=staff, chosen=(1, 2, 3), file="file", fates=(Fate(),)
    )

    got = played(research, panel)

    researcher, *raters = [who for _, who, _ in got]
    assert researcher == 1  # the lowest id: nothing else tells them apart
    assert len({researcher, *raters}) == 4


def test_decisions_of_one_batch_are_made_together():
    keen = replace(ONE, id=1, topics={"war": 5.0, "health": 5.0})
    other = replace(ONE, id=2, topics={"war": 4.0})
    war, health = (replace(RESEARCH, topics=frozenset({t})) for t in ("war", "health"))
    people = (keen, other)
    one_by_one = [decision(1, need=war, candidates=people), decision(2, need=health, candidates=people)]
    together = [replace(d, batch="run") for d in one_by_one]

    assert {k: who for k, who, _ in played(*one_by_one)} == {"claim 1": 1, "claim 2": 2}
    assert {k: who for k, who, _ in played(*together)} == {"claim 1": 2, "claim 2": 1}


def test_whoever_left_the_desk_gets_nothing_more():
    other = replace(ONE, id=2)
    first = decision(1, candidates=(ONE, other), chosen=(1,), fates=(Fate(HOUR),))
    second = decision(2, BEGIN + 5 * HOUR, candidates=(other,), chosen=(2,))

    assert [who for _, who, _ in played(first, second)] == [1, 2]


def test_seats_that_one_side_leaves_empty_are_said_first():
    """Under A the one who could take both waits for the second; under B the only one for it is busy."""
    slow, quick = replace(ONE, id=1, capacity=1), replace(ONE, id=2, capacity=1, topics={"war": 5.0})
    war = replace(RESEARCH, topics=frozenset({"war"}))
    held = (Fate(None),)
    first = decision(1, need=war, candidates=(slow, quick), chosen=(2,), fates=held)
    bars = replace(RESEARCH, refused=frozenset({2}))
    second = decision(2, BEGIN + HOUR, need=bars, candidates=(slow, replace(quick, open_assignments=1)))
    skill, order = (play([first, second], weights=w, until=END) for w in (Weights(), Weights(expertise=0)))

    better, worse = (
        compare(*sides, since=BEGIN, until=END, answers={}) for sides in ((order, skill), (skill, order))
    )

    assert "B leaves fewer seats unfilled: 0 instead of 1." in better.words
    assert "B leaves more seats unfilled: 1 instead of 0." in worse.words


@settings(max_examples=12)
@given(seed=seeds)
def test_no_sentence_holds_the_same_figure_against_itself(seed: int):
    decisions = weeks_of(seed, weights=Weights(), needs=30)
    sides = [play(decisions, weights=w, until=END) for w in (Weights(), Weights(expertise=390))]

    found = compare(*sides, since=BEGIN, until=END, answers={1: 5.0, 2: 5.1})

    for sentence in (words for words in found.words if "instead of" in words):
        would, was = re.findall(r"\d+(?:\.\d+)?", sentence)
        assert would != was, sentence


def test_nothing_to_route_is_said_so():
    empty = play([], weights=Weights(), until=END)

    found = compare(empty, empty, since=BEGIN, until=END, answers={})

    assert (found.decisions, found.a.gini, found.a.match, found.changed) == (0, 0.0, None, ())
    assert found.words == ("There was nothing to route in these weeks.",)


def test_figures_say_load_waiting_match_and_weeks():
    two = replace(ONE, id=2, capacity=2, topics={"war": 5.0})
    need = replace(RESEARCH, topics=frozenset({"war"}))
    decisions = [
        decision(n, BEGIN + n * HOUR, need=need, candidates=(ONE, two), chosen=(2,), fates=(Fate(HOUR),))
        for n in range(4)
    ]
    skilled, blind = (play(decisions, weights=w, until=END) for w in (Weights(), Weights(expertise=0)))

    found = compare(skilled, blind, since=BEGIN, until=END, answers={1: 6.0, 2: 1.0})

    assert {load.reviewer: load.seats for load in found.a.loads} == {1: 0, 2: 4}
    assert (found.a.match, found.a.gini, found.a.evenness) == (100.0, 0.5, "very uneven")
    assert found.b.match < 100
    assert [n for _, n in found.a.matches] == [0, 0, 0, 4]
    assert [n for _, n in found.b.matches] == [1, 0, 0, 3]
    assert (found.a.waits.mean, found.a.waits.accepted) == (0.0, 1.0)
    assert dict(found.a.waits.buckets)["at once"] == 4
    assert [begin for begin, _ in found.a.weeks] == [BEGIN + n * timedelta(weeks=1) for n in range(4)]
    assert found.a.weeks[0][1] == 0.5
    assert found.a.weeks[1][1] == 0.0
    assert len(found.changed) == Counter(c.key for c in found.changed).total() > 0
    assert "B shares the work more evenly" in " ".join(found.words)
    assert "know less of the topics" in " ".join(found.words)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], 0.0),
        ([0, 0], 0.0),
        ([3], 0.0),
        ([2, 2, 2], 0.0),
        ([0, 1], 0.5),
        ([0, 0, 0, 4], 0.75),
        ([1, 3], 0.25),
    ],
)
def test_the_gini_coefficient_of_known_shares(values: list[float], expected: float):
    assert gini(values) == expected
