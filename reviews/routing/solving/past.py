"""Earlier claims, which stand for those to come."""

from collections import deque

import numpy as np

from reviews.routing.solving.problem import Ints, Problem

# Memory of what arrived where little or nothing was there before.
_AT_LEAST = 10_000

# The golden ratio: places that are moved on by it are spread well, however often.
_SPREAD = 0.618


class Past:
    """The last claims, each with its arcs, as many as there were at the beginning."""

    def __init__(self, history: Problem | None) -> None:
        self._claims: deque[tuple[int, Ints, Ints]] = deque(
            maxlen=max(_AT_LEAST, history.claims if history else 0)
        )
        if history and history.claims:
            history = history.in_order()
            ends = history.first_arcs()[1:-1]
            reviewers, values = np.split(history.reviewer, ends), np.split(history.value, ends)
            self._claims.extend(zip(history.need.tolist(), reviewers, values, strict=True))

    def __len__(self) -> int:
        return len(self._claims)

    def add(self, reviewer: Ints, value: Ints, need: int) -> None:
        self._claims.append((need, reviewer, value))

    def sample(self, size: int, turn: int) -> list[tuple[int, Ints, Ints]]:
        """Return so many claims, evenly from all times, at each turn others: need, reviewers, values."""
        stride = len(self._claims) / size
        places = (np.arange(size) * stride + turn * _SPREAD * stride % stride).astype(int)
        claims = list(self._claims)
        return [claims[min(place, len(claims) - 1)] for place in places.tolist()]
