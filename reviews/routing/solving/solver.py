"""All seats at once: as many points as can be had, or how far it is from that."""

import numpy as np

from reviews.routing.solving import flow
from reviews.routing.solving.auction import Auction
from reviews.routing.solving.bound import most, points
from reviews.routing.solving.moves import Moves
from reviews.routing.solving.problem import Problem, Solution

SOLVERS = ("auto", "flow", "auction")

# Work is counted, not timed, so that a busy machine gives the same answer as an idle one. The rates
# are about half of what one core of a small server did: arcs through the flow, and chains between 200
# reviewers, whose cost grows with the number of those.
_ARCS_A_SECOND = 500_000
_CHAINS_A_SECOND = 1_200
_FEWEST_ARCS = 24


def solve(problem: Problem, *, seconds: float = 30.0, solver: str = "auto") -> Solution:
    """Return who takes which claim, and what a seat of each reviewer is worth.

    Never breaks a rule; the same problem gives the same answer, whatever the
    order of its arcs. `solver` is "flow" (OR-Tools), "auction" (ours), or
    "auto": the flow where it is installed. Both are exact; a problem too
    large for the CPU `seconds` is solved in part, and the gap says how well.

    Raises ValueError for an unknown solver, or "flow" where it is missing.
    """
    if solver not in SOLVERS or (solver == "flow" and not flow.AVAILABLE):
        raise ValueError(f"the solver {solver!r} is not there")
    problem = problem.in_order()
    with_flow = solver == "flow" or (solver == "auto" and flow.AVAILABLE)
    moves = _by_flow(problem, seconds) if with_flow else _by_auction(problem, seconds)
    pairs = moves.pairs
    prices = np.minimum(moves.price, problem.unfilled + int(problem.value.max(initial=0)))
    gap = most(problem, prices) - points(problem, pairs)
    return Solution(pairs, prices, "flow" if with_flow else "auction", gap)


def _by_flow(problem: Problem, seconds: float) -> Moves:
    arcs = int(seconds * _ARCS_A_SECOND)
    if problem.claim.size > arcs:
        keep = max(_FEWEST_ARCS, arcs // problem.claims)
        auction = Auction(problem)
        auction.run()
        problem = problem.thinned(auction.price, keep)
    return Moves(problem, flow.assign(problem))


def _by_auction(problem: Problem, seconds: float) -> Moves:
    auction = Auction(problem)
    auction.run()
    moves = Moves(problem, auction.held)
    lacking = np.repeat(np.arange(problem.claims), problem.need - problem.taken(auction.held))
    chains = int(seconds * _CHAINS_A_SECOND * min(1.0, 200 / max(1, problem.reviewers)))
    if moves.seat(lacking, chains) == chains:
        moves.fill()
    return moves
