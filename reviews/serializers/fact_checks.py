"""Fact-checks: what is shown of them, and what their verbs ask for."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.lifecycle import DeclineReason
from claims.models import Claim
from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import FactCheck
from reviews.serializers.assignments import Judgement, SeatBrief
from reviews.serializers.people import PersonBrief
from reviews.serializers.policies import PolicyBrief, ScaleBrief


class ClaimBrief(serializers.ModelSerializer[Claim]):
    claimant = serializers.CharField(source="claimant.name", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Claim
        fields = ["uuid", "wording", "kind", "language", "claimant"]
        read_only_fields = fields


class Unfilled(serializers.Serializer[Any]):
    """A seat that nobody is free for, and the smallest change that would help."""

    role = serializers.CharField(read_only=True)
    seats = serializers.IntegerField(read_only=True)
    message = serializers.CharField(read_only=True)


class SkippedRule(serializers.Serializer[Any]):
    rule = serializers.UUIDField(read_only=True)
    because = serializers.CharField(read_only=True)
    policy = serializers.CharField(read_only=True)


class PolicyChoice(serializers.Serializer[Any]):
    """How the policy was chosen when the file was opened: by an editor, a rule, or as the default.

    `skipped` are rules that fitted, and named a policy out of use.
    """

    by = serializers.ChoiceField(["editor", "rule", "default"], read_only=True)
    rule = serializers.UUIDField(read_only=True, default=None, allow_null=True)
    because = serializers.CharField(read_only=True, default="")
    skipped = SkippedRule(many=True, read_only=True, default=list)


# What a fact-check shows of the desk's work to nobody outside it.
_INSIDE: dict[str, Any] = {
    "held_from": "",
    "sealed": False,
    "proposal": None,
    "approved_by": None,
    "approved_at": None,
    "publish_at": None,
    "unfilled": None,
    "policy_choice": None,
    "round": None,
    "stage": None,
}


class FactCheckDetail(serializers.ModelSerializer[FactCheck]):
    """A fact-check. Outside the desk the work is hidden (null), and the verdict is the published one."""

    claim = ClaimBrief(read_only=True)
    policy = PolicyBrief(read_only=True)
    scale = ScaleBrief(read_only=True)
    sealed = serializers.BooleanField(source="is_sealed", read_only=True)
    round = serializers.IntegerField(read_only=True, allow_null=True)
    stage = serializers.IntegerField(read_only=True, allow_null=True)
    proposal = serializers.UUIDField(source="proposal.uuid", read_only=True, default=None, allow_null=True)
    verdict = serializers.UUIDField(source="seen_verdict", read_only=True, allow_null=True)
    label = serializers.CharField(source="seen_label", read_only=True, allow_null=True)  # type: ignore[assignment]
    approved_by = PersonBrief(read_only=True, allow_null=True)
    publication = serializers.UUIDField(
        source="publication.uuid", read_only=True, default=None, allow_null=True
    )
    unfilled = serializers.SerializerMethodField()
    policy_choice = serializers.SerializerMethodField()
    assignments = SeatBrief(source="seats", many=True, read_only=True)

    class Meta:
        model = FactCheck
        fields = [
            "uuid",
            "claim",
            "policy",
            "policy_choice",
            "scale",
            "status",
            "held_from",
            "round",
            "stage",
            "sealed",
            "proposal",
            "verdict",
            "label",
            "approved_by",
            "approved_at",
            "unfilled",
            "opened_at",
            "publish_at",
            "published_at",
            "publication",
            "closed_at",
            "close_reason",
            "assignments",
        ]
        read_only_fields = fields

    @extend_schema_field(Unfilled(allow_null=True))
    def get_unfilled(self, fact_check: FactCheck) -> dict[str, Any] | None:
        return dict(Unfilled(fact_check.unfilled).data) if fact_check.unfilled else None

    @extend_schema_field(PolicyChoice(allow_null=True))
    def get_policy_choice(self, fact_check: FactCheck) -> dict[str, Any] | None:
        choice = (getattr(fact_check, "opening", None) or {}).get("choice")
        return dict(PolicyChoice(choice).data) if choice else None

    def to_representation(self, instance: FactCheck) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if not getattr(self.context["request"].user, "is_on_desk", False):
            shown |= _INSIDE
        return shown


class OpenFactCheck(StrictSerializer):
    """`policy` and `scale` are slugs; the desk's defaults where they are left out."""

    claim = serializers.UUIDField()
    policy = CleanText(max_length=80, required=False, default="", allow_blank=True)
    scale = CleanText(max_length=80, required=False, default="", allow_blank=True)


class Decide(Judgement):
    """The editor's own judgement of a disputed fact-check."""

    evidence = None  # type: ignore[assignment]


class Ticked(StrictSerializer):
    """A line of the policy's checklist that was looked at."""

    item = CleanText(max_length=300)
    note = CleanText(max_length=500, required=False, default="", allow_blank=True)


class Approve(StrictSerializer):
    """`checklist`: what was looked at, by line; `deviation`: why similar claims were judged otherwise."""

    checklist = serializers.ListField(child=Ticked(), required=False, default=list, max_length=50)
    deviation = CleanText(max_length=1000, required=False, default="", allow_blank=True)


class SecondRead(StrictSerializer):
    """Whether the verdict is borne out; an objection needs its reason."""

    confirms = serializers.BooleanField()
    reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class NameOutsideEditor(StrictSerializer):
    """The link lives for so many hours, and for one decision."""

    name = CleanText(max_length=200)
    hours = serializers.IntegerField(min_value=1, max_value=336, required=False, default=72)


class Return(StrictSerializer):
    reason = CleanText(max_length=5000, lines=True)


class Reopen(StrictSerializer):
    reason = CleanText(max_length=1000, lines=True)


class Close(StrictSerializer):
    """`decline_reason` declines the claim as well; without it the claim goes back to the detected ones."""

    reason = CleanText(max_length=1000, lines=True)
    decline_reason = serializers.ChoiceField(
        [r.value for r in DeclineReason], required=False, default="", allow_blank=True
    )


class Publish(StrictSerializer):
    """`note` tells the readers why, where a later round replaces what stood before."""

    title = CleanText(max_length=200)
    summary = CleanText(max_length=5000, lines=True)
    note = CleanText(max_length=2000, lines=True, required=False, default="", allow_blank=True)


class Schedule(Publish):
    """`publish_at`: the moment, with its offset, within a year."""

    publish_at = serializers.DateTimeField()


class TimelineRow(serializers.Serializer[Any]):
    """Something that happened to a fact-check; `by` null where the system did it."""

    name = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    by = serializers.CharField(read_only=True, allow_null=True)


class Timeline(serializers.Serializer[Any]):
    """The newest 500, oldest first."""

    results = TimelineRow(many=True, read_only=True)
