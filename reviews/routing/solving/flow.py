"""The exact answer, by the min-cost flow of OR-Tools."""

import numpy as np
from numpy.typing import NDArray

from reviews.routing.solving.problem import Problem

try:
    from ortools.graph.python import min_cost_flow
except ImportError:  # the extra "optimize" is not installed
    min_cost_flow = None

AVAILABLE = min_cost_flow is not None


def assign(problem: Problem) -> NDArray[np.bool_]:
    """Return which arcs [arcs] are given in a best answer. A million arcs take about a second.

    A flow from claims by allowed pairs to reviewers and by their load steps
    to a sink; what a claim sends to the sink directly are its empty seats.
    Source: A. V. Goldberg, An Efficient Implementation of a Scaling
    Minimum-Cost Flow Algorithm, 1997, as implemented in OR-Tools.
    """
    claims, reviewers, arcs = problem.claims, problem.reviewers, problem.claim.size
    sink = claims + reviewers
    steps = [(j, seats, cost) for j, all_of in enumerate(problem.steps) for seats, cost in all_of]
    who, seats, costs = np.array(steps, dtype=np.int64).reshape(-1, 3).T
    flow = min_cost_flow.SimpleMinCostFlow()
    flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([problem.claim, claims + who, np.arange(claims)]).astype(np.int32),
        np.concatenate([claims + problem.reviewer, np.full(who.size + claims, sink)]).astype(np.int32),
        np.concatenate([np.ones(arcs, np.int64), seats, problem.need]),
        np.concatenate([-problem.value, costs, np.full(claims, problem.unfilled)]),
    )
    supplies = np.concatenate([problem.need, np.zeros(reviewers, np.int64), [-problem.seats]])
    flow.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supplies)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise RuntimeError(f"the min-cost flow ended with {status}")
    return np.asarray(flow.flows(np.arange(arcs, dtype=np.int32))) > 0
