"""The report of a fact-check and its frozen versions; notes."""

from rest_framework import serializers

from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer
from reviews.models import Note, Report, ReportVersion
from reviews.serializers.people import PersonBrief


class ReportDetail(serializers.ModelSerializer[Report]):
    """The report as it stands. `version` is 0 before anything was saved."""

    saved_by = PersonBrief(read_only=True, allow_null=True, default=None)
    saved_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Report
        fields = ["cms_url", *Report.SECTIONS, "version", "saved_by", "saved_at"]
        read_only_fields = fields


class SaveReport(StrictSerializer):
    """All of the report: sections, or the address of the piece in the CMS. What is left out is empty."""

    cms_url = HttpUrl(required=False, allow_blank=True, default="")
    quote_and_wording = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)
    finding = CleanText(max_length=50_000, lines=True, required=False, default="", allow_blank=True)
    evidence = CleanText(max_length=50_000, lines=True, required=False, default="", allow_blank=True)
    claimant_said = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)
    how_we_checked = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)


class ReportVersionDetail(serializers.ModelSerializer[ReportVersion]):
    """A report as it was approved."""

    by = PersonBrief(read_only=True)

    class Meta:
        model = ReportVersion
        fields = ["uuid", "version", "cms_url", "sections", "by", "at"]
        read_only_fields = fields


class NoteDetail(serializers.ModelSerializer[Note]):
    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    created_by = PersonBrief(read_only=True)
    published_by = PersonBrief(read_only=True, allow_null=True)

    class Meta:
        model = Note
        fields = [
            "uuid",
            "fact_check",
            "title",
            "text",
            "created_by",
            "created_at",
            "published_by",
            "published_at",
            "withdrawn_at",
            "withdrawn_reason",
        ]
        read_only_fields = fields


class EditNote(StrictSerializer):
    """Only what is named changes."""

    title = CleanText(max_length=200, required=False)
    text = CleanText(max_length=20_000, lines=True, required=False)


class AddNote(StrictSerializer):
    fact_check = serializers.UUIDField()
    title = CleanText(max_length=200)
    text = CleanText(max_length=20_000, lines=True)
