"""What other weights would do to the order of the last weeks, and to the list. Nothing is written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from claims.actions.ordering import added_since, current_rules, last_published, sample_points
from claims.lifecycle import SPOKEN_FOR, ClaimStatus
from claims.models import Claim
from claims.triage import Weights
from claims.triage.replay import ACCEPTED, DECLINED, Comparison, Past, compare

MOST_DAYS: Final = 365
MOST_CLAIMS: Final = 5000
_OUTCOMES: Final = {
    ClaimStatus.ACCEPTED: ACCEPTED,
    ClaimStatus.SETTLED: ACCEPTED,
    ClaimStatus.DECLINED: DECLINED,
}
_WAITING: Final = (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)
_COLUMNS: Final = (
    "id",
    "uuid",
    "wording",
    "kind",
    "status",
    "score",
    "spread",
    "demand",
    "pinned",
    "declined_at",
    "declined_spread",
    "declined_demand",
    "sampled_at",
    "priority_parts",
    "created_at",
)


class Replay(NamedTuple):
    """Claims looked at, how many more there were, and what came of it."""

    since: datetime
    until: datetime
    left_out: int
    comparison: Comparison


def replay(a: Weights, b: Weights, *, at: datetime, days: int = 28, most: int = MOST_CLAIMS) -> Replay:
    """Order the claims of the last days again, as old as they were when they came in; the newest `most`.

    Topics, harm areas and incidents are those of today; spread and demand are what they have grown to. Pins,
    samples and what came back are left out: they were answers to the list as it was.
    """
    since = at - timedelta(days=days)
    rows = Claim.objects.filter(created_at__gte=since, created_at__lte=at).exclude(status__in=SPOKEN_FOR)
    claims = list(rows.order_by("-id").only(*_COLUMNS)[:most])
    left_out = rows.count() - len(claims) if len(claims) == most else 0
    published = last_published([claim.pk for claim in claims])
    past = [
        Past(
            uuid=claim.uuid,
            wording=claim.wording,
            kind=claim.kind,
            score=claim.score,
            spread=claim.spread,
            demand=claim.demand,
            age=_age(published.get(claim.pk), claim.created_at),
            outcome=_OUTCOMES.get(ClaimStatus(claim.status), ""),
        )
        for claim in claims
    ]
    return Replay(since, at, left_out, _compared(past, a, b))


def dry_run(a: Weights, b: Weights, *, at: datetime, most: int = MOST_CLAIMS) -> Replay:
    """Order what waits now, as the list would stand if `b` were in force; ties stay as they are."""
    rows = Claim.objects.filter(status__in=_WAITING)
    claims = list(rows.order_by("-priority", "-id").only(*_COLUMNS)[:most])
    left_out = rows.count() - len(claims) if len(claims) == most else 0
    published = last_published([claim.pk for claim in claims])
    past = [
        Past(
            uuid=claim.uuid,
            wording=claim.wording,
            kind=claim.kind,
            score=claim.score,
            spread=claim.spread,
            demand=claim.demand,
            age=_age(published.get(claim.pk), at),
            pinned=claim.pinned,
            came_back=added_since(claim),
            sampled=sample_points(claim),
        )
        for claim in claims
    ]
    return Replay(at, at, left_out, _compared(past, a, b))


def _compared(past: Sequence[Past], a: Weights, b: Weights) -> Comparison:
    rules = current_rules()
    return compare(past, rules.weighed_by(a), rules.weighed_by(b))


def _age(published_at: datetime | None, at: datetime) -> timedelta | None:
    return max(at - published_at, timedelta(0)) if published_at else None
