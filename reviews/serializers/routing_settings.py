"""Versions of routing's weights, and rehearsals with them."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.actions.rehearsal import MOST_OFFERS, MOST_WEEKS, DryRun, Rehearsal
from reviews.actions.routing_settings import MOST_POINTS, PARTS
from reviews.models import FactCheck, Reviewer, RoutingSettings
from reviews.routing import Weights
from reviews.routing.rehearsal import Figures
from reviews.serializers.people import PersonBrief, ReviewerBrief

MOST_CHANGED = 100  # decisions named in one answer; the others are counted

WeightsGiven: Any = type(
    "WeightsGiven",
    (StrictSerializer,),
    {
        "__doc__": "Points that each part of the cost can reach; what is left out stays as it is in force.",
        "__module__": __name__,
        **{
            name: serializers.IntegerField(min_value=0, max_value=MOST_POINTS, required=False)
            for name in PARTS
        },
    },
)


class AddRoutingSettings(StrictSerializer):
    weights = WeightsGiven()
    note = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class ActivateRoutingSettings(StrictSerializer):
    """`reason` is kept for the next editor."""

    reason = CleanText(max_length=500, lines=True)


class SettingsAsked(StrictSerializer):
    """A version, or weights written out; with neither, what is in force."""

    version = serializers.IntegerField(min_value=1, required=False)
    weights = WeightsGiven(required=False)


class CompareSettings(StrictSerializer):
    """`b` is held against `a`; `most` offers of the last `weeks` are routed again, the newest first."""

    a = SettingsAsked(required=False, default=dict)
    b = SettingsAsked()
    weeks = serializers.IntegerField(min_value=1, max_value=MOST_WEEKS, required=False, default=4)
    most = serializers.IntegerField(min_value=1, max_value=MOST_OFFERS, required=False, default=MOST_OFFERS)


class RoutingSettingsDetail(serializers.ModelSerializer[RoutingSettings]):
    """One version. `activated_at`, `activated_by` and `reason` tell of the last time it was put in force."""

    weights = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    created_by = PersonBrief(read_only=True, allow_null=True)
    activated_by = PersonBrief(read_only=True, allow_null=True)

    class Meta:
        model = RoutingSettings
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


class InForce(serializers.Serializer[Any]):
    """What routing weighs with now; `version` is null where the defaults hold."""

    version = serializers.IntegerField(read_only=True, allow_null=True)
    weights = serializers.DictField(child=serializers.IntegerField(), read_only=True)


class WeekDetail(serializers.Serializer[Any]):
    begins_at = serializers.DateTimeField(read_only=True)
    gini = serializers.FloatField(read_only=True)


class BucketDetail(serializers.Serializer[Any]):
    name = serializers.CharField(read_only=True)
    seats = serializers.IntegerField(read_only=True)


class WaitsDetail(serializers.Serializer[Any]):
    """Hours until a seat was offered, and until it would have been accepted."""

    mean = serializers.FloatField(read_only=True)
    median = serializers.FloatField(read_only=True)
    longest = serializers.FloatField(read_only=True)
    accepted = serializers.FloatField(read_only=True)
    buckets = BucketDetail(many=True, read_only=True)


class LoadDetail(serializers.Serializer[Any]):
    reviewer = ReviewerBrief(read_only=True)
    seats = serializers.IntegerField(read_only=True)
    per_place = serializers.FloatField(read_only=True)


class FiguresDetail(serializers.Serializer[Any]):
    """One side: load and how evenly it is shared (Gini), waits, how much of the topics is known (percent)."""

    weights = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    seats = serializers.IntegerField(read_only=True)
    unfilled = serializers.IntegerField(read_only=True)
    gini = serializers.FloatField(read_only=True)
    evenness = serializers.CharField(read_only=True)
    match = serializers.FloatField(read_only=True, allow_null=True)
    matches = BucketDetail(many=True, read_only=True)
    waits = WaitsDetail(read_only=True)
    weeks = WeekDetail(many=True, read_only=True)
    loads = LoadDetail(many=True, read_only=True)


class ChangedDetail(serializers.Serializer[Any]):
    """A decision that comes out differently, with who would have its seats under each."""

    fact_check = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    a = ReviewerBrief(many=True, read_only=True)
    b = ReviewerBrief(many=True, read_only=True)


class ComparisonDetail(serializers.Serializer[Any]):
    """Two settings on the same weeks. `changed` names at most 100 decisions; `changes` counts them all."""

    since = serializers.DateTimeField(read_only=True)
    until = serializers.DateTimeField(read_only=True)
    decisions = serializers.IntegerField(read_only=True)
    left_out = serializers.IntegerField(read_only=True)
    unreadable = serializers.IntegerField(read_only=True)
    waiting = serializers.IntegerField(read_only=True)
    words = serializers.ListField(child=serializers.CharField(), read_only=True)
    a = FiguresDetail(read_only=True)
    b = FiguresDetail(read_only=True)
    changes = serializers.IntegerField(read_only=True)
    changed = ChangedDetail(many=True, read_only=True)


class WouldOfferDetail(serializers.Serializer[Any]):
    """A free seat: to whom it would go now, and to whom under the settings in force."""

    fact_check = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    role = serializers.CharField(read_only=True)
    seat = serializers.IntegerField(read_only=True)
    reviewer = ReviewerBrief(read_only=True, allow_null=True)
    instead_of = ReviewerBrief(read_only=True, allow_null=True)


class DryRunDetail(serializers.Serializer[Any]):
    """What would be offered if the settings went live now. Nothing is written."""

    weights = serializers.DictField(child=serializers.IntegerField(), read_only=True)
    seats = WouldOfferDetail(many=True, read_only=True)
    offers = serializers.IntegerField(read_only=True)
    unfilled = serializers.IntegerField(read_only=True)
    changes = serializers.IntegerField(read_only=True)
    left_out = serializers.IntegerField(read_only=True)


def compared(found: Rehearsal, a: Weights, b: Weights) -> dict[str, Any]:
    """Return a rehearsal as `ComparisonDetail` shows it, with names in place of numbers."""
    comparison = found.comparison
    named = comparison.changed[-MOST_CHANGED:]
    people = _people(
        {load.reviewer for side in (comparison.a, comparison.b) for load in side.loads}
        | {who for changed in named for who in (*changed.a, *changed.b)}
    )
    wordings = _wordings(changed.key for changed in named)
    return {
        "since": found.since,
        "until": found.until,
        "decisions": comparison.decisions,
        "left_out": found.left_out,
        "unreadable": found.unreadable,
        "waiting": found.waiting,
        "words": comparison.words,
        "a": _figures(comparison.a, a, people),
        "b": _figures(comparison.b, b, people),
        "changes": len(comparison.changed),
        "changed": [
            {
                "fact_check": changed.key,
                "wording": wordings[changed.key],
                "at": changed.at,
                "a": [people[who] for who in changed.a],
                "b": [people[who] for who in changed.b],
            }
            for changed in named
        ],
    }


def would_offer(found: DryRun, weights: Weights) -> dict[str, Any]:
    """Return a dry run as `DryRunDetail` shows it."""
    people = _people({who for seat in found.seats for who in (seat.reviewer, seat.instead_of) if who})
    wordings = _wordings(str(seat.file.uuid) for seat in found.seats)
    return {
        "weights": asdict(weights),
        "seats": [
            {
                "fact_check": seat.file.uuid,
                "wording": wordings[str(seat.file.uuid)],
                "role": seat.role,
                "seat": seat.seat,
                "reviewer": people[seat.reviewer] if seat.reviewer else None,
                "instead_of": people[seat.instead_of] if seat.instead_of else None,
            }
            for seat in found.seats
        ],
        "offers": sum(seat.reviewer is not None for seat in found.seats),
        "unfilled": sum(seat.reviewer is None for seat in found.seats),
        "changes": sum(seat.reviewer != seat.instead_of for seat in found.seats),
        "left_out": found.left_out,
    }


def _figures(figures: Figures, weights: Weights, people: dict[int, Reviewer]) -> dict[str, Any]:
    waits = asdict(figures.waits)
    waits["buckets"] = [{"name": name, "seats": seats} for name, seats in figures.waits.buckets]
    return {
        "weights": asdict(weights),
        "seats": figures.seats,
        "unfilled": figures.unfilled,
        "gini": figures.gini,
        "evenness": figures.evenness,
        "match": figures.match,
        "matches": [{"name": name, "seats": seats} for name, seats in figures.matches],
        "waits": waits,
        "weeks": [{"begins_at": begins, "gini": gini} for begins, gini in figures.weeks],
        "loads": [
            {"reviewer": people[load.reviewer], "seats": load.seats, "per_place": load.per_place}
            for load in figures.loads
        ],
    }


def _people(ids: Iterable[int]) -> dict[int, Reviewer]:
    return Reviewer.objects.filter(pk__in=set(ids)).select_related("user").in_bulk()


def _wordings(keys: Iterable[str]) -> dict[str, str]:
    rows = FactCheck.objects.filter(uuid__in=set(keys)).values_list("uuid", "claim__wording")
    return {str(uuid): wording for uuid, wording in rows}
