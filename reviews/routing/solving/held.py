"""Who holds which claims, and for each two reviewers the cheapest claim to pass from one to the other."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from reviews.routing.solving.arcs import ranges
from reviews.routing.solving.problem import Ints, Problem

# Points above those of every chain, even of two.
_NEVER = 1 << 40

# Seats that are looked at together: memory for their arcs, and little time lost.
_AT_ONCE = 20_000


class Held:
    """The seats as they are given, with the moves that are open.

    `arcs` [arcs] says which are given. `cost` [reviewers, reviewers] is what
    is lost when a claim goes from the first to the second, at best; `end`
    [reviewers] what one claim more costs him who passes none on: the load of
    his next free seat, or a claim dropped. Whoever is changed by `take`, `give` and
    `renew` needs `refresh`.
    """

    def __init__(self, problem: Problem, held: NDArray[np.bool_]) -> None:
        self.problem = problem
        self.arcs = held.copy()
        self._first: list[int] = problem.first_arcs().tolist()
        # A move is one number, its points above the bits of the claim that moves: the least is the
        # cheapest, and equals go to the first claim. The last column is for a claim that is dropped.
        self._bits = problem.claims.bit_length()
        self._no_move = _NEVER << self._bits
        count = problem.reviewers
        self._claims: list[list[int]] = [[] for _ in range(count)]
        for arc in np.flatnonzero(held).tolist():
            self._claims[problem.reviewer[arc]].append(int(problem.claim[arc]))
        self._moves = self._cheapest(np.flatnonzero(held))
        self._blocks: dict[int, Ints] = {}
        self.cost = self._moves[:, :-1] >> self._bits
        seats = np.array([self._next_seat(reviewer) for reviewer in range(count)], np.int64)
        self.end = np.minimum(seats, self._moves[:, -1] >> self._bits)

    def arcs_of(self, claim: int) -> slice:
        return slice(self._first[claim], self._first[claim + 1])

    def arc(self, claim: int, reviewer: int) -> int:
        """Return the arc of a pair that is allowed."""
        arcs = self.arcs_of(claim)
        return int(arcs.start + self.problem.reviewer[arcs].searchsorted(reviewer))

    def mover(self, here: int, there: int) -> int:
        """Return the claim that goes from here to there at the least loss; -1 for there: is dropped."""
        return int(self._moves[here, there]) & ((1 << self._bits) - 1)

    def full(self, reviewer: int) -> bool:
        """Whether a claim more is worth dropping one for, as no free seat is as cheap."""
        return self._next_seat(reviewer) > int(self.end[reviewer])

    def take(self, reviewer: int, claim: int) -> None:
        self.arcs[self.arc(claim, reviewer)] = False
        claims, block = self._claims[reviewer], self._block(reviewer)
        slot, last = claims.index(claim), claims.pop()
        if last != claim:
            claims[slot] = last
            block[slot] = block[len(claims)]

    def give(self, arc: int) -> None:
        """Give an arc; its row of moves is written by `renew`, with the rest of its claim's."""
        reviewer = int(self.problem.reviewer[arc])
        block = self._block(reviewer)
        self.arcs[arc] = True
        self._claims[reviewer].append(int(self.problem.claim[arc]))
        if len(self._claims[reviewer]) > len(block):
            self._blocks[reviewer] = np.concatenate([block, np.empty_like(block)])

    def renew(self, claims: Iterable[int]) -> set[int]:
        """Write the moves of these claims anew with all who hold them; return those."""
        holders = set()
        for claim in set(claims):
            arcs = self.arcs_of(claim)
            for reviewer in self.problem.reviewer[arcs][self.arcs[arcs]].tolist():
                slot = self._claims[reviewer].index(claim)
                self._open(reviewer, claim, self._block(reviewer)[slot])
                holders.add(reviewer)
        return holders

    def refresh(self, reviewers: Iterable[int]) -> None:
        """Find the cheapest moves of these reviewers again."""
        for reviewer in reviewers:
            moves = self._block(reviewer)[: len(self._claims[reviewer])]
            self._moves[reviewer] = cheapest = moves.min(axis=0, initial=self._no_move)
            self.cost[reviewer] = cheapest[:-1] >> self._bits
            self.end[reviewer] = min(self._next_seat(reviewer), int(cheapest[-1]) >> self._bits)

    def _cheapest(self, given: Ints) -> Ints:
        """Return the cheapest moves [reviewers, reviewers and dropped] of all these arcs at once."""
        problem, count = self.problem, self.problem.reviewers
        first, moves = np.array(self._first), np.full((count, count + 1), self._no_move)
        for some in np.split(given, range(_AT_ONCE, given.size, _AT_ONCE)):
            here, worth, claim = problem.reviewer[some], problem.value[some], problem.claim[some]
            np.minimum.at(moves[:, -1], here, ((worth + problem.unfilled) << self._bits) + claim)
            arcs, before = ranges(first[claim], first[claim + 1])
            of = np.repeat(np.arange(some.size), np.diff(before, append=arcs.size))
            arcs, of = arcs[~self.arcs[arcs]], of[~self.arcs[arcs]]
            loss = ((worth[of] - problem.value[arcs]) << self._bits) + claim[of]
            np.minimum.at(moves.reshape(-1), here[of] * (count + 1) + problem.reviewer[arcs], loss)
        return moves

    def _block(self, reviewer: int) -> Ints:
        """Return his claims' moves, kept from the first change on, with room for more claims."""
        if reviewer not in self._blocks:
            claims = self._claims[reviewer]
            block = np.empty((len(claims) + 4, self.problem.reviewers + 1), np.int64)
            for claim, row in zip(claims, block, strict=False):
                self._open(reviewer, claim, row)
            self._blocks[reviewer] = block
        return self._blocks[reviewer]

    def _open(self, reviewer: int, claim: int, row: Ints) -> None:
        """Write into a row [reviewers and dropped] where this claim of his could go."""
        arcs = self.arcs_of(claim)
        worth = self.problem.value[self.arc(claim, reviewer)]
        moves = ((worth - self.problem.value[arcs]) << self._bits) + claim
        moves[self.arcs[arcs]] = self._no_move
        row[:] = self._no_move
        row[self.problem.reviewer[arcs]] = moves
        row[-1] = ((worth + self.problem.unfilled) << self._bits) + claim

    def _next_seat(self, reviewer: int) -> int:
        """Return what the load of his next free seat costs."""
        used = len(self._claims[reviewer])
        for seats, cost in self.problem.steps[reviewer]:
            if used < seats:
                return cost
            used -= seats
        return _NEVER
