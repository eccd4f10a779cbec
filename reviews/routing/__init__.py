"""Who gets an assignment: hard rules first, then the lowest cost, every step explained."""

from reviews.routing.greedy import choose
from reviews.routing.hard import Reason, exclusions
from reviews.routing.record import RULES, as_json, replay
from reviews.routing.values import (
    Candidate,
    Cost,
    CostPart,
    Exclusion,
    Explanation,
    Need,
    Remedy,
    Weights,
)

__all__ = [
    "RULES",
    "Candidate",
    "Cost",
    "CostPart",
    "Exclusion",
    "Explanation",
    "Need",
    "Reason",
    "Remedy",
    "Weights",
    "as_json",
    "choose",
    "exclusions",
    "replay",
]
