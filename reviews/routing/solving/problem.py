"""What the solvers take and give: claims that want seats, reviewers who have some, points for each pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

# Larger points would overflow the sums that the solvers pack beside a claim's number.
LARGEST = 2**31

# What a seat costs that a reviewer does not have: more than any value can pay for.
NO_SEAT = 2**33


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Seats to fill with as many points as can be had. Whole points throughout, so that answers are exact.

    `need` [claims] is the number of different reviewers each claim wants.
    `claim`, `reviewer` and `value` [arcs] name the pairs that are allowed and
    the points of each, above zero; a pair that is not there is forbidden.
    `steps` holds for each reviewer `(seats, points each costs)` with rising
    costs: what he is free for, dearer as his load grows. `unfilled` points are
    lost for a seat that stays empty.
    """

    need: Ints
    claim: Ints
    reviewer: Ints
    value: Ints
    steps: Sequence[Sequence[tuple[int, int]]]
    unfilled: int

    def __post_init__(self) -> None:
        for name in ("need", "claim", "reviewer", "value"):
            object.__setattr__(self, name, _whole(name, getattr(self, name)))
        if not self.claim.size == self.reviewer.size == self.value.size:
            raise ValueError("claim, reviewer and value must have one entry for each arc")
        if self.need.size and self.need.min() < 0:
            raise ValueError("a claim cannot need less than no seat")
        if self.claim.size:
            _check_arcs(self)
        if not 0 <= self.unfilled < LARGEST:
            raise ValueError(f"unfilled must be from 0 to below {LARGEST}")
        for steps in self.steps:
            _check_steps(steps)

    @property
    def claims(self) -> int:
        return self.need.size

    @property
    def reviewers(self) -> int:
        return len(self.steps)

    @property
    def seats(self) -> int:
        return int(self.need.sum())

    def seat_costs(self, reviewer: Ints, nth: Ints) -> Ints:
        """Return what the load of their nth seats costs, from 0 on; `NO_SEAT` where there is none."""
        longest = max((len(steps) for steps in self.steps), default=0)
        costs = np.full(reviewer.size, NO_SEAT)
        table = np.zeros((len(self.steps), longest, 2), np.int64)
        for row, steps in zip(table, self.steps, strict=True):
            row[: len(steps)] = np.array(steps, np.int64).reshape(-1, 2)
        ends = table[:, :, 0].cumsum(axis=1)
        for step in reversed(range(longest)):
            costs = np.where(nth < ends[reviewer, step], table[reviewer, step, 1], costs)
        return costs

    def first_arcs(self) -> Ints:
        """Return where the arcs of each claim begin, and last the number of arcs. Arcs must be in order."""
        return np.searchsorted(self.claim, np.arange(self.claims + 1)).astype(np.int64)

    def taken(self, held: NDArray[np.bool_]) -> Ints:
        """Return how many seats each claim has when these arcs are given."""
        return np.bincount(self.claim[held], minlength=self.claims)

    def thinned(self, prices: Ints, keep: int) -> Self:
        """Return the problem with so many arcs of each claim: those of the most value above the price."""
        order = np.lexsort((prices[self.reviewer] - self.value, self.claim))
        rank = np.arange(order.size) - self.first_arcs()[self.claim]
        return self._with(np.sort(order[rank < keep]))

    def in_order(self) -> Self:
        """Return the same problem with its arcs by claim, then reviewer: one input, one answer."""
        pairs = self.claim * max(1, self.reviewers) + self.reviewer
        if (np.diff(pairs) > 0).all():
            return self
        order = np.argsort(pairs, kind="stable")
        if (np.diff(pairs[order]) == 0).any():
            raise ValueError("a pair of claim and reviewer is there twice")
        return self._with(order)

    def _with(self, arcs: Ints) -> Self:
        claim, reviewer, value = self.claim[arcs], self.reviewer[arcs], self.value[arcs]
        return type(self)(self.need, claim, reviewer, value, self.steps, self.unfilled)


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Who takes which claim.

    `pairs` [seats filled, 2] holds claim and reviewer, sorted. `prices`
    [reviewers] is what the rest loses, in points, when one more of his seats
    is taken: the cost of its load step at least, and what whoever must step
    aside for it was worth; at most what any seat could be worth. `gap` is the
    most points that any other answer could have above this one: 0 proves that
    there is no better.
    """

    pairs: Ints
    prices: Ints
    solver: str
    gap: int

    @property
    def exact(self) -> bool:
        return self.gap == 0


def _whole(name: str, given: NDArray[np.integer]) -> Ints:
    array = np.asarray(given)
    if array.size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must hold whole numbers")
    return np.ascontiguousarray(array, dtype=np.int64).reshape(-1)


def _check_arcs(problem: Problem) -> None:
    if problem.claim.min() < 0 or problem.claim.max() >= problem.claims:
        raise ValueError("an arc names a claim that is not there")
    if problem.reviewer.min() < 0 or problem.reviewer.max() >= problem.reviewers:
        raise ValueError("an arc names a reviewer who is not there")
    if problem.value.min() <= 0 or problem.value.max() >= LARGEST:
        raise ValueError(f"a value must be above zero and below {LARGEST}")


def _check_steps(steps: Sequence[tuple[int, int]]) -> None:
    before = 0
    for seats, cost in steps:
        if seats < 0 or not before <= cost < LARGEST:
            raise ValueError("steps must have seats of zero or more and costs that never fall")
        before = cost
