"""To-dos, with the names of whom they are about put in."""

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Reviewer, ToDo
from reviews.serializers.people import ReviewerBrief

OPTIONS = {
    "type": "array",
    "description": "What can be done: a code, in words, and the ids it is about.",
    "items": {
        "type": "object",
        "required": ["code", "label"],
        "properties": {
            "code": {"type": "string", "example": "hand_out"},
            "label": {"type": "string"},
            "fact_check": {"type": "string", "format": "uuid"},
            "assignment": {"type": "string", "format": "uuid"},
            "reviewer": {"type": "string", "format": "uuid"},
            "claim": {"type": "string", "format": "uuid"},
        },
    },
}


def named(text: str, name: str | None) -> str:
    """Put a name into a stored text."""
    return text.replace("{name}", name or "somebody")


def names_in(options: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """The names of the reviewers that options are about, by uuid; no statement where there are none."""
    wanted = {option["reviewer"] for option in options if "reviewer" in option}
    if not wanted:
        return {}
    rows = Reviewer.objects.filter(uuid__in=wanted).values_list("uuid", "user__name", "user__username")
    return {str(uuid): name or username for uuid, name, username in rows}


def worded(options: Iterable[Mapping[str, Any]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the options with names in their labels."""
    return [{**o, "label": named(o["label"], names.get(o.get("reviewer", "")))} for o in options]


class ToDoDetail(serializers.ModelSerializer[ToDo]):
    """`wording` is the claim's that it is about. Closed by nobody: it passed by itself."""

    text = serializers.CharField(source="told", read_only=True)
    options = serializers.SerializerMethodField()
    wording = serializers.CharField(read_only=True, default=None, allow_null=True)
    claim = serializers.UUIDField(source="claim.uuid", read_only=True, default=None, allow_null=True)
    fact_check = serializers.UUIDField(
        source="fact_check.uuid", read_only=True, default=None, allow_null=True
    )
    assignment = serializers.UUIDField(
        source="assignment.uuid", read_only=True, default=None, allow_null=True
    )
    reviewer = ReviewerBrief(read_only=True, allow_null=True)
    owner = serializers.CharField(source="owner.username", read_only=True, default=None, allow_null=True)
    closed_by = serializers.CharField(
        source="closed_by.username", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = ToDo
        fields = [
            "uuid",
            "kind",
            "text",
            "options",
            "owner",
            "wording",
            "claim",
            "fact_check",
            "assignment",
            "reviewer",
            "due_at",
            "created_at",
            "closed_at",
            "closed_by",
            "dismissed",
            "reason",
        ]
        read_only_fields = fields

    @extend_schema_field(OPTIONS)
    def get_options(self, to_do: ToDo) -> list[dict[str, Any]]:
        return worded(to_do.options, names_in(to_do.options))


class Dismiss(StrictSerializer):
    """`reason` says why nothing is to be done."""

    reason = CleanText(max_length=500, lines=True)
