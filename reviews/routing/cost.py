"""What it costs to give a candidate a seat: readable parts in whole points.

Each part is a share of its weight, rounded down once, in whole numbers: the
table of a backlog (`reviews.routing.table`) counts the same to the point.
"""

from collections.abc import Set as AbstractSet

from reviews.lifecycle import AssignmentRole
from reviews.routing.values import Candidate, Cost, CostPart, Need, Weights

FULL = 100  # shares of skill and language are counted in hundredths
_BEST_SKILL = 5


def cost(
    candidate: Candidate, need: Need, *, raters: AbstractSet[int], weights: Weights, given: int = 0
) -> Cost:
    """Return the cost of this candidate, which no other candidate changes but the `raters` already chosen.

    `given` seats he gets before this one, in the same routing of a backlog: they
    count for load and fairness as if he had them. Scarcity is how far his price
    is above both: what others would miss. Parts of zero are there too, so that
    explanations have one shape.
    """
    held = (
        CostPart("load", load(candidate, weights.load, given=given)),
        CostPart("fairness", fairness(candidate, weights.fairness, given=given)),
    )
    return Cost(
        candidate.id,
        (
            CostPart("expertise", expertise(candidate, need, weights.expertise)),
            CostPart("language", weights.language * stranger(candidate, need.language) // FULL),
            CostPart("seniority", weights.seniority * (100 - candidate.seniority) // 100 * need.urgent),
            CostPart("hours", weights.hours * need.urgent * candidate.off_hours),
            *held,
            CostPart("scarcity", max(0, candidate.price - sum(part.points for part in held))),
            CostPart("deadline", _deadline(candidate, need, weights.deadline)),
            CostPart("pairing", _pairing(candidate, need, raters, weights.pairing)),
        ),
    )


def expertise(candidate: Candidate, need: Need, points: int) -> int:
    """Return the share of the topics that the candidate does not know, or not well."""
    lacking = sum(lack(candidate, topic) for topic in need.topics)
    return points * lacking // (FULL * max(1, len(need.topics)))


def lack(candidate: Candidate, topic: str) -> int:
    """Return how much of a topic the candidate does not know, in hundredths: 0 for a master of it."""
    return round(FULL * (_BEST_SKILL - candidate.topics.get(topic, 0)) / _BEST_SKILL)


def stranger(candidate: Candidate, language: str) -> int:
    """Return how far the candidate is from working in it as in his own language, in hundredths."""
    return FULL - round(FULL * candidate.languages.get(language, 0)) if language else 0


def load(candidate: Candidate, points: int, *, given: int = 0) -> int:
    """Return the share of the capacity that is used. It never falls as seats are given."""
    return points * (candidate.open_assignments + given) // max(1, candidate.capacity)


def fairness(candidate: Candidate, points: int, *, given: int = 0) -> int:
    """Return what the last four weeks count: half of the points for the usual share."""
    recent = candidate.recent + given
    return points * recent // max(1, recent + candidate.usual)


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
