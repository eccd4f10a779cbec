"""Reviewers and their conflicts of interest."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from factcheck.models import User
from reviews.models import ConflictOfInterest, Reviewer

# How a person stands in rows of lists; the same shape as `PersonBrief`.
PERSON = {
    "type": "object",
    "required": ["uuid", "username", "name"],
    "properties": {
        "uuid": {"type": "string", "format": "uuid"},
        "username": {"type": "string"},
        "name": {"type": "string"},
    },
}


class PersonBrief(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["uuid", "username", "name"]
        read_only_fields = fields


class ReviewerBrief(serializers.ModelSerializer[Reviewer]):
    """A reviewer: the uuid is the profile's, the names are the person's."""

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Reviewer
        fields = ["uuid", "username", "name"]
        read_only_fields = fields


class LanguageKnown(serializers.Serializer[Any]):
    language = serializers.CharField(read_only=True)
    level = serializers.CharField(read_only=True)


class TopicKnown(serializers.Serializer[Any]):
    topic = serializers.CharField(source="topic.slug", read_only=True)
    skill = serializers.IntegerField(read_only=True, allow_null=True)
    opted_out = serializers.BooleanField(read_only=True)


class ReviewerDetail(serializers.ModelSerializer[Reviewer]):
    """Figures (capacity, load, skills) are filled for oneself and for editors, else null."""

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    employer = serializers.CharField(source="employer.slug", read_only=True, default=None, allow_null=True)
    languages = LanguageKnown(many=True, read_only=True)
    topics = serializers.SerializerMethodField()
    capacity = serializers.IntegerField(source="seen_capacity", read_only=True, allow_null=True)
    load = serializers.IntegerField(source="seen_load", read_only=True, allow_null=True)

    class Meta:
        model = Reviewer
        fields = [
            "uuid",
            "username",
            "name",
            "employer",
            "languages",
            "topics",
            "capacity",
            "load",
            "absent_until",
        ]
        read_only_fields = fields

    @extend_schema_field(TopicKnown(many=True))
    def get_topics(self, reviewer: Reviewer) -> list[dict[str, Any]]:
        rows = list(reviewer.topics.all())
        if getattr(reviewer, "seen_capacity", None) is None:
            for row in rows:
                row.skill = None  # type: ignore[assignment]
        return list(TopicKnown(rows, many=True).data)


class ConflictDetail(serializers.ModelSerializer[ConflictOfInterest]):
    reviewer = ReviewerBrief(read_only=True)
    outlet = serializers.CharField(source="outlet.slug", read_only=True, default=None, allow_null=True)
    claimant = serializers.CharField(source="claimant.name", read_only=True, default=None, allow_null=True)
    topic = serializers.CharField(source="topic.slug", read_only=True, default=None, allow_null=True)

    class Meta:
        model = ConflictOfInterest
        fields = ["uuid", "reviewer", "outlet", "claimant", "topic", "reason", "declared_at", "ended_at"]
        read_only_fields = fields


class DeclareConflict(StrictSerializer):
    """`reviewer` is oneself if left out. `value` is an outlet's or topic's slug, or a claimant's name."""

    reviewer = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(["outlet", "claimant", "topic"])
    value = CleanText(max_length=200)
    reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class SetAbsence(StrictSerializer):
    """`until` null ends the absence."""

    until = serializers.DateTimeField(allow_null=True)
