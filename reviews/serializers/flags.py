"""Legal reviews and content warnings, and the rules that raise them."""

from typing import Any

from rest_framework import serializers

from claims.models import ClaimKind
from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Flag, FlagKind, FlagRule
from reviews.serializers.people import PersonBrief


class FlagDetail(serializers.ModelSerializer[Flag]):
    """A flag is up until it has an outcome. Either a rule or a person raised it; the other is null."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    rule = serializers.UUIDField(source="rule.uuid", read_only=True, default=None, allow_null=True)
    raised_by = PersonBrief(read_only=True, allow_null=True)
    cleared_by = PersonBrief(read_only=True, allow_null=True)

    class Meta:
        model = Flag
        fields = [
            "uuid",
            "fact_check",
            "kind",
            "rule",
            "text",
            "raised_by",
            "raised_at",
            "cleared_by",
            "cleared_at",
            "outcome",
        ]
        read_only_fields = fields


class RaiseFlag(StrictSerializer):
    """`text`: what the lawyer should look at, or what readers are warned of."""

    fact_check = serializers.UUIDField()
    kind = serializers.ChoiceField(FlagKind.choices)
    text = CleanText(max_length=300)


class ClearFlag(StrictSerializer):
    """What the review came to, or why the warning is lifted."""

    outcome = CleanText(max_length=500, lines=True)


class FlagRuleDetail(serializers.ModelSerializer[FlagRule]):
    topic = serializers.CharField(source="topic.slug", read_only=True, default=None, allow_null=True)
    keywords = serializers.ListField(child=serializers.CharField(), read_only=True)
    patterns = serializers.ListField(child=serializers.CharField(), read_only=True)
    claim_kinds = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = FlagRule
        fields = [
            "uuid",
            "kind",
            "name",
            "keywords",
            "patterns",
            "claim_kinds",
            "topic",
            "text",
            "active",
            "created_at",
        ]
        read_only_fields = fields


class _Conditions(StrictSerializer):
    """All that is stated has to hold; of several words, patterns or kinds one is enough."""

    keywords = serializers.ListField(child=CleanText(max_length=80), max_length=500, required=False)
    patterns = serializers.ListField(child=CleanText(max_length=200), max_length=20, required=False)
    claim_kinds = serializers.ListField(
        child=serializers.ChoiceField(ClaimKind.values), max_length=10, required=False
    )
    topic = CleanText(max_length=80, required=False, allow_blank=True)


class EditFlagRule(_Conditions):
    """Only what is named changes."""

    name = CleanText(max_length=200, required=False)
    text = CleanText(max_length=300, required=False, allow_blank=True)
    active = serializers.BooleanField(required=False)


class AddFlagRule(_Conditions):
    kind = serializers.ChoiceField(FlagKind.choices)
    name = CleanText(max_length=200)
    text = CleanText(max_length=300, required=False, default="", allow_blank=True)


class TryFlagRule(_Conditions):
    """The conditions of a rule, as it is or might become."""


class Touched(serializers.Serializer[Any]):
    claim = serializers.UUIDField(read_only=True)
    wording = serializers.CharField(read_only=True)
    reasons = serializers.ListField(child=serializers.CharField(), read_only=True)


class Trial(serializers.Serializer[Any]):
    """What the rule would touch among the newest claims; the first 20 are shown."""

    asked = serializers.IntegerField(read_only=True)
    matched = serializers.IntegerField(read_only=True)
    results = Touched(many=True, read_only=True)
