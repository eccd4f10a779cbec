"""Work on the arcs of many claims at once: they lie claim after claim in one array."""

import numpy as np

from reviews.routing.solving.problem import Ints

_GONE = -(1 << 62)


def ranges(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Return the numbers of all these ranges in a row, and where each range begins in it."""
    lengths = ends - starts
    before = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) + np.repeat(starts - before, lengths), before


def best_of_each(worth: Ints, starts: Ints, times: int) -> Ints:
    """Return the places [times, ranges] of what is worth most in each range, best first.

    Ranges begin at `starts` and none may be empty. Equals go to the first; -1
    stands where a range has no more.
    """
    # Worth above the bits of the place, in one number: its largest is found at the speed of memory.
    bits = worth.size.bit_length()
    last = worth.size - 1
    keys = (worth << bits) + np.arange(worth.size)[::-1]
    places = np.full((times, starts.size), -1)
    for row in places if worth.size else ():
        best = np.maximum.reduceat(keys, starts)
        there = best > _GONE
        row[there] = last - (best[there] & ((1 << bits) - 1))
        keys[row[there]] = _GONE
    return places
