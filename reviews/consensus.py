"""Whether raters agree, and on which label. A label is always one that a person chose."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from factcheck.errors import Conflict

Number = int | Decimal


class NothingFiled(Conflict):
    """A round without a single filed rating has no outcome."""

    code = "nothing_filed"


@dataclass(frozen=True, slots=True)
class Rating:
    """What one rater filed: a label of the scale and its number, if the scale gives it one."""

    label: str
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round came to.

    `agreed` is the label the round agreed on, None where it is disputed;
    `majority` the label of more than half of the seats, whether or not that
    suffices; `spread` the distance between the outermost numbers, None where the
    labels differ and one of them has no number; `dissenters` the raters who chose
    another label than the majority (all of them, where there is none).
    """

    agreed: str | None
    majority: str | None
    spread: Number | None
    dissenters: tuple[int, ...]
    needs_discussion: bool

    @property
    def disputed(self) -> bool:
        return self.agreed is None


def concurs(proposal: Rating, reading: Rating, *, tolerance: Number = 0) -> bool:
    """Whether a second reader bears the proposal out: the same label, or numbers within `tolerance`."""
    spread = _spread({0: proposal, 1: reading})
    return spread is not None and spread <= tolerance


def weigh(
    ratings: Mapping[int, Rating],
    *,
    tolerance: Number = 0,
    seats: int | None = None,
    majority_suffices: bool = False,
) -> Outcome:
    """Return the outcome of the ratings filed, keyed by rater.

    Ratings within `tolerance` of each other need no discussion, and the label
    of the majority stands. With `majority_suffices` (open votes, or the stage
    after the discussion) it stands whatever the distance. No majority, no
    label: the editor decides. `seats` counts those who did not file as well,
    so one vote of three never carries a round that an editor closed early.

    Raises NothingFiled.
    """
    if not ratings:
        raise NothingFiled("Nobody has filed a rating in this round yet.")
    majority = _majority(ratings, seats=max(seats or 0, len(ratings)))
    spread = _spread(ratings)
    within = spread is not None and spread <= tolerance
    stands = majority is not None and (within or majority_suffices)
    return Outcome(
        agreed=majority if stands else None,
        majority=majority,
        spread=spread,
        dissenters=tuple(sorted(rater for rater, rating in ratings.items() if rating.label != majority)),
        needs_discussion=not within and not majority_suffices,
    )


def _majority(ratings: Mapping[int, Rating], *, seats: int) -> str | None:
    counted = Counter(rating.label for rating in ratings.values())
    return next((label for label, votes in counted.items() if 2 * votes > seats), None)


def _spread(ratings: Mapping[int, Rating]) -> Number | None:
    """Return 0 where all chose one label; a label without a number has no distance to another."""
    if len({rating.label for rating in ratings.values()}) == 1:
        return 0
    numbers = [rating.number for rating in ratings.values() if rating.number is not None]
    return max(numbers) - min(numbers) if len(numbers) == len(ratings) else None
