"""Where claims stand on the desk's list, by the rules of triage."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from claims import triage
from claims.detection import Part
from claims.lifecycle import ClaimStatus
from claims.models import Appearance, Claim
from claims.models.ruling import rules_in_force

SAMPLE = "sample"  # the part that put a claim of the low scores on the list
_BACK = (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)


def put_in_order(
    claim: Claim, rules: triage.Rules, *, published_at: datetime | None, at: datetime
) -> triage.Triage:
    """Set the claim's gate, priority and their parts. Does not save; returns what the rules said."""
    result = triage.triage(
        kind=claim.kind,
        score=claim.score,
        wording=claim.wording,
        spread=claim.spread,
        age=max(at - published_at, timedelta(0)) if published_at else None,
        demand=claim.demand,
        pinned=claim.pinned,
        came_back=added_since(claim) if claim.status in _BACK else None,
        sampled=sample_points(claim),
        rules=rules,
    )
    claim.gate, claim.priority, claim.priority_parts = result.gate, result.priority, as_json(result.parts)
    return result


def added_since(claim: Claim) -> triage.Added | None:
    """Return what was added since the claim was declined; None if it never was, or that was undone."""
    if claim.declined_at is None:
        return None
    return triage.Added(
        places=max(0, claim.spread - (claim.declined_spread or 0)),
        askers=max(0, claim.demand - (claim.declined_demand or 0)),
    )


def as_json(parts: Sequence[Part]) -> list[dict[str, object]]:
    """Return the parts as they are stored: name, label, weight."""
    return [{"name": p.name, "label": p.label, "weight": p.weight} for p in parts]


def current_rules() -> triage.Rules:
    """Return what the order goes by now: weights, topics, harm areas, incidents."""
    return triage.rules_from(rules_in_force())


def last_published(claims: Collection[int]) -> dict[int, datetime]:
    """Return when the newest text with each claim was published, by the claim's id, where that is known."""
    places = Appearance.objects.filter(claim__in=claims, snapshot__published_at__isnull=False)
    newest = places.order_by().values("claim").annotate(newest=Max("snapshot__published_at"))
    return dict(newest.values_list("claim", "newest"))


def sample_points(claim: Claim) -> float | None:
    """The points that put it on the list from the low scores, as they were given; None if it was not."""
    if claim.sampled_at is None:
        return None
    stored: list[dict[str, Any]] = claim.priority_parts
    return next((float(part["weight"]) for part in stored if part["name"] == SAMPLE), 0.0)
