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
    his next free seat, or a claim dropped. After `take` and `give`, `renew`
    the claims and then `refresh` their holders and who was changed.
    """

    def __init__(self, problem: Problem, held: NDArray[np.bool_]) -> None:
        self.problem = problem
        self.arcs = held.copy()
        self._first = problem.first_arcs()
        self._starts: list[int] = self._first.tolist()
        # A move is one number, its points above the bits of the claim that moves: the least is the
        # cheapest, and equals go to the first claim. The last column is for a claim that is dropped.
        self._bits = problem.claims.bit_length()
        self._no_move = _NEVER << self._bits
        count = problem.reviewers
        self._given: list[list[int]] = [[] for _ in range(count)]
        for arc, reviewer in zip(
            given := np.flatnonzero(held), problem.reviewer[given].tolist(), strict=True
        ):
            self._given[reviewer].append(int(arc))
        self._moves = self._cheapest(given)
        self._blocks: dict[int, Ints] = {}
        self.cost = self._moves[:, :-1] >> self._bits
        seats = np.array([self._next_seat(reviewer) for reviewer in range(count)], np.int64)
        self.end = np.minimum(seats, self._moves[:, -1] >> self._bits)

    def arcs_of(self, claim: int) -> slice:
        return slice(self._starts[claim], self._starts[claim + 1])

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

    def take(self, arc: int) -> None:
        """Take back an arc that is given."""
        reviewer = int(self.problem.reviewer[arc])
        given, block = self._given[reviewer], self._block(reviewer)
        self.arcs[arc] = False
        slot, last = given.index(arc), given.pop()
        if last != arc:
            given[slot] = last
            block[slot] = block[len(given)]

    def give(self, arc: int) -> None:
        """Give an arc; where its claim could go from here is written by `renew`."""
        reviewer = int(self.problem.reviewer[arc])
        block = self._block(reviewer)
        self.arcs[arc] = True
        self._given[reviewer].append(arc)
        if len(self._given[reviewer]) > len(block):
            self._blocks[reviewer] = np.concatenate([block, np.empty_like(block)])

    def holders(self, claim: int) -> list[int]:
        """Return who has a seat of this claim."""
        arcs = self.arcs_of(claim)
        return [int(one) for one in self.problem.reviewer[arcs][self.arcs[arcs]]]

    def renew(self, claims: Iterable[int]) -> None:
        """Write anew where these claims could go from each who holds them."""
        some = np.array(sorted(set(claims)), np.int64)
        arcs, _ = ranges(self._first[some], self._first[some + 1])
        given = arcs[self.arcs[arcs]]
        reviewers = self.problem.reviewer[given].tolist()
        for arc, reviewer, row in zip(given.tolist(), reviewers, self._open(given), strict=True):
            self._block(reviewer)[self._given[reviewer].index(arc)] = row

    def refresh(self, reviewers: Iterable[int]) -> None:
        """Find the cheapest moves of these reviewers again."""
        for reviewer in reviewers:
            moves = self._block(reviewer)[: len(self._given[reviewer])]
            self._moves[reviewer] = cheapest = moves.min(axis=0, initial=self._no_move)
            self.cost[reviewer] = cheapest[:-1] >> self._bits
            self.end[reviewer] = min(self._next_seat(reviewer), int(cheapest[-1]) >> self._bits)

    def _cheapest(self, given: Ints) -> Ints:
        """Return the cheapest moves [reviewers, reviewers and dropped] of all these arcs."""
        width = self.problem.reviewers + 1
        moves = np.full(self.problem.reviewers * width, self._no_move)
        for some in np.split(given, range(_AT_ONCE, given.size, _AT_ONCE)):
            of, column, points = self._open_moves(some)
            np.minimum.at(moves, self.problem.reviewer[some][of] * width + column, points)
        return moves.reshape(-1, width)

    def _open(self, given: Ints) -> Ints:
        """Return for each of these arcs where its claim could go [arcs, reviewers and dropped]."""
        moves = np.full((given.size, self.problem.reviewers + 1), self._no_move)
        of, column, points = self._open_moves(given)
        moves[of, column] = points
        return moves

    def _open_moves(self, given: Ints) -> tuple[Ints, Ints, Ints]:
        """Return all moves of these arcs: the place of the arc among them, the column, the move."""
        problem, claim, worth = self.problem, self.problem.claim[given], self.problem.value[given]
        arcs, starts = ranges(self._first[claim], self._first[claim + 1])
        of = np.repeat(np.arange(given.size), np.diff(starts, append=arcs.size))
        away = ~self.arcs[arcs]
        arcs, of = arcs[away], of[away]
        dropped = np.arange(given.size), np.full(given.size, problem.reviewers), worth + problem.unfilled
        loss = np.concatenate([worth[of] - problem.value[arcs], dropped[2]])
        of, column = np.concatenate([of, dropped[0]]), np.concatenate([problem.reviewer[arcs], dropped[1]])
        return of, column, (loss << self._bits) + claim[of]

    def _block(self, reviewer: int) -> Ints:
        """Return where his claims could go, kept from the first change on, with room for more claims."""
        if reviewer not in self._blocks:
            given = np.array(self._given[reviewer], np.int64)
            spare = np.empty((4, self.problem.reviewers + 1), np.int64)
            self._blocks[reviewer] = np.concatenate([self._open(given), spare])
        return self._blocks[reviewer]

    def _next_seat(self, reviewer: int) -> int:
        """Return what the load of his next free seat costs."""
        used = len(self._given[reviewer])
        for seats, cost in self.problem.steps[reviewer]:
            if used < seats:
                return cost
            used -= seats
        return _NEVER
