"""A whole backlog: no hard rule is broken, every seat that can be filled is, each choice has its reasons."""

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from reviews.lifecycle import AssignmentRole
from reviews.routing import Candidate, Explanation, Need, Weights, exclusions
from reviews.routing.backlog import Given, Routed, explained, route_all
from reviews.routing.cost import fairness, load
from tests.reviews.routing.desks import a_backlog

EVERYTHING_IS_FREE = Weights(*[0] * 8)
ONE = Need(role=AssignmentRole.RESEARCHER, language="en")
ADA = Candidate(id=1, roles=frozenset({"researcher"}), languages={"en": 1.0})
BEN = replace(ADA, id=2)


def routed(
    needs: list[Need],
    wanted: list[int],
    candidates: list[Candidate],
    weights: Weights = Weights(),  # noqa: B008
) -> Routed:
    return route_all(needs, wanted, candidates, weights=weights, seconds=10)


def reasons(
    needs: list[Need], wanted: list[int], candidates: list[Candidate], found: Routed
) -> Iterator[Explanation]:
    for need, want, given in zip(needs, wanted, found.given, strict=True):
        yield explained(
            need,
            wanted=want,
            candidates=candidates,
            given=given,
            totals=found.totals,
            prices=found.prices,
            weights=Weights(),
        )


def broken(needs: list[Need], wanted: list[int], candidates: list[Candidate], found: Routed) -> list[str]:
    """Name what a result breaks: a hard rule, a limit, or one person twice on one need."""
    by_id = {candidate.id: candidate for candidate in candidates}
    faults = []
    for need, want, given in zip(needs, wanted, found.given, strict=True):
        people = [seat.candidate for seat in given]
        faults += [e.code for who in people for e in exclusions(by_id[who], need)]
        faults += ["too many seats"] * (len(people) > want) + ["twice"] * (len(people) > len(set(people)))
    faults += ["over capacity" for who, seats in found.totals.items() if seats > by_id[who].room]
    return faults


# Ten times as many, with their figures, are run by bench/routing_desk.py.
@pytest.mark.parametrize("first", range(0, 1000, 250))
def test_a_thousand_desks_break_no_rule(first: int):
    filled = 0
    for seed in range(first, first + 250):
        needs, wanted, candidates = a_backlog(seed)

        found = routed(needs, wanted, candidates)

        assert broken(needs, wanted, candidates, found) == []
        filled += sum(found.totals.values())
    assert filled > 500


def test_no_rule_is_broken_where_nothing_costs_anything():
    for seed in range(100):
        needs, wanted, candidates = a_backlog(seed)

        found = routed(needs, wanted, candidates, EVERYTHING_IS_FREE)

        assert broken(needs, wanted, candidates, found) == []


def test_the_same_input_gives_the_same_answer_in_whatever_order_people_are_read():
    for seed in range(100):
        needs, wanted, candidates = a_backlog(seed)
        shuffled = random.Random(seed).sample(candidates, len(candidates))

        assert routed(needs, wanted, shuffled) == routed(needs, wanted, candidates)


def best_by_trying(needs: list[Need], candidates: list[Candidate]) -> int:
    """The most seats that can be filled, one for each need, found by trying everything."""
    most = 0
    for people in product([None, *candidates], repeat=len(needs)):
        pairs = [(who, need) for who, need in zip(people, needs, strict=True) if who]
        within = all(sum(who is c for who, _ in pairs) <= c.room for c in candidates)
        if within and not any(exclusions(who, need) for who, need in pairs):
            most = max(most, len(pairs))
    return most


def test_as_many_seats_are_filled_as_can_be():
    for seed in range(60):
        needs, _, candidates = a_backlog(seed, needs=4, people=3)

        found = routed(needs, [1] * 4, candidates)

        assert sum(found.totals.values()) == best_by_trying(needs, candidates)


def test_with_the_prices_counted_the_chosen_are_those_who_cost_least():
    for seed in range(200):
        needs, wanted, candidates = a_backlog(seed)
        found = routed(needs, wanted, candidates)

        for why in reasons(needs, wanted, candidates, found):
            points = [cost.points for cost in why.costs]
            chosen, others = points[: len(why.chosen)], points[len(why.chosen) :]

            assert found.gap == 0
            assert not chosen or not others or max(chosen) <= min(others)


def test_everybody_is_either_costed_or_excluded_and_parts_add_up():
    for seed in range(100):
        needs, wanted, candidates = a_backlog(seed)

        for why in reasons(needs, wanted, candidates, routed(needs, wanted, candidates)):
            costed = [cost.candidate for cost in why.costs]
            assert sorted({*costed, *(e.candidate for e in why.excluded)}) == sorted(c.id for c in candidates)
            assert tuple(costed[: len(why.chosen)]) == why.chosen
            assert all(cost.points == sum(part.points for part in cost.parts) for cost in why.costs)


def test_the_one_who_alone_can_take_another_claim_is_kept_for_it():
    polyglot = replace(ADA, capacity=1, languages={"en": 1.0, "de": 1.0}, topics={"war": 5})
    on_war = replace(ONE, topics=frozenset({"war"}))

    found = routed([on_war, replace(ONE, language="de")], [1, 1], [polyglot, BEN])
    [english, _] = reasons([on_war, replace(ONE, language="de")], [1, 1], [polyglot, BEN], found)

    assert [[seat.candidate for seat in seats] for seats in found.given] == [[BEN.id], [polyglot.id]]
    assert {part.name for part in english.costs[1].parts if part.points} >= {"scarcity"}


def test_load_and_fairness_grow_with_every_seat_of_the_batch():
    needs = [ONE] * 4

    found = routed(needs, [1] * 4, [replace(ADA, recent=20), BEN])

    assert found.totals == {ADA.id: 2, BEN.id: 2}
    assert found.given == (
        (Given(1, 0),),
        (Given(1, 1),),
        (Given(2, 0),),
        (Given(2, 1),),
    )


def test_where_seats_are_short_the_higher_priority_has_them():
    needs = [replace(ONE, priority=priority) for priority in (10, 900, 400)]

    found = routed(needs, [1, 1, 1], [replace(ADA, capacity=2)])

    assert [len(seats) for seats in found.given] == [0, 1, 1]


def test_raters_of_one_panel_are_different_people():
    panel = replace(ONE, role=AssignmentRole.RATER)
    people = [replace(ADA, id=n, roles=frozenset({"rater"})) for n in range(1, 5)]

    [seats] = routed([panel], [3], people).given

    assert len({seat.candidate for seat in seats}) == 3


@pytest.mark.parametrize("seats", [0, 1, 2])
def test_who_has_room_left_is_worth_no_more_than_his_next_seat_costs(seats: int):
    """Nobody else could take these: even so, nothing is lost where one more of his seats is taken."""
    found = routed([ONE] * seats, [1] * seats, [replace(ADA, capacity=3)])

    assert found.totals[ADA.id] == seats
    weights = Weights()
    assert found.prices == {
        ADA.id: load(replace(ADA, capacity=3), weights.load, given=seats)
        + fairness(ADA, weights.fairness, given=seats)
    }


def test_who_has_no_room_has_no_price():
    found = routed([ONE], [1], [ADA, replace(BEN, open_assignments=3)])

    assert set(found.prices) == {ADA.id}


def test_an_empty_backlog_and_an_empty_desk_come_to_nothing():
    assert routed([], [], [ADA]).given == ()
    assert routed([ONE], [1], []).given == ((),)
