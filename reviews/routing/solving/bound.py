"""How good an answer is: its points, and the most that any answer could have."""

from collections.abc import Sequence

import numpy as np

from reviews.routing.solving.arcs import best_of_each
from reviews.routing.solving.problem import Ints, Problem


def points(problem: Problem, pairs: Ints) -> int:
    """Return the points of these pairs [k, 2]: values, less load, less what empty seats lose.

    Raises ValueError where a pair is forbidden or twice, a claim has more
    than it needs or a reviewer more than he is free for.
    """
    problem = problem.in_order()
    claim, reviewer = pairs.reshape(-1, 2).T
    asked = np.sort(claim * max(1, problem.reviewers) + reviewer)
    if not np.diff(asked).all():
        raise ValueError("a reviewer is twice on one claim")
    arcs = np.flatnonzero(np.isin(problem.claim * max(1, problem.reviewers) + problem.reviewer, asked))
    if arcs.size < asked.size:
        raise ValueError("a pair is forbidden")
    if (np.bincount(claim, minlength=problem.claims) > problem.need).any():
        raise ValueError("a claim has more seats than it needs")
    load = sum(
        _load(steps, used)
        for steps, used in zip(
            problem.steps, np.bincount(reviewer, minlength=problem.reviewers).tolist(), strict=True
        )
    )
    return int(problem.value[arcs].sum()) - load - problem.unfilled * (problem.seats - claim.size)


def most(problem: Problem, prices: Ints) -> int:
    """Return points that no answer can be above, whatever the prices; the right ones make it tight.

    Each claim takes what gains at these prices, each reviewer sells the seats
    that gain: the dual of the assignment.
    """
    problem = problem.in_order()
    surplus = problem.value - prices[problem.reviewer] + problem.unfilled
    first = problem.first_arcs()
    some = np.flatnonzero(np.diff(first))
    best = best_of_each(surplus, first[some], int(problem.need.max(initial=0)))
    takes = (np.arange(len(best))[:, None] < problem.need[some]) & (best >= 0)
    total = int(np.maximum(surplus[best[takes]], 0).sum())
    for price, steps in zip(prices.tolist(), problem.steps, strict=True):
        total += sum(seats * max(0, price - cost) for seats, cost in steps)
    return total - problem.unfilled * problem.seats


def _load(steps: Sequence[tuple[int, int]], used: int) -> int:
    """Return what this many seats cost, the cheapest first. Raises ValueError if there are fewer."""
    total = 0
    for seats, cost in steps:
        total += min(used, seats) * cost
        used -= min(used, seats)
    if used:
        raise ValueError("a reviewer has more seats than he is free for")
    return total
