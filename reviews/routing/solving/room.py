"""The seats that reviewers have left, and what the next of each costs."""

from collections.abc import Sequence

import numpy as np

from reviews.routing.solving.problem import NO_SEAT, Ints


class Room:
    """Seats that are taken one at a time.

    `left` [reviewers] counts them, `cost` [reviewers] is the load of each next
    one, `NO_SEAT` where none is left.
    """

    def __init__(self, steps: Sequence[Sequence[tuple[int, int]]], used: Ints | None = None) -> None:
        self._left = [[[seats, cost] for seats, cost in all_of if seats] for all_of in steps]
        self.cost = np.array([all_of[0][1] if all_of else NO_SEAT for all_of in self._left], np.int64)
        self.left = np.array([sum(seats for seats, _ in all_of) for all_of in self._left], np.int64)
        for reviewer in () if used is None else np.repeat(np.arange(used.size), used).tolist():
            self.take(reviewer)

    @property
    def steps(self) -> list[list[tuple[int, int]]]:
        """What is left, as the steps of a problem."""
        return [[(seats, cost) for seats, cost in all_of] for all_of in self._left]

    def take(self, reviewer: int) -> None:
        """Take his next seat. Raises IndexError where he has none."""
        steps = self._left[reviewer]
        steps[0][0] -= 1
        if not steps[0][0]:
            del steps[0]
        self.left[reviewer] -= 1
        self.cost[reviewer] = steps[0][1] if steps else NO_SEAT
