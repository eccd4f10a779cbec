"""Who is asked to take a seat: the desk's rows turned into routing's values, and its choice into offers."""

from reviews.actions.routing.backlog import route_backlog
from reviews.actions.routing.candidates import candidates_among, is_absent, roles_for
from reviews.actions.routing.needs import free_seats, need_of, waiting
from reviews.actions.routing.one import Crowded, explain, note_taken, route
from reviews.actions.routing.runs import AlreadyRouting, RunOver, ask_for_routing
from reviews.actions.routing.stored import explanation_of

__all__ = [
    "AlreadyRouting",
    "Crowded",
    "RunOver",
    "ask_for_routing",
    "candidates_among",
    "explain",
    "explanation_of",
    "free_seats",
    "is_absent",
    "need_of",
    "note_taken",
    "roles_for",
    "route",
    "route_backlog",
    "waiting",
]
