"""The year of each debate in ClaimBuster, which its files do not carry: told by who speaks of what.

Sentence ids follow the transcripts, so a debate is a stretch of ids. The borders were found by reading
(names of the candidates, laws, wars) and are right to about ten sentences.
"""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

import numpy as np

# First id of a stretch, and its year.
_STRETCHES: Final = (
    (0, 1988), (1000, 1976), (1625, 2012), (2770, 1976), (3400, 2008), (6500, 2004), (7700, 1960),
    (8570, 1980), (9100, 2012), (10450, 2008), (11370, 2000), (12480, 1960), (13560, 1992), (14740, 1980),
    (15460, 1988), (16410, 1976), (17130, 1984), (17960, 2004), (19300, 1996), (20250, 2000), (21245, 1992),
    (22300, 2004), (23800, 1992), (25000, 1984), (25645, 1996), (26870, 2012), (28010, 2000), (29040, 2016),
)  # fmt: skip
_FIRSTS: Final = [first for first, _ in _STRETCHES]


def year_of(sentence: int) -> int:
    """Return the year in which the sentence of this id was said."""
    return _STRETCHES[bisect_right(_FIRSTS, sentence) - 1][1]


def years_of(sentences: Iterable[int]) -> np.ndarray:
    return np.array([year_of(sentence) for sentence in sentences])


def groups(years: np.ndarray, count: int) -> list[np.ndarray]:
    """Deal the years out to `count` groups in turn; return the rows of each. No year is in two groups."""
    dealt = {year: place % count for place, year in enumerate(np.unique(years).tolist())}
    of_row = np.array([dealt[year] for year in years.tolist()])
    return [np.flatnonzero(of_row == number) for number in range(count)]
