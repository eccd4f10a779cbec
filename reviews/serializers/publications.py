"""Publications and their versions, as everyone may read them."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Publication, PublicationVersion, VersionKind

# Of what is taken back, nothing is said again.
_TAKEN_BACK: dict[str, Any] = {
    "summary": "",
    "label": "",
    "definition": "",
    "burden_of_proof": "",
    "rating": None,
    "report": None,
    "valid_until": None,
}


_SILENT: dict[str, Any] = {"label": "", "summary": ""}


class PublishedReport(serializers.Serializer[Any]):
    """The written report: its sections by name, or where it is in the newsroom's CMS."""

    cms_url = serializers.CharField(read_only=True)
    sections = serializers.DictField(child=serializers.CharField(), read_only=True)


class VersionDetail(serializers.ModelSerializer[PublicationVersion]):
    """One public state: what changed, why and when."""

    label = serializers.CharField(source="verdict.label", read_only=True)  # type: ignore[assignment]
    verdict = serializers.UUIDField(source="verdict.uuid", read_only=True)

    class Meta:
        model = PublicationVersion
        fields = [
            "uuid",
            "version",
            "kind",
            "note",
            "label",
            "verdict",
            "title",
            "summary",
            "content_warning",
            "at",
        ]
        read_only_fields = fields


class PublicationDetail(serializers.ModelSerializer[Publication]):
    """A publication. A retracted one is a tombstone: its label, summary and report are empty."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    rating = serializers.CharField(
        source="verdict.rating.slug", read_only=True, default=None, allow_null=True
    )
    label = serializers.CharField(source="verdict.label", read_only=True)  # type: ignore[assignment]
    definition = serializers.CharField(
        source="verdict.rating.definition", read_only=True, default="", allow_blank=True
    )
    burden_of_proof = serializers.CharField(
        source="verdict.rating.burden_of_proof", read_only=True, default="", allow_blank=True
    )
    scale = serializers.CharField(
        source="verdict.rating.scale.slug", read_only=True, default=None, allow_null=True
    )
    scale_version = serializers.IntegerField(
        source="verdict.rating.scale.version", read_only=True, default=None, allow_null=True
    )
    report = PublishedReport(read_only=True, allow_null=True)
    checked_at = serializers.SerializerMethodField()
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
            "definition",
            "burden_of_proof",
            "scale",
            "scale_version",
            "language",
            "content_warning",
            "report",
            "published_at",
            "changed_at",
            "checked_at",
            "valid_until",
            "versions",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Publication) -> dict[str, Any]:
        shown = super().to_representation(instance)
        if instance.is_retracted:
            shown |= _TAKEN_BACK
            shown["versions"] = [version | _SILENT for version in shown["versions"]]
        elif not instance.report:
            shown["report"] = None
        return shown

    @extend_schema_field(OpenApiTypes.DATETIME)
    def get_checked_at(self, publication: Publication) -> Any:
        """When the facts were last looked at: first published, or brought up to date."""
        looked = (VersionKind.FIRST, VersionKind.UPDATE)
        return max(version.at for version in publication.versions.all() if version.kind in looked)


class CorrectionRow(serializers.Serializer[Any]):
    """A public change: what stood before and stands now, where it differs, why and when."""

    uuid = serializers.UUIDField(read_only=True)
    publication = serializers.UUIDField(read_only=True)
    slug = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    title_before = serializers.CharField(read_only=True)
    kind = serializers.ChoiceField(VersionKind.choices, read_only=True)
    version = serializers.IntegerField(read_only=True)
    note = serializers.CharField(read_only=True)
    label_before = serializers.CharField(read_only=True)
    label_after = serializers.CharField(read_only=True)
    at = serializers.DateTimeField(read_only=True)
    url = serializers.CharField(read_only=True)


class OutletCount(serializers.Serializer[Any]):
    outlet = serializers.CharField(read_only=True)
    count = serializers.IntegerField(read_only=True)


class DayCount(serializers.Serializer[Any]):
    day = serializers.DateField(read_only=True)
    count = serializers.IntegerField(read_only=True)


class LaterPlace(serializers.Serializer[Any]):
    outlet = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)
    on = serializers.DateField(read_only=True)


class RepeatsDetail(serializers.Serializer[Any]):
    """Where the claim was made in pieces that came after publication; an article counts once."""

    total = serializers.IntegerField(read_only=True)
    by_outlet = OutletCount(many=True, read_only=True)
    by_day = DayCount(many=True, read_only=True)
    newest = LaterPlace(many=True, read_only=True)


class ChangePublication(StrictSerializer):
    """`note` tells the readers what changed and why. What is left out stays as it is.

    `report` shows the report as it is written now; `complaint` is the upheld one that led to the change.
    """

    note = CleanText(max_length=2000, lines=True)
    rating = CleanText(max_length=80, required=False, default="", allow_blank=True)
    words = CleanText(max_length=300, required=False, default="", allow_blank=True)
    reasoning = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)
    title = CleanText(max_length=200, required=False, default="", allow_blank=True)
    summary = CleanText(max_length=5000, lines=True, required=False, default="", allow_blank=True)
    report = serializers.BooleanField(required=False, default=False)
    complaint = serializers.UUIDField(required=False, default=None, allow_null=True)


class Retract(StrictSerializer):
    note = CleanText(max_length=2000, lines=True)
    complaint = serializers.UUIDField(required=False, default=None, allow_null=True)
