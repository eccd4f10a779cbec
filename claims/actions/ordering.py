"""Where claims stand on the desk's list, by the rules of triage."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from claims import triage as rules
from claims.detection import Part
from claims.models import Claim, Topic


def put_in_order(
    claim: Claim,
    keywords: Mapping[str, Sequence[str]] | rules.Keywords,
    *,
    quote: str,
    published_at: datetime | None,
    at: datetime,
) -> None:
    """Set the claim's gate, priority and their parts. Does not save."""
    result = rules.triage(
        kind=claim.kind,
        score=claim.score,
        wording=claim.wording,
        quote=quote,
        spread=claim.spread,
        age=max(at - published_at, at - at) if published_at else None,
        demand=claim.demand,
        topics=keywords,
        pinned=claim.pinned,
    )
    claim.gate, claim.priority, claim.priority_parts = result.gate, result.priority, as_json(result.parts)


def as_json(parts: Sequence[Part]) -> list[dict[str, object]]:
    """Return the parts as they are stored: name, label, weight."""
    return [{"name": p.name, "label": p.label, "weight": p.weight} for p in parts]


def keywords_of_topics() -> dict[str, list[str]]:
    """The desk's topics and their keywords."""
    return dict(Topic.objects.values_list("slug", "keywords"))
