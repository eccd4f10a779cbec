"""One claim at a time: no rule is broken, nothing is known ahead, and what was learnt helps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.routing.solving import Prices, Problem, Room, choose_online, points, solve
from reviews.routing.solving.past import Past
from tests.reviews.routing.solving.problems import drawn, problem, problems


def arrivals(given: Problem):
    """The claims in their order: need, reviewers, values."""
    given = given.in_order()
    first = given.first_arcs().tolist()
    for claim, need in enumerate(given.need.tolist()):
        arcs = slice(first[claim], first[claim + 1])
        yield need, given.reviewer[arcs], given.value[arcs]


def one_by_one(given: Problem, history=None, expected=None):
    room = Room(given.steps)
    prices = Prices(given.reviewers, unfilled=given.unfilled, history=history, expected=expected)
    pairs = []
    for claim, (need, reviewer, value) in enumerate(arrivals(given)):
        if prices.due:
            prices.learn(room)
        for one in choose_online(
            reviewer, value, need, prices=prices.each, room=room, unfilled=prices.unfilled
        ):
            room.take(one)
            pairs.append((claim, one))
        prices.see(reviewer, value, need)
    return np.array(pairs, np.int64).reshape(-1, 2)


@settings(max_examples=50, deadline=None)
@given(given=problems(), earlier=st.booleans(), expected=st.none() | st.integers(1, 40))
def test_no_rule_is_broken_and_nothing_beats_the_best(given, earlier, expected):
    pairs = one_by_one(given, given if earlier else None, expected)

    # `points` refuses an answer that breaks a rule.
    assert points(given, pairs) <= points(given, solve(given).pairs)


@settings(max_examples=50, deadline=None)
@given(given=problems(), data=st.data())
def test_what_comes_later_changes_nothing_before_it(given, data):
    known = data.draw(st.integers(0, given.claims))
    before = given.claim < known
    shorter = Problem(
        given.need[:known],
        given.claim[before],
        given.reviewer[before],
        given.value[before],
        given.steps,
        given.unfilled,
    )

    pairs = one_by_one(given).tolist()

    assert one_by_one(shorter).tolist() == [pair for pair in pairs if pair[0] < known]


def test_the_same_arrivals_get_the_same_seats():
    claims, history = drawn(seed=1), drawn(seed=2)

    assert one_by_one(claims, history).tolist() == one_by_one(claims, history).tolist()


def test_prices_learnt_from_history_come_near_to_the_best_and_without_them_less_near():
    claims, history = drawn(seed=1), drawn(seed=2)
    best = points(claims, solve(claims).pairs)

    learnt = best - points(claims, one_by_one(claims, history))
    as_it_goes = best - points(claims, one_by_one(claims))
    greedy = best - points(claims, by_value(claims))

    assert 0 <= learnt < as_it_goes < greedy
    assert learnt < 0.5 * greedy


def by_value(given: Problem):
    room, nothing = Room(given.steps), np.zeros(given.reviewers, np.int64)
    pairs = []
    for claim, (need, reviewer, value) in enumerate(arrivals(given)):
        for one in choose_online(reviewer, value, need, prices=nothing, room=room, unfilled=given.unfilled):
            room.take(one)
            pairs.append((claim, one))
    return np.array(pairs, np.int64)


def test_a_dear_reviewer_is_kept_for_those_who_need_him():
    room = Room([[(1, 0)], [(1, 0)]])
    reviewer, value = np.array([0, 1]), np.array([900, 700])

    asked = {"room": room, "unfilled": 2000}

    assert choose_online(reviewer, value, 1, prices=np.array([0, 0]), **asked) == [0]
    assert choose_online(reviewer, value, 1, prices=np.array([500, 0]), **asked) == [1]
    assert choose_online(reviewer, value, 2, prices=np.array([500, 0]), **asked) == [1, 0]
    assert choose_online(reviewer, value, 2, prices=np.array([2900, 0]), **asked) == [1]


def test_equals_go_to_the_lower_number_in_any_order():
    room = Room([[(1, 0)], [(1, 0)]])
    nothing = np.zeros(2, np.int64)

    for reviewer in (np.array([0, 1]), np.array([1, 0])):
        value = np.array([700, 700])
        assert choose_online(reviewer, value, 1, prices=nothing, room=room, unfilled=0) == [0]


def test_room_grows_dearer_until_there_is_none():
    room = Room([[(1, 0), (0, 20), (2, 40)], []], used=np.array([1, 0]))

    assert room.cost.tolist()[0] == 40
    assert room.left.tolist() == [2, 0]
    assert room.steps == [[(2, 40)], []]

    room.take(0)
    room.take(0)

    assert room.left.tolist() == [0, 0]
    assert (room.cost > 2**32).all()
    with pytest.raises(IndexError):
        room.take(0)


@settings(max_examples=50, deadline=None)
@given(count=st.integers(1, 30), size=st.integers(1, 30), turn=st.integers(0, 50))
def test_a_sample_of_the_past_is_spread_evenly(count, size, turn):
    size = min(size, count)
    past = Past(problem([1] * count, [(claim, 0, claim + 1) for claim in range(count)], [[(1, 0)]]))

    sample = [int(value[0]) - 1 for _, _, value in past.sample(size, turn)]

    assert len(set(sample)) == size
    assert all(
        claim * count / size <= place + 1 <= (claim + 2) * count / size for claim, place in enumerate(sample)
    )


def test_no_seat_is_left_empty_for_what_was_never_seen():
    """There is room for five, and ten thousand are said to come: the first claims would wait in vain."""
    given = problem([1] * 5, [(claim, 0, 100 + claim) for claim in range(5)], [[(5, 0)]])

    assert len(one_by_one(given, expected=10_000)) == 5
    assert len(one_by_one(given)) == 5


def test_lessons_come_as_often_as_their_work_allows():
    prices = Prices(2, unfilled=2000)
    room = Room([[(2, 0)], [(2, 0)]])

    assert not prices.due  # there is nothing to learn from
    prices.see(np.array([0]), np.array([700]), 1)
    assert prices.due
    prices.learn(room)
    assert not prices.due
    for _ in range(10):
        prices.see(np.array([0]), np.array([700]), 1)
    assert prices.due
