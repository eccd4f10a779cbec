"""What the solvers are made of, and what they refuse."""

import importlib.util
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.routing.solving import flow, most, points, solve
from reviews.routing.solving.arcs import best_of_each, ranges
from reviews.routing.solving.moves import Moves
from tests.reviews.routing.solving.problems import drawn, problem, problems

FREE = [[(1, 0)], [(1, 0)]]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: problem([-1], [], []), "no seat"),
        (lambda: problem([1], [(1, 0, 5)], FREE), "claim that is not there"),
        (lambda: problem([1], [(0, 2, 5)], FREE), "reviewer who is not there"),
        (lambda: problem([1], [(0, 0, 0)], FREE), "above zero"),
        (lambda: problem([1], [(0, 0, 2**31)], FREE), "below"),
        (lambda: problem([1], [], [[(1, 5), (1, 4)]]), "never fall"),
        (lambda: problem([1], [], [[(-1, 5)]]), "zero or more"),
        (lambda: problem([1], [], FREE, unfilled=-1), "unfilled"),
        (lambda: problem([1], [(0, 0, 5), (0, 1, 5), (0, 0, 6)], FREE).in_order(), "twice"),
        (lambda: type(problem([], [], []))([1], [0], [0, 1], [5], FREE, 0), "one entry"),
        (lambda: type(problem([], [], []))([1.5], [], [], [], FREE, 0), "whole"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        wrong()


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([(0, 0), (0, 0)], "twice"),
        ([(1, 1)], "forbidden"),
        ([(0, 0), (0, 1)], "more seats than it needs"),
        ([(0, 0), (1, 0)], "than he is free for"),
    ],
)
def test_an_answer_that_breaks_a_rule_has_no_points(pairs, message):
    given = problem([1, 1], [(0, 0, 5), (0, 1, 5), (1, 0, 5)], FREE)

    with pytest.raises(ValueError, match=message):
        points(given, np.array(pairs))


def test_points_are_values_less_load_less_empty_seats():
    given = problem([1, 2, 1], [(0, 0, 500), (1, 0, 600), (1, 1, 700)], [[(1, 10), (3, 40)], [(1, 0)]])

    assert points(given, np.array([(0, 0), (1, 0), (1, 1)])) == 500 + 600 + 700 - 10 - 40 - 2000


def test_a_price_is_what_the_rest_loses():
    """The only seat goes to the better claim; one seat less would lose it, and leave it empty."""
    given = problem([1, 1], [(0, 0, 500), (1, 0, 600)], [[(1, 10)], [(5, 7)], []])

    prices = solve(given).prices

    assert prices.tolist() == [2600, 7, 2600]


@settings(max_examples=50, deadline=None)
@given(given=problems())
def test_no_answer_is_above_the_bound_at_any_prices(given):
    best = points(given, solve(given).pairs)

    for price in (0, 3, 2000):
        assert best <= most(given, np.full(given.reviewers, price))


@pytest.mark.parametrize("name", ["flow", "auction"])
@settings(max_examples=50, deadline=None)
@given(given=problems())
def test_work_cut_short_breaks_no_rule_and_says_how_far_it_is(name, given):
    best = points(given, solve(given).pairs)

    cut = solve(given, solver=name, seconds=0)

    assert points(given, cut.pairs) <= best <= points(given, cut.pairs) + cut.gap


@pytest.mark.parametrize("name", ["flow", "auction"])
def test_work_cut_short_still_fills_what_seats_there_are(name):
    given = drawn(seed=3)
    whole, cut = solve(given, solver=name), solve(given, solver=name, seconds=0)

    assert whole.exact
    assert len(cut.pairs) > 0.9 * len(whole.pairs)


def test_both_solvers_agree_where_prices_fight():
    """Large enough for auction rounds to stall and for chains over many reviewers."""
    given = drawn(seed=4)
    ours, theirs = solve(given, solver="auction"), solve(given, solver="flow")

    assert ours.exact
    assert theirs.exact
    assert ours.prices.tolist() == theirs.prices.tolist()


@pytest.mark.parametrize(
    ("need", "arcs", "steps"),
    [
        # The lowest bid that stays is above the next seat, which is free.
        ([1, 2], [(0, 0, 1), (0, 1, 2), (1, 0, 1), (1, 1, 1)], [[(1, 0), (1, 2)], [(1, 0), (1, 2)]]),
        # A claim that has one of two seats, and whose other reviewers are as good as this one.
        (
            [1, 2, 1, 1],
            [(0, 0, 1), (1, 0, 1), (1, 1, 2), (1, 2, 1), (1, 3, 2), (2, 3, 1), (3, 2, 1), (3, 3, 2)],
            [[(1, 0)], [(1, 1)], [(1, 0)], [(2, 0)]],
        ),
    ],
)
def test_bids_that_tie_are_still_exact(need, arcs, steps):
    assert solve(problem(need, arcs, steps, unfilled=3), solver="auction").exact


def test_without_the_library_the_auction_solves(monkeypatch):
    given = problem([1], [(0, 0, 5)], FREE)
    monkeypatch.setattr(flow, "AVAILABLE", False)

    assert solve(given).solver == "auction"
    with pytest.raises(ValueError, match="flow"):
        solve(given, solver="flow")


def test_an_unknown_solver_is_refused():
    with pytest.raises(ValueError, match="oracle"):
        solve(problem([], [], []), solver="oracle")


def test_the_flow_says_so_where_the_library_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "ortools.graph.python", None)
    spec = importlib.util.spec_from_file_location("flow_without_library", flow.__file__)
    bare = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bare)

    assert not bare.AVAILABLE


def test_a_flow_that_does_not_end_well_is_an_error(monkeypatch):
    class Failing(flow.min_cost_flow.SimpleMinCostFlow):
        def solve(self):
            return self.INFEASIBLE

    monkeypatch.setattr(flow, "min_cost_flow", SimpleNamespace(SimpleMinCostFlow=Failing))

    with pytest.raises(RuntimeError, match="INFEASIBLE"):
        flow.assign(problem([1], [(0, 0, 5)], FREE))


def test_seats_that_could_be_given_better_are_no_beginning():
    given = problem([1, 1], [(0, 0, 1), (0, 1, 9), (1, 0, 9), (1, 1, 1)], FREE)

    with pytest.raises(ValueError, match="not the best"):
        Moves(given, np.array([True, False, False, True]))


@settings(max_examples=50, deadline=None)
@given(
    worth=st.lists(st.lists(st.integers(-5, 5), min_size=1, max_size=4), max_size=5), times=st.integers(0, 5)
)
def test_the_best_of_each_range_come_first(worth, times):
    starts = np.cumsum([0] + [len(some) for some in worth[:-1]])[: len(worth)]
    flat = np.array([one for some in worth for one in some], np.int64)

    places = best_of_each(flat, starts, times)

    for column, (start, some) in enumerate(zip(starts.tolist(), worth, strict=True)):
        best = sorted(range(len(some)), key=lambda place: (-some[place], place))
        expected = [start + place for place in best][:times]
        assert places[:, column].tolist() == expected + [-1] * (times - len(expected))


def test_ranges_lie_in_a_row():
    numbers, before = ranges(np.array([5, 2, 9]), np.array([7, 2, 10]))

    assert numbers.tolist() == [5, 6, 9]
    assert before.tolist() == [0, 2, 2]
