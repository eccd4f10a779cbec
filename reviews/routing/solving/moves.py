"""Which seats could change hands, and what a seat costs the rest: cheapest chains between reviewers.

Where one more claim comes to a reviewer, he takes it into a free seat, or
passes one he has on to somebody else, who does the same, or drops one. The
cheapest such chain is his price. Chains run over reviewers only, and a desk
has few of them beside its claims, so that all prices together are quick.
Source: successive shortest paths; R. K. Ahuja, T. L. Magnanti, J. B. Orlin,
Network Flows, 1993, chapter 9.7.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reviews.routing.solving.arcs import best_of_each, ranges
from reviews.routing.solving.held import Held
from reviews.routing.solving.problem import Ints, Problem
from reviews.routing.solving.room import Room

# Claims that look for a seat at the same prices. Few chains share no reviewer, so more would look in vain.
_BATCH = 16


class Moves:
    """An assignment that no exchange can better, and the prices that follow from it.

    `held` [arcs] says which arcs are given. What it fills must be filled as
    well as can be (a chain that gains points would have no end); `seat` keeps
    it so. `price` [reviewers] is in points; whoever has no seat at all, free
    or held, has one above all values.
    """

    def __init__(self, problem: Problem, held: NDArray[np.bool_]) -> None:
        self.problem = problem
        self._held = Held(problem, held)
        self._first = problem.first_arcs()
        self.price = np.empty(problem.reviewers, np.int64)
        self._next = np.empty(problem.reviewers, np.int64)
        self._relax(np.arange(problem.reviewers))

    @property
    def arcs(self) -> Ints:
        """The arcs that are given."""
        return np.flatnonzero(self._held.arcs)

    @property
    def pairs(self) -> Ints:
        """Claim and reviewer of each seat that is given."""
        return np.stack([self.problem.claim[self.arcs], self.problem.reviewer[self.arcs]], axis=1)

    def seat(self, lacking: Ints, limit: int) -> int:
        """Give each of these claims one more seat where that gains points; return the chains used.

        A claim is there as often as it wants seats. Stops after `limit`
        chains. Chains that share no reviewer go on the same prices: prices
        only rise, so that a chain that was cheapest and is untouched still is.
        """
        waiting, used = lacking[self._first[lacking] < self._first[lacking + 1]], 0
        while waiting.size and used < limit:
            batch, waiting = waiting[:_BATCH], waiting[_BATCH:]
            touched: set[int] = set()
            moved: list[int] = []
            later = []
            for claim, arc in zip(batch.tolist(), self._best(batch).tolist(), strict=True):
                if arc < 0:
                    continue
                chain = self._chain(arc)
                if used >= limit or not touched.isdisjoint(chain):
                    later.append(claim)
                    continue
                claims = self._pass_on(arc, chain)
                touched.update(chain, *map(self._held.holders, claims))
                moved += claims
                used += 1
            self._held.renew(moved)
            self._held.refresh(touched)
            self._relax(self._behind(touched))
            waiting = np.concatenate([np.array(later, np.int64), waiting])
        return used

    def fill(self) -> None:
        """Give what seats are free to claims that still gain by them, and move nobody: when work must end.

        Prices stay, and nothing can be seated after it.
        """
        problem, held = self.problem, self._held.arcs
        room = Room(problem.steps, np.bincount(problem.reviewer[held], minlength=problem.reviewers))
        lacking = problem.need - problem.taken(held)
        for claim in np.repeat(np.arange(problem.claims), lacking).tolist():
            arcs = self._held.arcs_of(claim)
            gain = problem.value[arcs] - room.cost[problem.reviewer[arcs]] + problem.unfilled
            gain[held[arcs]] = 0
            if gain.size and gain.max() > 0:
                best = arcs.start + int(gain.argmax())
                held[best] = True
                room.take(int(problem.reviewer[best]))

    def _best(self, claims: Ints) -> Ints:
        """Return the arc that gains each claim most, or -1 where an empty seat is no worse."""
        arcs, starts = ranges(self._first[claims], self._first[claims + 1])
        gain = self.problem.value[arcs] - self.price[self.problem.reviewer[arcs]] + self.problem.unfilled
        gain[self._held.arcs[arcs]] = 0
        best = best_of_each(gain, starts, 1)[0]
        return np.where(gain[best] > 0, arcs[best], -1)

    def _chain(self, arc: int) -> list[int]:
        """Return the reviewers through whom a seat is freed, the one of the arc first."""
        chain = [int(self.problem.reviewer[arc])]
        while (following := int(self._next[chain[-1]])) >= 0:
            chain.append(following)
        return chain

    def _pass_on(self, arc: int, chain: list[int]) -> list[int]:
        """Give the arc and move what must make way; return the claims whose seats are others now."""
        claims = [int(self.problem.claim[arc])]
        for here, there in pairwise(chain):
            claims.append(self._held.mover(here, there))
            self._held.take(self._held.arc(claims[-1], here))
            self._held.give(arc)
            arc = self._held.arc(claims[-1], there)
        if self._held.full(chain[-1]):
            claims.append(self._held.mover(chain[-1], -1))
            self._held.take(self._held.arc(claims[-1], chain[-1]))
        self._held.give(arc)
        return claims

    def _behind(self, touched: set[int]) -> Ints:
        """Return the touched and all whose chains led through them: only their prices can change."""
        behind = np.zeros(self.price.size + 1, bool)
        behind[list(touched)] = True
        before = 0
        while (count := int(behind.sum())) > before:
            before = count
            behind[:-1] |= behind[self._next]  # the last entry stands for the end of a chain, -1
        return np.flatnonzero(behind[:-1])

    def _relax(self, rows: Ints) -> None:
        """Find the cheapest chains from these reviewers; those of all others still hold.

        Bellman-Ford, a round for each link of the longest chain.
        """
        self.price[rows] = self._held.end[rows]
        self._next[rows] = -1
        cost = self._held.cost[rows]
        if not rows.size:
            return
        for _ in range(self.price.size + 1):
            by_way = cost + self.price
            following = by_way.argmin(axis=1)
            price = by_way[np.arange(rows.size), following]
            better = price < self.price[rows]
            if not better.any():
                return
            self.price[rows[better]] = price[better]
            self._next[rows[better]] = following[better]
        raise ValueError("the seats held are not the best for these claims")
