"""Who gets an assignment: hard rules first, then the lowest cost, every step explained."""

from reviews.routing.greedy import choose
from reviews.routing.hard import OVERRIDABLE, Reason, exclusions
from reviews.routing.record import RULES, as_json, replay
from reviews.routing.remedies import ChangeCode, applied, remedy
from reviews.routing.values import (
    Candidate,
    Change,
    Cost,
    CostPart,
    Exclusion,
    Explanation,
    Need,
    Remedy,
    Weights,
)

__all__ = [
    "OVERRIDABLE",
    "RULES",
    "Candidate",
    "Change",
    "ChangeCode",
    "Cost",
    "CostPart",
    "Exclusion",
    "Explanation",
    "Need",
    "Reason",
    "Remedy",
    "Weights",
    "applied",
    "as_json",
    "choose",
    "exclusions",
    "remedy",
    "replay",
]
