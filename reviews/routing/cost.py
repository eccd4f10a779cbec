"""What it costs to give a candidate a seat: readable parts in whole points."""

from collections.abc import Set as AbstractSet

from reviews.lifecycle import AssignmentRole
from reviews.routing.values import Candidate, Cost, CostPart, Need, Weights

# So many assignments in four weeks make half of the fairness points.
_USUAL_SHARE = 10


def cost(candidate: Candidate, need: Need, *, raters: AbstractSet[int], weights: Weights) -> Cost:
    """Return the cost of this candidate, which no other candidate changes but the `raters` already chosen.

    Parts of zero are there too, so that explanations have one shape.
    """
    return Cost(
        candidate.id,
        (
            CostPart("expertise", _expertise(candidate, need, weights.expertise)),
            CostPart("load", weights.load * candidate.open_assignments // max(1, candidate.capacity)),
            CostPart("fairness", weights.fairness * candidate.recent // (candidate.recent + _USUAL_SHARE)),
            CostPart("deadline", _deadline(candidate, need, weights.deadline)),
            CostPart("pairing", _pairing(candidate, need, raters, weights.pairing)),
        ),
    )


def _expertise(candidate: Candidate, need: Need, points: int) -> int:
    """Return the share of the topics that the candidate does not know."""
    return points * len(need.topics - candidate.topics) // max(1, len(need.topics))


def _deadline(candidate: Candidate, need: Need, points: int) -> int:
    """Return the share of the time left that open work and this one would fill, at most all of it."""
    if need.hours_left is None:
        return 0
    hours = (candidate.open_assignments + 1) * need.effort_hours
    return points * min(hours, max(1, need.hours_left)) // max(1, need.hours_left)


def _pairing(candidate: Candidate, need: Need, raters: AbstractSet[int], points: int) -> int:
    """Return the share of the other raters he lately rated with: the same three should not always judge."""
    if need.role != AssignmentRole.RATER:
        return 0
    return points * len(candidate.recent_partners & raters) // max(1, len(raters))
