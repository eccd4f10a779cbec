"""What the ground's endpoints answer with."""

from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from factcheck.models import ApiKey, Capture, CaptureRemoval, Event, Job, User


class KeyInUse(serializers.ModelSerializer[ApiKey]):
    class Meta:
        model = ApiKey
        fields = ["uuid", "name", "prefix", "scopes", "expires_at"]
        read_only_fields = fields


class Person(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["uuid", "username", "name", "email", "role"]
        read_only_fields = fields


class Me(serializers.Serializer[Any]):
    """Who the caller is, and with which key."""

    user = Person(read_only=True)
    key = KeyInUse(read_only=True, allow_null=True)


class JobDetail(serializers.ModelSerializer[Job]):
    class Meta:
        model = Job
        fields = [
            "uuid",
            "task",
            "subject",
            "event",
            "slot",
            "status",
            "due_at",
            "created_at",
            "attempts",
            "lease_until",
            "done_at",
            "reason",
        ]
        read_only_fields = fields


class EventDetail(serializers.ModelSerializer[Event]):
    class Meta:
        model = Event
        fields = [
            "uuid",
            "name",
            "subject_type",
            "subject",
            "seq",
            "at",
            "by",
            "data",
            "previous_hash",
            "hash",
        ]
        read_only_fields = fields


class CaptureDetail(serializers.ModelSerializer[Capture]):
    is_kept = serializers.SerializerMethodField(help_text="Whether the bytes are there to be read.")
    keep_until = serializers.DateTimeField(
        source="file.keep_until",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="Empty: for good, removed already, or never kept.",
    )
    removed_at = serializers.DateTimeField(
        source="file.removed_at", read_only=True, allow_null=True, default=None
    )
    removal_reason = serializers.CharField(source="file.removal_reason", read_only=True, default="")

    class Meta:
        model = Capture
        fields = [
            "uuid",
            "url",
            "final_url",
            "status",
            "media_type",
            "size",
            "sha256",
            "taken_at",
            "is_kept",
            "keep_until",
            "removed_at",
            "removal_reason",
        ]
        read_only_fields = fields

    def get_is_kept(self, capture: Capture) -> bool:
        file = getattr(capture, "file", None)  # none: the hash alone was noted
        return bool(file and file.name)


class EditorNamed(serializers.ModelSerializer[User]):
    class Meta:
        model = User
        fields = ["uuid", "username", "name"]
        read_only_fields = fields


class RemovalDetail(serializers.ModelSerializer[CaptureRemoval]):
    """A request to remove bytes for a legal reason, and what another editor made of it."""

    capture = serializers.UUIDField(source="capture.uuid", read_only=True)
    asked_by = EditorNamed(read_only=True)
    confirmed_by = EditorNamed(read_only=True, allow_null=True)
    refused_by = EditorNamed(read_only=True, allow_null=True)

    class Meta:
        model = CaptureRemoval
        fields = [
            "uuid",
            "capture",
            "reason",
            "asked_by",
            "asked_at",
            "confirmed_by",
            "confirmed_at",
            "refused_by",
            "refused_at",
        ]
        read_only_fields = fields


class AskRemoval(StrictSerializer):
    reason = CleanText(max_length=500, lines=True, help_text="The legal reason; for editors to read.")
