"""Claims bid for reviewers, round after round: most seats find their place before the exact work begins."""

import numpy as np

from reviews.routing.solving.arcs import best_of_each, ranges
from reviews.routing.solving.problem import Ints, Problem

# Rounds end when one fills less than this share of the seats that were still empty.
_WORTH_A_ROUND = 0.01


class Auction:
    """Rounds in which claims that lack seats bid all at once, and reviewers keep their best bids.

    A claim bids for each of its best reviewers up to where its next best is
    as good; a reviewer who has more bids than seats raises his price to the
    lowest bid he keeps. Bids are exact, without an epsilon: what is held at
    the end is held as well as can be. Where reviewers are alike, prices would
    rise in endless small steps, so the end is left to others.
    Source: D. P. Bertsekas, D. A. Castanon, The Auction Algorithm for the
    Transportation Problem, 1989.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.held = np.zeros(problem.claim.size, bool)
        self.price = problem.seat_costs(np.arange(problem.reviewers), np.zeros(problem.reviewers, np.int64))
        self._bid = np.zeros(problem.claim.size, np.int64)
        self._first = problem.first_arcs()

    def run(self) -> None:
        """Hold rounds for as long as they help."""
        bidding, before = self._lacking(), self.problem.seats
        while bidding.size:
            wanted, bids = self._best(bidding)
            self._bid[wanted] = bids
            self._keep_best(np.union1d(np.flatnonzero(self.held), wanted))
            empty = self.problem.seats - int(self.held.sum())
            if before - empty <= before * _WORTH_A_ROUND:
                return
            bidding, before = self._lacking(), empty

    def _lacking(self) -> Ints:
        held = np.bincount(self.problem.claim[self.held], minlength=self.problem.claims)
        return np.flatnonzero((held < self.problem.need) & (np.diff(self._first) > 0))

    def _best(self, bidding: Ints) -> tuple[Ints, Ints]:
        """Return the arcs that these claims want most, and their bids."""
        problem, need = self.problem, self.problem.need[bidding]
        arcs, starts = ranges(self._first[bidding], self._first[bidding + 1])
        gain = problem.value[arcs] - self.price[problem.reviewer[arcs]] + problem.unfilled
        # Of equals, what is held comes first.
        best = best_of_each(2 * gain + self.held[arcs], starts, int(need.max(initial=0)) + 1)
        gains = np.where(best < 0, 0, np.maximum(gain[best], 0))
        next_best = gains[need, np.arange(bidding.size)]
        wants = (np.arange(len(best))[:, None] < need) & (gains > 0)
        claim, wanted = np.nonzero(wants)[1], arcs[best[wants]]
        return wanted, self.price[problem.reviewer[wanted]] + gains[wants] - next_best[claim]

    def _keep_best(self, bidders: Ints) -> None:
        """Let each reviewer keep the bids that are worth their seats' load, and set his price by them."""
        problem = self.problem
        bidders = bidders[np.lexsort((-self._bid[bidders], problem.reviewer[bidders]))]
        who, bid = problem.reviewer[bidders], self._bid[bidders]
        every = np.arange(problem.reviewers)
        starts = np.searchsorted(who, every)
        # Bids fall and seats grow dearer, so those who stay are always the first.
        stays = bid >= problem.seat_costs(who, np.arange(who.size) - starts[who])
        kept = np.bincount(who[stays], minlength=problem.reviewers)
        came = np.bincount(who, minlength=problem.reviewers)
        self.held[:] = False
        self.held[bidders[stays]] = True
        over = (kept > 0) & (came > kept)
        lowest = bid[starts[over] + kept[over] - 1]
        self.price[over] = np.maximum(
            self.price[over], np.minimum(lowest, problem.seat_costs(every, kept)[over])
        )
