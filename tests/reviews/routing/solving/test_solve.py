"""All at once: no rule is broken, no answer is better, and the same problem has one answer."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.routing.solving import Problem, most, points, solve
from tests.reviews.routing.solving.problems import answers, problems, shuffled

SOLVERS = ["flow", "auction"]


def worth(given: Problem, pairs) -> int | None:
    """The points of an answer, or None where somebody has more seats than he is free for."""
    try:
        return points(given, np.array(pairs, np.int64))
    except ValueError:
        return None


@pytest.mark.parametrize("solver", SOLVERS)
@settings(max_examples=50, deadline=None)
@given(given=problems())
def test_no_answer_breaks_a_rule_and_none_could_be_better(solver, given):
    solution = solve(given, solver=solver)

    # `points` refuses an answer that breaks a rule; `most` is a bound for all answers.
    assert points(given, solution.pairs) == most(given, solution.prices)
    assert solution.exact


@pytest.mark.parametrize("solver", SOLVERS)
@settings(max_examples=50, deadline=None)
@given(given=problems(claims=4, reviewers=3))
def test_an_answer_is_as_good_as_the_best_of_all(solver, given):
    best = max(found for pairs in answers(given) if (found := worth(given, pairs)) is not None)

    assert points(given, solve(given, solver=solver).pairs) == best


@settings(max_examples=50, deadline=None)
@given(given=problems(), data=st.data())
def test_the_order_of_the_arcs_changes_nothing(given, data):
    order = data.draw(st.permutations(range(given.claim.size)))

    for solver in SOLVERS:
        one, other = solve(given, solver=solver), solve(shuffled(given, order), solver=solver)
        assert one.pairs.tolist() == other.pairs.tolist()
        assert one.prices.tolist() == other.prices.tolist()


@settings(max_examples=50, deadline=None)
@given(given=problems())
def test_both_solvers_find_the_same_prices_and_none_below_the_cheapest_seat(given):
    prices = solve(given, solver="flow").prices

    highest = given.unfilled + int(given.value.max(initial=0))
    cheapest = [min((cost for seats, cost in all_of if seats), default=highest) for all_of in given.steps]
    assert prices.tolist() == solve(given, solver="auction").prices.tolist()
    assert (prices >= np.minimum(cheapest, highest)).all()
