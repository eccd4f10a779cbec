"""Policies, the rules that choose among them, and scales; by version."""

from typing import Any

from rest_framework import serializers

from claims.models import ClaimKind
from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Policy, PolicyRule, Rating, Scale
from reviews.models.policies import Approver, Judging
from reviews.policy import (
    BOUNDS,
    HIGHEST,
    LONGEST,
    LONGEST_DEFINITION,
    LONGEST_LABEL,
    LONGEST_LINE,
    MOST_LINES,
    MOST_RATINGS,
)

_SAYS = [
    "name",
    "description",
    "judging",
    "approver",
    "raters",
    "researcher_votes",
    "tolerance",
    "offers",
    "pull",
    "offer_hours",
    "due_hours",
    "judging_hours",
    "reminder_hours",
    "reply_hours",
    "second_read_hours",
    "independent_sources",
    "primary_source",
    "claimant_contact",
    "outside_editor",
    "report_required",
    "checklist",
    "valid_days",
]


class PolicyDetail(serializers.ModelSerializer[Policy]):
    """One version of a policy. Hours are hours, `valid_days` days; what is 0 or null is not asked."""

    checklist = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Policy
        fields = ["uuid", "slug", "version", *_SAYS, "active", "is_default", "created_at"]
        read_only_fields = fields


class PolicyBrief(serializers.ModelSerializer[Policy]):
    class Meta:
        model = Policy
        fields = ["uuid", "slug", "version", "name"]
        read_only_fields = fields


def _number(name: str, **options: Any) -> serializers.IntegerField:
    least, most = BOUNDS[name]
    return serializers.IntegerField(min_value=least, max_value=most, required=False, **options)


class PolicyChanges(StrictSerializer):
    """What the next version says otherwise; what is left out stays as it is."""

    name = CleanText(max_length=LONGEST["name"], required=False)
    description = CleanText(max_length=LONGEST["description"], lines=True, required=False, allow_blank=True)
    judging = serializers.ChoiceField(Judging.choices, required=False)
    approver = serializers.ChoiceField(Approver.choices, required=False)
    raters = _number("raters", help_text="Of a panel or a rating meeting; with the researcher's vote.")
    researcher_votes = serializers.BooleanField(required=False)
    tolerance = _number("tolerance")
    offers = serializers.BooleanField(required=False)
    pull = serializers.BooleanField(required=False)
    offer_hours = _number("offer_hours")
    due_hours = _number("due_hours")
    judging_hours = _number("judging_hours", allow_null=True)
    reminder_hours = _number("reminder_hours")
    reply_hours = _number("reply_hours")
    second_read_hours = _number("second_read_hours")
    independent_sources = _number("independent_sources")
    primary_source = serializers.BooleanField(required=False)
    claimant_contact = serializers.BooleanField(required=False)
    outside_editor = serializers.BooleanField(required=False)
    report_required = serializers.BooleanField(required=False)
    checklist = serializers.ListField(
        child=CleanText(max_length=LONGEST_LINE), required=False, max_length=MOST_LINES
    )
    valid_days = _number("valid_days")


class AddPolicy(PolicyChanges):
    """A policy of a new name. It may be used at once; `active` false keeps it for later."""

    slug = CleanText(max_length=LONGEST["slug"])
    name = CleanText(max_length=LONGEST["name"])
    judging = serializers.ChoiceField(Judging.choices)
    active = serializers.BooleanField(required=False)


class PolicyRuleDetail(serializers.ModelSerializer[PolicyRule]):
    """A rule. `followed` is false while its policy is out of use: then the next rule that fits counts."""

    topic = serializers.CharField(source="topic.slug", read_only=True, default=None, allow_null=True)
    followed = serializers.BooleanField(read_only=True)

    class Meta:
        model = PolicyRule
        fields = ["uuid", "position", "topic", "harm", "kind", "policy", "active", "followed", "created_at"]
        read_only_fields = fields


class PolicyRuleChanges(StrictSerializer):
    """`topic` and `policy` are slugs, `harm` the slug of an area of harm; "" asks nothing."""

    topic = CleanText(max_length=80, required=False, allow_blank=True)
    harm = CleanText(max_length=80, required=False, allow_blank=True)
    kind = serializers.ChoiceField(ClaimKind.choices, required=False, allow_blank=True)
    policy = CleanText(max_length=80, required=False)
    position = serializers.IntegerField(min_value=1, max_value=1000, required=False)


class AddPolicyRule(PolicyRuleChanges):
    """At `position` (1 is asked first), or last."""

    policy = CleanText(max_length=80)


class ReorderPolicyRules(StrictSerializer):
    """Every rule in use, in the order in which they are to be asked."""

    rules = serializers.ListField(child=serializers.UUIDField(), max_length=1000)


class RatingDetail(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["slug", "label", "definition", "burden_of_proof", "position", "value", "worst", "best"]
        read_only_fields = fields


class ScaleBrief(serializers.ModelSerializer[Scale]):
    class Meta:
        model = Scale
        fields = ["uuid", "slug", "version", "name"]
        read_only_fields = fields


class ScaleDetail(serializers.ModelSerializer[Scale]):
    ratings = RatingDetail(many=True, read_only=True)

    class Meta:
        model = Scale
        fields = [
            "uuid",
            "slug",
            "version",
            "name",
            "description",
            "words_only",
            "is_default",
            "created_at",
            "ratings",
        ]
        read_only_fields = fields


class RatingGiven(StrictSerializer):
    """`value` null: a label without a number. The numbers span from the lowest to the highest given."""

    slug = CleanText(max_length=80)
    label = CleanText(max_length=LONGEST_LABEL)  # type: ignore[assignment]
    definition = CleanText(max_length=LONGEST_DEFINITION, lines=True)
    burden_of_proof = CleanText(
        max_length=LONGEST_DEFINITION, lines=True, required=False, default="", allow_blank=True
    )
    value = serializers.IntegerField(
        min_value=1, max_value=HIGHEST, required=False, default=None, allow_null=True
    )


class ScaleChanges(StrictSerializer):
    """What the next version says otherwise; `ratings` replace those there are, in the order given."""

    name = CleanText(max_length=LONGEST["name"], required=False)
    description = CleanText(max_length=LONGEST["description"], lines=True, required=False, allow_blank=True)
    words_only = serializers.BooleanField(required=False)
    ratings = RatingGiven(many=True, required=False, max_length=MOST_RATINGS)  # type: ignore[call-arg]


class AddScale(ScaleChanges):
    slug = CleanText(max_length=LONGEST["slug"])
    name = CleanText(max_length=LONGEST["name"])
    ratings = RatingGiven(many=True, max_length=MOST_RATINGS)  # type: ignore[call-arg]
