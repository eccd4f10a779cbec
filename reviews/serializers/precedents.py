"""Precedents beside a decision, and what was kept of an approval."""

from typing import Any

from rest_framework import serializers

from reviews.models import Approval
from reviews.serializers.people import PersonBrief


class PrecedentRow(serializers.Serializer[Any]):
    """A similar claim on which the desk ruled. `strong`: a verdict against it is explained."""

    fact_check = serializers.UUIDField(read_only=True)
    claim = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    claimant = serializers.CharField(read_only=True)
    verdict = serializers.UUIDField(read_only=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    decided_at = serializers.DateTimeField(read_only=True)
    url = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True)
    likeness = serializers.FloatField(source="likeness.score", read_only=True)
    reasons = serializers.ListField(source="likeness.reasons", child=serializers.CharField(), read_only=True)
    strong = serializers.BooleanField(source="is_strong", read_only=True)


class DeviationDetail(serializers.Serializer[Any]):
    """That the proposal departs from strong precedents; `reason_needed`: none of them agrees with it."""

    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    against = serializers.SerializerMethodField()
    agreeing = serializers.IntegerField(read_only=True)
    reason_needed = serializers.BooleanField(source="is_explained_first", read_only=True)
    message = serializers.SerializerMethodField()

    def get_against(self, deviation: Any) -> list[str]:
        return [str(precedent.verdict) for precedent in deviation.against]

    def get_message(self, deviation: Any) -> str:
        labels = ", ".join(dict.fromkeys(f"“{precedent.label}”" for precedent in deviation.against))
        return f"Proposed is “{deviation.label}”; similar claims were judged {labels}."


class Precedents(serializers.Serializer[Any]):
    """At most ten, the most alike first. `deviation` null where there is none, or no open proposal."""

    results = PrecedentRow(many=True, read_only=True)
    deviation = DeviationDetail(read_only=True, allow_null=True)


class TickedLine(serializers.Serializer[Any]):
    item = serializers.CharField(read_only=True)
    note = serializers.CharField(read_only=True)


class ApprovalDetail(serializers.ModelSerializer[Approval]):
    """What whoever approved had looked at."""

    verdict = serializers.UUIDField(source="verdict.uuid", read_only=True)
    checklist = TickedLine(many=True, read_only=True)
    precedents = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    by = PersonBrief(read_only=True)

    class Meta:
        model = Approval
        fields = ["uuid", "round", "verdict", "checklist", "precedents", "deviation", "by", "at"]
        read_only_fields = fields


class Approvals(serializers.Serializer[Any]):
    """The oldest first. `asked` is the checklist of the fact-check's policy."""

    asked = serializers.ListField(child=serializers.CharField(), read_only=True)
    results = ApprovalDetail(many=True, read_only=True)
