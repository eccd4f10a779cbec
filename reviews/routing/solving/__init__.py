"""Who takes which claim: all at once, or one after the other by prices that were learnt."""

from reviews.routing.solving.bound import most, points
from reviews.routing.solving.online import Prices, choose_online
from reviews.routing.solving.problem import Problem, Solution
from reviews.routing.solving.room import Room
from reviews.routing.solving.solver import SOLVERS, solve

__all__ = [
    "SOLVERS",
    "Prices",
    "Problem",
    "Room",
    "Solution",
    "choose_online",
    "most",
    "points",
    "solve",
]
