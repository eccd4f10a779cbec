"""One revision of a judgement, written under a seat."""

from datetime import datetime
from uuid import UUID

from factcheck.errors import Refusal
from factcheck.models import User
from reviews.actions.moves import ReasonMissing
from reviews.actions.seats import file_seat
from reviews.models import Assignment, Evidence, FactCheck, Rating, Review


def rating_on(fact_check: FactCheck, slug: str, words: str) -> Rating | None:
    """Return the rating of that slug on the fact-check's scale; None for words alone.

    Raises Refusal naming the ratings there are.
    """
    if not slug:
        if words:
            return None
        raise Refusal("Propose a rating of the scale, or say it in words.", field="rating")
    rating = Rating.objects.filter(scale=fact_check.scale_id, slug=slug).first()
    if rating is None:
        known = ", ".join(fact_check.scale.ratings.order_by("position").values_list("slug", flat=True))
        raise Refusal(f"The scale of this fact-check has: {known}.", field="rating")
    return rating


def file_review(
    seat: Assignment,
    fact_check: FactCheck,
    rating: Rating | None,
    words: str,
    reasoning: str,
    evidence: list[UUID],
    *,
    by: User,
    at: datetime,
) -> Review:
    """Write the next revision under a seat and move the seat to filed, on its own chain."""
    if not reasoning.strip():
        raise ReasonMissing("A rating needs its reasoning.", field="reasoning")
    known = set(
        Evidence.objects.told()
        .filter(fact_check=fact_check, uuid__in=evidence)
        .values_list("uuid", flat=True)
    )
    if set(evidence) - known:
        raise Refusal("Some of the evidence relied on is not in this file.", field="evidence")
    review = Review(
        assignment=seat,
        fact_check=fact_check,
        round=fact_check.round,
        stage=fact_check.stage,
        revision=1 + seat.reviews.count(),
        rating=rating,
        words=words,
        reasoning=reasoning,
        evidence=[str(e) for e in evidence],
        fence=seat.fence,
        filed_at=at,
    )
    review.save()
    file_seat(
        seat, by=by, at=at, data={"review": review.uuid, "revision": review.revision, "fence": seat.fence}
    )
    return review
