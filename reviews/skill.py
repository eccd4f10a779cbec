"""How much somebody knows of a topic, learnt from how his work compared with what was published.

Each judged piece of work is a share from 0 (nothing of it stood) to 1 (all of
it). The declared skill counts as much as so many pieces (`DECLARED`), so that a
few cases move little and many decide: the mean of a beta distribution whose
prior is what was declared, stretched from 0..1 to 1..5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 5
DECLARED = 6
FEWEST = 3
# What is taken of somebody who declared nothing: little.
_UNDECLARED = 2


@dataclass(frozen=True, slots=True)
class Label:
    """A rating of a scale, with its number and the ends of the scale where it has one, or words alone."""

    name: str
    number: int | None = None
    worst: int | None = None
    best: int | None = None


def learnt(declared: int | None, shares: Sequence[float]) -> float | None:
    """Return the skill, 1 to 5, to a hundredth; None where fewer than FEWEST pieces were judged."""
    if len(shares) < FEWEST:
        return None
    prior = _UNDECLARED if declared is None else declared
    points = sum(LOWEST + (HIGHEST - LOWEST) * share for share in shares)
    return round((DECLARED * prior + points) / (DECLARED + len(shares)), 2)


def agreement(rated: Label, published: Label) -> float:
    """Return how near a first rating came to what was published: 1 the same, 0 the other end of the scale.

    Where one of them has no number only the same label will do.
    """
    if rated.name == published.name:
        return 1.0
    if rated.number is None or published.number is None or published.worst is None or published.best is None:
        return 0.0
    return 1.0 - abs(rated.number - published.number) / (published.best - published.worst)


def standing(returns: int) -> float:
    """Return what a proposal is worth that was approved after so many returns."""
    return 1.0 / (1 + returns)
