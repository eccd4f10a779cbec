"""One claim at a time, as it arrives: by prices learnt from those before it, without a look ahead."""

from collections.abc import Sequence

import numpy as np

from reviews.routing.solving.past import Past
from reviews.routing.solving.problem import LARGEST, Ints, Problem
from reviews.routing.solving.room import Room
from reviews.routing.solving.solver import solve

# So many claims of the past are looked at in a lesson: more are steadier, and dearer to learn from.
_SAMPLE = 2000
_MOST_FUTURES = 8

# What a lesson may cost a claim on the average, and what it does cost about: microseconds, counted
# from the size of the problem and not timed, so that the same claims get the same answers.
_A_CLAIM = 350
_A_LESSON, _A_REVIEWER, _A_SEAT, _AN_ARC = 1000, 20, 10, 0.6

# Room is for so many times the claims that come, where nobody says how many are expected. And without
# a history, what this many claims have taught counts half.
_SPARE = 1.25
_HALF_TAUGHT = 300


def choose_online(
    reviewer: Ints, value: Ints, need: int, *, prices: Ints, room: Room, unfilled: int
) -> list[int]:
    """Return up to `need` of these reviewers for a claim, the best first.

    `reviewer` and `value` are the claim's arcs. The best is worth most above
    the price of his seat, or above its load where that is more; equals go to
    the lower number. A seat stays empty where those who could fill it are
    expected to be worth more to others.
    """
    gain = value - np.maximum(prices, room.cost)[reviewer] + unfilled
    best = np.lexsort((reviewer, -gain))[:need]
    return [int(one) for one in reviewer[best[gain[best] > 0]]]


class Prices:
    """What a seat of each reviewer is worth to the claims that are still expected.

    The past stands for the future: samples of it are solved exactly. While
    more claims are expected than a sample has, room is scaled to it; later
    several futures of the right size are averaged, for then chance decides.
    `each` [reviewers] is in points, zeros until something was learnt.
    `unfilled` is what an empty seat loses; without a history more than any
    price, for then none is known well enough to keep a seat empty for it.
    """

    def __init__(
        self, reviewers: int, *, unfilled: int, history: Problem | None = None, expected: int | None = None
    ) -> None:
        """Begin with earlier claims of the same reviewers; as many are expected unless it is said."""
        self.each = np.zeros(reviewers, np.int64)
        self._past = Past(history)
        self._loss = unfilled
        self._expected = expected or len(self._past)
        self._taught = len(self._past) > 0
        self.unfilled = unfilled if self._taught else LARGEST
        self._arrived = self._futures = self._seats = 0
        self._due = 0.0

    @property
    def due(self) -> bool:
        """Whether enough claims arrived since the last lesson to pay for another."""
        return self._arrived >= self._due and len(self._past) > 0

    def see(self, reviewer: Ints, value: Ints, need: int) -> None:
        """Remember a claim that arrived, by its arcs."""
        self._past.add(reviewer, value, need)
        self._arrived += 1
        self._seats += need

    def learn(self, room: Room) -> None:
        """Learn the prices anew, for the room that is left now."""
        remaining = self._remaining(room)
        size = min(_SAMPLE, len(self._past))
        futures = max(1, min(_MOST_FUTURES, size // remaining))
        if futures > 1:
            size = remaining
        learnt, cost = [], 0.0
        for _ in range(futures):
            problem = self._future(size, room, size / remaining)
            learnt.append(solve(problem).prices)
            cost += _A_LESSON + _A_REVIEWER * self.each.size
            cost += _A_SEAT * problem.seats + _AN_ARC * problem.claim.size
        self.each = np.rint(np.mean(learnt, axis=0)).astype(np.int64)
        self._due = self._arrived + cost / _A_CLAIM
        if not self._taught:
            trust = self._arrived / (self._arrived + _HALF_TAUGHT)
            self.each = np.rint(self.each * trust).astype(np.int64)

    def _remaining(self, room: Room) -> int:
        """Return how many claims are still expected."""
        if self._expected:
            return max(1, self._expected - self._arrived)
        return max(1, int(room.left.sum() * self._arrived / max(1, self._seats) / _SPARE))

    def _future(self, size: int, room: Room, share: float) -> Problem:
        """Return claims as they may come, with a share of the room for them."""
        self._futures += 1
        need, reviewer, value = zip(*self._past.sample(size, self._futures), strict=True)
        return Problem(
            np.array(need),
            np.repeat(np.arange(size), [arcs.size for arcs in reviewer]),
            np.concatenate(reviewer),
            np.concatenate(value),
            [_scaled(steps, share) for steps in room.steps],
            self._loss,
        )


def _scaled(steps: Sequence[tuple[int, int]], share: float) -> list[tuple[int, int]]:
    """Return the steps with a share of their seats, rounded so that their sum stays right."""
    ends = np.rint(np.cumsum([seats for seats, _ in steps]) * share).astype(int)
    rounded = np.diff(ends, prepend=0).tolist()
    return [(seats, cost) for seats, (_, cost) in zip(rounded, steps, strict=True) if seats]
