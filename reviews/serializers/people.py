"""Reviewers and their conflicts of interest."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from factcheck.models import User
from reviews.actions.conflicts import KINDS
from reviews.models import ConflictOfInterest, Reviewer, ReviewerLanguage

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
    """`skill` as declared, `learnt` from so many revealed judgements; routing takes `learnt` where it is."""

    topic = serializers.CharField(source="topic.slug", read_only=True)
    skill = serializers.IntegerField(read_only=True, allow_null=True)
    learnt = serializers.FloatField(read_only=True, allow_null=True)
    learnt_from = serializers.IntegerField(read_only=True, allow_null=True)
    opted_out = serializers.BooleanField(read_only=True)


_HOURS = {
    "type": "array",
    "maxItems": 50,
    "description": "[weekday, from, to]: 1 is Monday, HH:MM on the clock of the zone; empty: always.",
    "items": {
        "type": "array",
        "minItems": 3,
        "maxItems": 3,
        "items": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
        "example": [1, "09:00", "17:00"],
    },
}


@extend_schema_field(_HOURS)
class WorkingHours(serializers.JSONField):
    """Judged by the action: reviews.hours knows what hours somebody can keep."""


class ReviewerDetail(serializers.ModelSerializer[Reviewer]):
    """Figures (capacity, load, week, seniority, skills) are filled for oneself and for editors, else null.

    `this_week` counts the assignments of the last seven days, which
    `weekly_capacity` limits. An absence without `absent_from` began already, one
    without `absent_until` has no end; without both there is none.
    """

    username = serializers.CharField(source="user.username", read_only=True)
    name = serializers.CharField(source="user.name", read_only=True)
    employer = serializers.CharField(source="employer.slug", read_only=True, default=None, allow_null=True)
    languages = LanguageKnown(many=True, read_only=True)
    topics = serializers.SerializerMethodField()
    capacity = serializers.IntegerField(source="seen_capacity", read_only=True, allow_null=True)
    load = serializers.IntegerField(source="seen_load", read_only=True, allow_null=True)
    weekly_capacity = serializers.IntegerField(source="seen_weekly", read_only=True, allow_null=True)
    this_week = serializers.IntegerField(source="seen_this_week", read_only=True, allow_null=True)
    seniority = serializers.IntegerField(source="seen_seniority", read_only=True, allow_null=True)
    working_hours = WorkingHours(read_only=True)

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
            "weekly_capacity",
            "this_week",
            "seniority",
            "time_zone",
            "working_hours",
            "absent_from",
            "absent_until",
        ]
        read_only_fields = fields

    @extend_schema_field(TopicKnown(many=True))
    def get_topics(self, reviewer: Reviewer) -> list[dict[str, Any]]:
        rows: list[Any] = sorted(reviewer.topics.all(), key=lambda row: row.topic.slug)
        if getattr(reviewer, "seen_capacity", None) is None:
            for row in rows:
                row.skill = row.learnt = row.learnt_from = None
        return list(TopicKnown(rows, many=True).data)


class LanguageGiven(StrictSerializer):
    language = CleanText(max_length=12, help_text="BCP 47, such as en or pt-BR")
    level = serializers.ChoiceField(ReviewerLanguage.LEVELS)


class TopicGiven(StrictSerializer):
    topic = CleanText(max_length=80, help_text="A topic's slug.")
    skill = serializers.IntegerField(min_value=1, max_value=5)


class EditReviewer(StrictSerializer):
    """Only what is named changes; a list that is named replaces the one there was.

    The person changes hours, absence and `opted_out` (slugs of topics), an editor
    everything. `weekly_capacity` null: no limit; `employer` is an outlet's slug.
    """

    time_zone = CleanText(max_length=64, required=False, help_text="IANA, such as Europe/Berlin")
    working_hours = WorkingHours(required=False)
    absent_from = serializers.DateTimeField(required=False, allow_null=True)
    absent_until = serializers.DateTimeField(required=False, allow_null=True)
    opted_out = serializers.ListField(child=CleanText(max_length=80), required=False, max_length=200)
    capacity = serializers.IntegerField(required=False, min_value=0, max_value=1000)
    weekly_capacity = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=1000)
    seniority = serializers.IntegerField(required=False, min_value=0, max_value=100)
    employer = CleanText(max_length=80, required=False, allow_blank=True)
    languages = LanguageGiven(many=True, required=False, max_length=50)  # type: ignore[call-arg]
    topics = TopicGiven(many=True, required=False, max_length=200)  # type: ignore[call-arg]

    def validate_languages(self, rows: list[dict[str, Any]]) -> dict[str, str]:
        return _once(rows, "language", "level")

    def validate_topics(self, rows: list[dict[str, Any]]) -> dict[str, int]:
        return _once(rows, "topic", "skill")


def _once(rows: list[dict[str, Any]], name: str, value: str) -> dict[str, Any]:
    found = {row[name]: row[value] for row in rows}
    if len(found) < len(rows):
        raise serializers.ValidationError(f"Each {name} once.", "twice")
    return found


class AddReviewer(EditReviewer):
    """`user` is the user name of somebody on the desk who has no profile yet."""

    user = CleanText(max_length=150)


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
    """`reviewer` is oneself if left out. `value` is an outlet's or topic's slug, or a name.

    A conflict with a person or an organisation (or a claimant, if it is not known
    which) bars from their own claims, from those of people who speak for them,
    and from claims that name them.
    """

    reviewer = serializers.UUIDField(required=False)
    kind = serializers.ChoiceField(KINDS)
    value = CleanText(max_length=200)
    reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class SetAbsence(StrictSerializer):
    """From `begins` (null: from now on) until `until` (null: for good); null for both ends the absence."""

    begins = serializers.DateTimeField(required=False, allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
