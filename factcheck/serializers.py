"""What the ground's endpoints answer with."""

from typing import Any

from rest_framework import serializers

from factcheck.models import ApiKey, Capture, Event, Job, User


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
    keep_until = serializers.DateTimeField(
        source="file.keep_until", read_only=True, help_text="Empty: for good, or removed already."
    )
    removed_at = serializers.DateTimeField(source="file.removed_at", read_only=True)
    removal_reason = serializers.CharField(source="file.removal_reason", read_only=True)

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
            "keep_until",
            "removed_at",
            "removal_reason",
        ]
        read_only_fields = fields
