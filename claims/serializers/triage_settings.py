"""Versions of triage's weights, and what others would do."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from claims.actions.triage_replay import MOST_CLAIMS, MOST_DAYS, Replay
from claims.models import TriageSettings
from claims.serializers.claims import PartShown
from claims.serializers.people import Colleague
from claims.triage import Weights
from claims.triage.replay import Moved, Side
from claims.triage.weights import LIMITS
from factcheck.api.serializers import CleanText, StrictSerializer


def _weight(name: str) -> serializers.Field[Any, Any, Any, Any]:
    limit = LIMITS[name]
    if limit.whole:
        return serializers.IntegerField(
            min_value=int(limit.least), max_value=int(limit.most), required=False, help_text=limit.says
        )
    return serializers.FloatField(
        min_value=limit.least, max_value=limit.most, required=False, help_text=limit.says
    )


WeightsGiven: Any = type(
    "TriageWeightsGiven",
    (StrictSerializer,),
    {
        "__doc__": "Points and thresholds; what is left out stays as it is in force.",
        "__module__": __name__,
        **{name: _weight(name) for name in LIMITS},
    },
)


class AddTriageSettings(StrictSerializer):
    weights = WeightsGiven()
    note = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class ActivateTriageSettings(StrictSerializer):
    """`reason` is kept for the next editor."""

    reason = CleanText(max_length=500, lines=True)


class TriageSettingsAsked(StrictSerializer):
    """A version, or weights written out; with neither, what is in force."""

    version = serializers.IntegerField(min_value=1, required=False)
    weights = WeightsGiven(required=False)


class CompareTriageSettings(StrictSerializer):
    """`b` is held against `a`, on the newest `most` claims of the last `days`."""

    a = TriageSettingsAsked(required=False, default=dict)
    b = TriageSettingsAsked()
    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS, required=False, default=28)
    most = serializers.IntegerField(min_value=1, max_value=MOST_CLAIMS, required=False, default=MOST_CLAIMS)


class TriageSettingsDetail(serializers.ModelSerializer[TriageSettings]):
    """One version. `activated_at`, `activated_by` and `reason` tell of the last time it was put in force."""

    weights = serializers.DictField(child=serializers.FloatField(), read_only=True)
    created_by = Colleague(read_only=True, allow_null=True)
    activated_by = Colleague(read_only=True, allow_null=True)

    class Meta:
        model = TriageSettings
        fields = [
            "uuid",
            "version",
            "active",
            "weights",
            "note",
            "created_by",
            "created_at",
            "activated_by",
            "activated_at",
            "reason",
        ]
        read_only_fields = fields


class TriageInForce(serializers.Serializer[Any]):
    """What triage weighs with now; `version` is null where the defaults hold."""

    version = serializers.IntegerField(read_only=True, allow_null=True)
    weights = serializers.DictField(child=serializers.FloatField(), read_only=True)


class SampleDetail(serializers.Serializer[Any]):
    """What became of the claims shown from the low scores; the share is of those that a person decided."""

    sampled = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    accepted = serializers.IntegerField(read_only=True)
    declined = serializers.IntegerField(read_only=True)
    accepted_share = serializers.FloatField(read_only=True, allow_null=True)


class SideDetail(serializers.Serializer[Any]):
    """One order: what it lists, what its gates keep off, where the accepted claims stand in it."""

    weights = serializers.DictField(child=serializers.FloatField(), read_only=True)
    listed = serializers.IntegerField(read_only=True)
    gates = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    accepted_listed = serializers.IntegerField(read_only=True)
    accepted_median = serializers.FloatField(read_only=True, allow_null=True)


class TopDetail(serializers.Serializer[Any]):
    """The first `k`: the share both have in common; accepted claims among them, and of the decided ones."""

    k = serializers.IntegerField(read_only=True)
    overlap = serializers.FloatField(read_only=True)
    a_accepted = serializers.IntegerField(read_only=True)
    a_precision = serializers.FloatField(read_only=True, allow_null=True)
    b_accepted = serializers.IntegerField(read_only=True)
    b_precision = serializers.FloatField(read_only=True, allow_null=True)


class PlaceDetail(serializers.Serializer[Any]):
    """Where a claim stands; `rank` is null and `gate` says why for what is not listed."""

    rank = serializers.IntegerField(read_only=True, allow_null=True)
    gate = serializers.CharField(read_only=True)
    priority = serializers.FloatField(read_only=True)
    parts = PartShown(many=True, read_only=True)


class MovedDetail(serializers.Serializer[Any]):
    claim = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    outcome = serializers.CharField(read_only=True, help_text="accepted, declined or empty.")
    a = PlaceDetail(read_only=True)
    b = PlaceDetail(read_only=True)


class CountsDetail(serializers.Serializer[Any]):
    up = serializers.IntegerField(read_only=True)
    down = serializers.IntegerField(read_only=True)
    appear = serializers.IntegerField(read_only=True)
    vanish = serializers.IntegerField(read_only=True)


class OrderComparison(serializers.Serializer[Any]):
    """Two settings on the same claims. `counts` says how many moved; of each kind 20 are named."""

    since = serializers.DateTimeField(read_only=True)
    until = serializers.DateTimeField(read_only=True)
    claims = serializers.IntegerField(read_only=True)
    left_out = serializers.IntegerField(read_only=True, help_text="Older claims that were too many.")
    accepted = serializers.IntegerField(read_only=True)
    declined = serializers.IntegerField(read_only=True)
    a = SideDetail(read_only=True)
    b = SideDetail(read_only=True)
    tops = TopDetail(many=True, read_only=True)
    counts = CountsDetail(read_only=True)
    up = MovedDetail(many=True, read_only=True)
    down = MovedDetail(many=True, read_only=True)
    appear = MovedDetail(many=True, read_only=True)
    vanish = MovedDetail(many=True, read_only=True)


def told(found: Replay, a: Weights, b: Weights) -> dict[str, Any]:
    """Return a replay or a dry run as `OrderComparison` shows it."""
    comparison = found.comparison
    return {
        "since": found.since,
        "until": found.until,
        "claims": comparison.claims,
        "left_out": found.left_out,
        "accepted": comparison.accepted,
        "declined": comparison.declined,
        "a": _side(comparison.a, a),
        "b": _side(comparison.b, b),
        "tops": [top._asdict() for top in comparison.tops],
        "counts": comparison.counts,
        **{name: _moved(getattr(comparison, name)) for name in ("up", "down", "appear", "vanish")},
    }


def _side(side: Side, weights: Weights) -> dict[str, Any]:
    return {
        "weights": asdict(weights),
        "listed": side.listed,
        "gates": side.gates,
        "accepted_listed": side.accepted_listed,
        "accepted_median": side.accepted_median,
    }


def _moved(group: Iterable[Moved]) -> list[dict[str, Any]]:
    return [
        {
            "claim": moved.past.uuid,
            "wording": moved.past.wording,
            "outcome": moved.past.outcome,
            "a": moved.a._asdict(),
            "b": moved.b._asdict(),
        }
        for moved in group
    ]
