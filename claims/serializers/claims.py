"""Claims, the places where they were made, and who made them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.detection.splitting import split
from claims.lifecycle import ClaimStatus, DeclineReason
from claims.models import Appearance, AppearanceKind, Claim, Claimant, ClaimantRole, ClaimKind, Speech, Topic
from claims.serializers.people import Colleague
from claims.serializers.sources import LANGUAGE
from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer

DECLINE_REASONS = [(reason.value, reason.value.replace("_", " ")) for reason in DeclineReason]
PLACES = [(value, label) for value, label in AppearanceKind.choices if value != AppearanceKind.TEXT]
_WORDING = "One assertion, neutral, understandable without the article."


class PitchClaim(StrictSerializer):
    """A claim that no article brought, in the desk's wording."""

    wording = CleanText(max_length=2000, help_text=_WORDING)
    kind = serializers.ChoiceField(ClaimKind.choices, help_text="What sort of assertion it is.")
    claimant = CleanText(
        max_length=200, required=False, allow_blank=True, help_text="Who made it; entered if new."
    )
    language = CleanText(
        max_length=12,
        required=False,
        allow_blank=True,
        validators=[LANGUAGE],
        help_text="BCP 47, such as en.",
    )
    pitch = CleanText(
        max_length=1000, lines=True, required=False, allow_blank=True, help_text="Why it is worth a check."
    )


class ShortlistClaim(StrictSerializer):
    pitch = CleanText(
        max_length=1000, lines=True, required=False, allow_blank=True, help_text="Why it is worth a check."
    )


class DeclineClaim(StrictSerializer):
    reason = serializers.ChoiceField(DECLINE_REASONS, help_text="Why the desk does not pursue it.")


class RewordClaim(StrictSerializer):
    wording = CleanText(max_length=2000, help_text=_WORDING)


class AddAppearance(StrictSerializer):
    """A place outside article texts: a post, a speech, a message, a recording, an image."""

    kind = serializers.ChoiceField(PLACES, help_text="What the place is.")
    quote = CleanText(max_length=20_000, lines=True, help_text="The exact words.")
    url = HttpUrl(required=False, allow_blank=True, help_text="Where it is; or name the occasion.")
    time_code = serializers.DurationField(
        required=False, allow_null=True, help_text="Into a recording, such as 00:12:30."
    )
    claimant = CleanText(
        max_length=200, required=False, allow_blank=True, help_text="Who said it; else the claim's claimant."
    )
    speech = serializers.ChoiceField(
        Speech.choices, required=False, help_text="Whether these are the claimant's own words."
    )
    said_on = serializers.DateField(required=False, allow_null=True, help_text="The day it was said.")
    occasion = CleanText(
        max_length=300, required=False, allow_blank=True, help_text="Such as a council meeting."
    )

    def validate_time_code(self, time_code: Any) -> Any:
        if time_code is not None and not 0 <= time_code.total_seconds() < 7 * 24 * 3600:
            raise serializers.ValidationError("A time code lies inside a recording.", "out_of_range")
        return time_code


class PartShown(serializers.Serializer[Any]):
    """One reason for a number; the weights of all add up to it, or to its log-odds."""

    name = serializers.CharField()
    label = serializers.CharField(help_text="In words.")  # type: ignore[assignment]  # DRF's own attribute
    weight = serializers.FloatField()


class ClaimantName(serializers.ModelSerializer[Claimant]):
    """A claimant where it is only named."""

    class Meta:
        model = Claimant
        fields = ["uuid", "name", "kind"]
        read_only_fields = fields


class RoleSeen(serializers.ModelSerializer[ClaimantRole]):
    class Meta:
        model = ClaimantRole
        fields = ["role", "organisation", "first_seen_at", "last_seen_at"]
        read_only_fields = fields


class ClaimantDetail(serializers.ModelSerializer[Claimant]):
    """A person or body, with the roles it and rows merged into it were seen in, the latest first."""

    roles = serializers.SerializerMethodField()
    also_known_as = ClaimantName(many=True, read_only=True, source="merged")
    merged_into = ClaimantName(read_only=True, allow_null=True)

    class Meta:
        model = Claimant
        fields = ["uuid", "name", "kind", "created_at", "roles", "also_known_as", "merged_into"]
        read_only_fields = fields

    @extend_schema_field(RoleSeen(many=True))
    def get_roles(self, claimant: Claimant) -> list[dict[str, Any]]:
        seen = [role for row in (claimant, *claimant.merged.all()) for role in row.roles.all()]
        seen.sort(key=lambda role: role.last_seen_at, reverse=True)
        return [dict(RoleSeen(role).data) for role in seen]


class AppearanceDetail(serializers.ModelSerializer[Appearance]):
    """One place where the claim was made. `quote` is the snapshot's text from `start` to `end`."""

    article = serializers.UUIDField(
        source="snapshot.article.uuid", read_only=True, allow_null=True, default=None
    )
    article_title = serializers.CharField(source="snapshot.title", read_only=True, default="")
    article_url = serializers.CharField(source="snapshot.article.url", read_only=True, default="")
    snapshot = serializers.IntegerField(
        source="snapshot.number", read_only=True, allow_null=True, default=None, help_text="Its number."
    )
    time_code = serializers.DurationField(read_only=True, allow_null=True, format="iso-8601")
    quoted_parts = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        read_only=True,
        help_text="Spans in the snapshot's text inside quotation marks.",
    )
    claimant = ClaimantName(read_only=True, allow_null=True)
    changed_in = serializers.IntegerField(
        source="changed_in.number",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The number of the later snapshot in which these words stand no more.",
    )

    class Meta:
        model = Appearance
        fields = [
            "uuid",
            "kind",
            "article",
            "article_title",
            "article_url",
            "snapshot",
            "start",
            "end",
            "quote",
            "quoted_parts",
            "speech",
            "claimant",
            "claimant_role",
            "claimant_organisation",
            "url",
            "time_code",
            "said_on",
            "occasion",
            "changed_in",
            "created_at",
        ]
        read_only_fields = fields


class TopicName(serializers.ModelSerializer[Topic]):
    class Meta:
        model = Topic
        fields = ["uuid", "slug", "name"]
        read_only_fields = fields


class ClaimName(serializers.ModelSerializer[Claim]):
    """A claim where it is only named."""

    class Meta:
        model = Claim
        fields = ["uuid", "wording", "status"]
        read_only_fields = fields


class ClaimDetail(serializers.ModelSerializer[Claim]):
    """A claim with its reasons. `appearances` are the first 50; all are at `appearances/`.

    Among them are those of claims that were merged into it (the list's filter
    `merged_into` shows these), and of those that it is a part of.
    """

    claimant = ClaimantName(read_only=True, allow_null=True)
    topics = serializers.SerializerMethodField()
    score_parts = PartShown(many=True, read_only=True)
    priority_parts = PartShown(many=True, read_only=True)
    worded_by = Colleague(read_only=True, allow_null=True)
    pitched_by = Colleague(read_only=True, allow_null=True)
    accepted_by = Colleague(read_only=True, allow_null=True)
    appearances = AppearanceDetail(many=True, read_only=True, source="first_places")
    merged_into = ClaimName(read_only=True, allow_null=True)
    parts = ClaimName(many=True, read_only=True, source="its_parts", help_text="If it was split.")
    part_of = ClaimName(many=True, read_only=True, source="its_wholes")
    proposed_split = serializers.SerializerMethodField(
        help_text="Claims into which it may be taken apart; empty if it is one assertion, or decided about."
    )

    class Meta:
        model = Claim
        fields = [
            "uuid",
            "wording",
            "kind",
            "language",
            "status",
            "claimant",
            "topics",
            "score",
            "score_parts",
            "score_model",
            "priority",
            "priority_parts",
            "gate",
            "pinned",
            "spread",
            "demand",
            "worded_by",
            "pitched_by",
            "pitch",
            "decline_reason",
            "words_changed_at",
            "created_at",
            "accepted_at",
            "accepted_by",
            "settled_at",
            "merged_into",
            "parts",
            "part_of",
            "proposed_split",
            "appearances",
        ]
        read_only_fields = fields

    def get_proposed_split(self, claim: Claim) -> list[str]:
        waits = claim.status in (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)
        return split(claim.wording, language=claim.language or "en") if waits else []

    def get_topics(self, claim: Claim) -> list[dict[str, Any]]:
        return [dict(TopicName(link.topic).data) for link in claim.claim_topics.all()]


class SettledClaim(ClaimDetail):
    """What readers see of a claim: how it reads and where it was made, nothing of the desk's own work."""

    class Meta:
        model = Claim
        fields = ["uuid", "wording", "kind", "language", "status", "claimant", "settled_at", "appearances"]
        read_only_fields = fields
