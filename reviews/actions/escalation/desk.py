"""The desk at the moment of one look: its people are read once, however much is told."""

from datetime import datetime
from functools import cached_property

from reviews.actions.routing import candidates_among, need_of
from reviews.actions.routing_settings import weights_in_force
from reviews.lifecycle import AssignmentRole
from reviews.models import FactCheck, Reviewer
from reviews.routing import Candidate, Weights, exclusions
from reviews.routing.cost import cost

_NAMED = 3


class Desk:
    def __init__(self, at: datetime) -> None:
        self.at = at

    @cached_property
    def candidates(self) -> list[Candidate]:
        return candidates_among(Reviewer.objects.all(), at=self.at)

    @cached_property
    def reviewers(self) -> dict[int, Reviewer]:
        return Reviewer.objects.in_bulk(candidate.id for candidate in self.candidates)

    @cached_property
    def _weights(self) -> Weights:
        return weights_in_force()

    def cheapest(self, fact_check: FactCheck, role: str) -> list[tuple[Reviewer, int]]:
        """The three whom it would cost least to be given a seat by hand, with the cost."""
        need = need_of(fact_check, AssignmentRole(role), handed_out=True)
        free = (candidate for candidate in self.candidates if not exclusions(candidate, need))
        costs = (cost(candidate, need, raters=need.raters, weights=self._weights) for candidate in free)
        ranked = sorted(costs, key=lambda found: (found.points, found.candidate))
        return [(self.reviewers[found.candidate], found.points) for found in ranked[:_NAMED]]
