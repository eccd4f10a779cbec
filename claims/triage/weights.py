"""The points and thresholds of triage, which an editor can change."""

from dataclasses import dataclass, fields
from typing import Final, NamedTuple


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each part can reach, from where on the gates close, and what brings a claim back.

    A part with 0 points counts nothing. The pin has no weight: it stands above them all.
    """

    harm: float = 35.0
    worth: float = 40.0
    demand: float = 15.0
    freshness: float = 8.0
    effort: float = 0.0
    came_back: float = 10.0
    half_life_days: float = 3.0
    full_spread: int = 32
    full_demand: int = 50
    checkable: float = 0.08
    strong: float = 0.5
    least_reach: int = 1
    amplify_reach: int = 2
    sample_percent: float = 5.0
    out_of_remit_places: int = 20
    out_of_remit_askers: int = 10
    too_little_reach_places: int = 4
    too_little_reach_askers: int = 3
    do_not_amplify_places: int = 10
    do_not_amplify_askers: int = 5
    not_checkable_places: int = 40
    not_checkable_askers: int = 20


class Limit(NamedTuple):
    """What a weight may be, and what it says."""

    least: float
    most: float
    says: str
    whole: bool = False


MOST_POINTS: Final = 100.0  # of one part; the pin, at ten times as much, is above all of them together
PARTS: Final = tuple(field.name for field in fields(Weights))
# By what a claim declined for that reason comes back; a reason that is not here never does.
RETURNING: Final = ("out_of_remit", "too_little_reach", "do_not_amplify", "not_checkable")
_POINTS: Final = {
    "harm": "points of the gravest harm seen in many places",
    "worth": "points of a check-worthiness of 1",
    "demand": "points when many ask",
    "freshness": "points of what was said today",
    "effort": "points of what is quick to check",
    "came_back": "points of what came back after it was declined",
}
LIMITS: Final[dict[str, Limit]] = {
    **{name: Limit(0, MOST_POINTS, says) for name, says in _POINTS.items()},
    "half_life_days": Limit(0.1, 365, "days after which freshness counts half"),
    "full_spread": Limit(2, 10_000, "places from which on more of them count no further", whole=True),
    "full_demand": Limit(1, 100_000, "askers from which on more of them count no further", whole=True),
    "checkable": Limit(0, 1, "check-worthiness below which nothing was found to check"),
    "strong": Limit(0, 1, "check-worthiness from which on a claim is listed outside the topics too"),
    "least_reach": Limit(
        0, 1000, "places and askers below which only harm brings it on the list", whole=True
    ),
    "amplify_reach": Limit(
        0, 1000, "places and askers below which a call to hurt somebody is kept off", True
    ),
    "sample_percent": Limit(0, 20, "of 100 claims on the list, how many come from the low scores"),
    **{
        f"{reason}_{of}": Limit(
            0,
            100_000,
            f"{of} added since it was declined as {reason.replace('_', ' ')}; 0: never",
            whole=True,
        )
        for reason in RETURNING
        for of in ("places", "askers")
    },
}


def fault(name: str, value: object) -> str:
    """Return what is wrong with a value for this weight, in words; "" if nothing is."""
    limit = LIMITS.get(name)
    if limit is None:
        return f"There is no weight “{name[:80]}”. There are: {', '.join(PARTS)}."
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or (limit.whole and not isinstance(value, int)):
        return f"“{name}” must be a {'whole ' if limit.whole else ''}number."
    if not limit.least <= value <= limit.most:  # type: ignore[operator]
        return f"“{name}” must lie between {limit.least:g} and {limit.most:g}."
    return ""
