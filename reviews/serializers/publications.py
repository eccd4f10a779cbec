"""Publications and their versions, as everyone may read them."""

from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Publication, PublicationVersion


class VersionDetail(serializers.ModelSerializer[PublicationVersion]):
    """One public state: what changed, why and when."""

    label = serializers.CharField(source="verdict.label", read_only=True)  # type: ignore[assignment]

    class Meta:
        model = PublicationVersion
        fields = ["uuid", "version", "kind", "note", "label", "title", "summary", "at"]
        read_only_fields = fields


class PublicationDetail(serializers.ModelSerializer[Publication]):
    """A publication. A retracted one is a tombstone: its label and summary are empty."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    wording = serializers.CharField(source="fact_check.claim.wording", read_only=True)
    rating = serializers.CharField(
        source="verdict.rating.slug", read_only=True, default=None, allow_null=True
    )
    label = serializers.CharField(source="verdict.label", read_only=True)  # type: ignore[assignment]
    versions = VersionDetail(many=True, read_only=True)

    class Meta:
        model = Publication
        fields = [
            "uuid",
            "fact_check",
            "slug",
            "url",
            "status",
            "version",
            "title",
            "summary",
            "wording",
            "rating",
            "label",
            "language",
            "published_at",
            "changed_at",
            "versions",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Publication) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if instance.is_retracted:
            shown |= {"summary": "", "label": "", "rating": None}
        return shown


class ChangePublication(StrictSerializer):
    """`note` tells the readers what changed and why. What is left out stays as it is."""

    note = CleanText(max_length=2000, lines=True)
    rating = CleanText(max_length=80, required=False, default="", allow_blank=True)
    words = CleanText(max_length=300, required=False, default="", allow_blank=True)
    reasoning = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)
    title = CleanText(max_length=200, required=False, default="", allow_blank=True)
    summary = CleanText(max_length=5000, lines=True, required=False, default="", allow_blank=True)


class Retract(StrictSerializer):
    note = CleanText(max_length=2000, lines=True)
