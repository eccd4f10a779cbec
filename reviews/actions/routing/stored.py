"""What was stored of a choice, put together again."""

from typing import Any

from reviews.models import Assignment
from reviews.routing.record import joined


def explanation_of(assignment: Assignment) -> dict[str, Any]:
    """Return why this person has the seat, in the shape of `as_json`; {} where nobody chose.

    A seat from the backlog keeps its need and its turn; everybody who was looked
    at stands once in the run, which this reads where it is not loaded. It holds
    other people's loads and conflicts: for editors only.
    """
    stored: dict[str, Any] = assignment.explanation or {}
    if assignment.run is None or not stored:
        return stored
    return joined(stored, candidates=assignment.run.candidates, prices=assignment.run.prices)
