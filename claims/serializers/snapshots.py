"""Snapshots of articles as they were read."""

from rest_framework import serializers

from claims.models import Snapshot


class SnapshotDetail(serializers.ModelSerializer[Snapshot]):
    """What was read at one moment. Offsets of appearances are code points into `text`."""

    capture = serializers.UUIDField(
        source="capture.uuid",
        read_only=True,
        allow_null=True,
        help_text="The bytes as they came, at /captures/{uuid}/.",
    )

    class Meta:
        model = Snapshot
        fields = [
            "number",
            "title",
            "byline",
            "published_at",
            "published_zone",
            "language",
            "text",
            "text_hash",
            "body_hash",
            "truncated",
            "cuts",
            "links",
            "embedded",
            "capture",
            "taken_at",
        ]
        read_only_fields = fields
