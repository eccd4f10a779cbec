"""Who is asked to take a seat: the desk's rows turned into routing's values, and its choice into offers."""

from reviews.actions.routing.candidates import candidates_among, is_absent, roles_for
from reviews.actions.routing.needs import AT_RESEARCH, free_seats, need_of
from reviews.actions.routing.one import explain, route, route_unfilled

__all__ = [
    "AT_RESEARCH",
    "candidates_among",
    "explain",
    "free_seats",
    "is_absent",
    "need_of",
    "roles_for",
    "route",
    "route_unfilled",
]
