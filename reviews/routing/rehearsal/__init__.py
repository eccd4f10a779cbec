"""Routing rehearsed: the decisions of some weeks made again with other weights, and how that compares."""

from reviews.routing.rehearsal.desk import play
from reviews.routing.rehearsal.figures import Changed, Comparison, Figures, Load, Waits, compare, gini
from reviews.routing.rehearsal.values import Decision, Ending, Fate, Offer, Outcome

__all__ = [
    "Changed",
    "Comparison",
    "Decision",
    "Ending",
    "Fate",
    "Figures",
    "Load",
    "Offer",
    "Outcome",
    "Waits",
    "compare",
    "gini",
    "play",
]
