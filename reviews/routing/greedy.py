"""One seat after the other, each to the cheapest candidate who is free."""

from collections.abc import Iterable

from reviews.routing.cost import cost
from reviews.routing.hard import exclusions
from reviews.routing.remedies import remedy
from reviews.routing.values import Candidate, Cost, Explanation, Need, Weights


def choose(
    candidates: Iterable[Candidate], need: Need, *, wanted: int = 1, weights: Weights | None = None
) -> Explanation:
    """Choose up to `wanted` reviewers and say why, why not the others, and what would help.

    Never breaks a hard rule. The id breaks ties, so that the same candidates
    in any order give the same answer.
    """
    weights = weights or Weights()
    ordered = tuple(sorted(candidates, key=lambda candidate: candidate.id))
    excluded = tuple(reason for candidate in ordered for reason in exclusions(candidate, need))
    barred = {exclusion.candidate for exclusion in excluded}
    free = [candidate for candidate in ordered if candidate.id not in barred]
    chosen, rest = _one_by_one(free, need, wanted, weights)
    return Explanation(
        need=need,
        wanted=wanted,
        candidates=ordered,
        chosen=tuple(cost.candidate for cost in chosen),
        costs=(*chosen, *rest),
        excluded=excluded,
        remedy=remedy(ordered, need, wanted=wanted) if len(chosen) < wanted else None,
        weights=weights,
    )


def _one_by_one(
    free: Iterable[Candidate], need: Need, wanted: int, weights: Weights
) -> tuple[list[Cost], list[Cost]]:
    """Return the costs of the chosen, each at its turn, and of those left over, at the last turn."""
    by_id = {candidate.id: candidate for candidate in free}
    chosen: list[Cost] = []
    rest = _ranked(by_id.values(), need, need.raters, weights)
    while rest and len(chosen) < wanted:
        # Whoever was chosen before changes what pairing costs the next.
        raters = need.raters | {cost.candidate for cost in chosen}
        rest = _ranked([by_id[cost.candidate] for cost in rest], need, raters, weights)
        chosen.append(rest.pop(0))
    return chosen, rest


def _ranked(
    candidates: Iterable[Candidate], need: Need, raters: frozenset[int], weights: Weights
) -> list[Cost]:
    costs = (cost(candidate, need, raters=raters, weights=weights) for candidate in candidates)
    return sorted(costs, key=lambda cost: (cost.points, cost.candidate))
