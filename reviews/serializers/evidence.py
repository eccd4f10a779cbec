"""Sources of the file: what is said about them, their copies, what they share, what later looks found."""

from collections.abc import Iterable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.difference import difference
from claims.ingestion.encoding import MAX_BYTES
from claims.serializers.differences import ParagraphShown, paragraph_shown
from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer
from factcheck.models import Capture
from factcheck.serializers import CaptureDetail
from reviews.evidence.flags import Flag, FlagCode, Marks, flags_of
from reviews.gate import Stance
from reviews.models import Evidence, EvidenceCheck, EvidenceKind
from reviews.serializers.people import PersonBrief

_FLAGS: Final = [(code.value, code.value.replace("_", " ")) for code in FlagCode]


class FlagShown(serializers.Serializer[Any]):
    """Something to look at: what a source shares with others of the file, or a quote its copy lacks."""

    code = serializers.ChoiceField(_FLAGS)
    of = serializers.ListField(child=serializers.UUIDField(), help_text="The other sources.")


class _WithFlags(serializers.ListSerializer[Any]):
    """Sources with their flags, looked for once for all of them."""

    def to_representation(self, data: Any) -> list[Any]:
        rows = list(data)
        shown: Any = self.child
        shown.known_flags = flags_in(rows)
        return super().to_representation(rows)


class EvidenceDetail(serializers.ModelSerializer[Evidence]):
    known_flags: dict[UUID, list[Flag[UUID]]] | None = None  # of all rows of a list

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    added_by = PersonBrief(read_only=True)
    capture = CaptureDetail(read_only=True, allow_null=True, help_text="The copy it is cited by.")
    near_copy_of = serializers.UUIDField(
        source="near_copy_of.uuid", read_only=True, allow_null=True, default=None
    )
    flags = serializers.SerializerMethodField()
    readers = serializers.SerializerMethodField(
        help_text="Who sees a confidential source, besides who added it."
    )

    class Meta:
        model = Evidence
        list_serializer_class = _WithFlags
        fields = [
            "uuid",
            "fact_check",
            "kind",
            "title",
            "url",
            "publisher",
            "owner",
            "quote",
            "stance",
            "primary",
            "independent",
            "rests_on",
            "interests",
            "language",
            "accessed_on",
            "confidential",
            "hash_only",
            "added_by",
            "added_at",
            "withdrawn_at",
            "withdrawn_reason",
            "capture_status",
            "capture_problem",
            "capture",
            "quote_found",
            "near_copy_of",
            "flags",
            "last_found",
            "recheck_at",
            "readers",
        ]
        read_only_fields = fields

    @extend_schema_field(FlagShown(many=True))
    def get_flags(self, evidence: Evidence) -> Any:
        known = self.known_flags
        flags = (flags_in([evidence]) if known is None else known).get(evidence.uuid, [])
        return FlagShown(flags, many=True).data

    @extend_schema_field(PersonBrief(many=True))
    def get_readers(self, evidence: Evidence) -> Any:
        named = [reader.user for reader in evidence.readers.all()] if evidence.confidential else []
        return PersonBrief(named, many=True).data


def flags_in(rows: Iterable[Evidence]) -> dict[UUID, list[Flag[UUID]]]:
    """Return the flags of sources by their uuid, beside all that stand in their files."""
    files = {row.fact_check_id for row in rows}
    columns = ("id", "uuid", "fact_check_id", "owner", "publisher", "url", "near_copy_of_id", "quote_found")
    beside = Evidence.objects.standing().filter(fact_check__in=files).order_by("id").only(*columns)
    by_file: dict[int, list[Evidence]] = {}
    for one in beside:
        by_file.setdefault(one.fact_check_id, []).append(one)
    return {key: flags for sources in by_file.values() for key, flags in _flags(sources).items()}


def _flags(sources: Sequence[Evidence]) -> dict[UUID, list[Flag[UUID]]]:
    names = {source.pk: source.uuid for source in sources}
    return flags_of(
        [
            Marks(
                key=source.uuid,
                owner=source.owner or source.publisher,
                domain=urlsplit(source.url).hostname or "",
                near_copy_of=names.get(source.near_copy_of_id or 0),
                quote_missing=source.quote_found is False,
            )
            for source in sources
        ]
    )


class EditEvidence(StrictSerializer):
    """Only what is named changes."""

    kind = serializers.ChoiceField(EvidenceKind.choices, required=False)
    title = CleanText(max_length=300, required=False)
    url = HttpUrl(required=False, allow_blank=True)
    publisher = CleanText(max_length=200, required=False, allow_blank=True)
    owner = CleanText(max_length=200, required=False, allow_blank=True)
    quote = CleanText(max_length=20_000, lines=True, required=False, allow_blank=True)
    stance = serializers.ChoiceField([s.value for s in Stance], required=False, allow_blank=True)
    primary = serializers.BooleanField(required=False)
    independent = serializers.BooleanField(required=False)
    rests_on = CleanText(max_length=300, required=False, allow_blank=True)
    interests = CleanText(max_length=300, required=False, allow_blank=True)
    language = CleanText(max_length=12, required=False, allow_blank=True)
    accessed_on = serializers.DateField(
        required=False, allow_null=True, help_text="Else the day on which it was captured."
    )
    confidential = serializers.BooleanField(
        required=False, help_text="Seen by who adds it and who is named; not fetched, counted or published."
    )
    hash_only = serializers.BooleanField(
        required=False, help_text="Its bytes may not be kept: hash, time and size are."
    )


class AddEvidence(EditEvidence):
    """A link needs its `url`; what counts at the gate has `quote` and `stance`."""

    fact_check = serializers.UUIDField()
    title = CleanText(max_length=300)


class UploadCopy(StrictSerializer):
    """A file as the copy of a source: multipart/form-data. Its bytes say what it is; its name is not kept."""

    file = serializers.FileField(max_length=255, help_text="At most 10 MB.")

    def validate_file(self, file: Any) -> Any:
        if file.size > MAX_BYTES:
            raise serializers.ValidationError("The file is larger than 10 MB.", "too_large")
        return file


class NameReader(StrictSerializer):
    user = CleanText(max_length=150, help_text="The user name of somebody on the desk.")


class CopyState(serializers.ModelSerializer[Evidence]):
    """How far the copy of a source is; `capture` is null while there is none."""

    status = serializers.CharField(
        source="capture_status",
        read_only=True,
        help_text="pending, captured, hash_only, failed; empty: not asked for.",
    )
    problem = serializers.CharField(source="capture_problem", read_only=True)
    capture = CaptureDetail(read_only=True, allow_null=True)

    class Meta:
        model = Evidence
        fields = ["status", "problem", "capture", "quote_found", "last_found", "recheck_at"]
        read_only_fields = fields


class CheckDetail(serializers.ModelSerializer[EvidenceCheck]):
    """One look at a source; `capture` is null where nothing new was kept."""

    capture = serializers.UUIDField(source="capture.uuid", read_only=True, allow_null=True)

    class Meta:
        model = EvidenceCheck
        fields = ["uuid", "found", "capture", "final_url", "quote_found", "problem", "at"]
        read_only_fields = fields


class CopyBrief(serializers.ModelSerializer[Capture]):
    class Meta:
        model = Capture
        fields = ["uuid", "final_url", "sha256", "size", "taken_at"]
        read_only_fields = fields


class CopyDifference(serializers.Serializer[Any]):
    """What differs between two copies; `coarse`: part of it is too different to be compared word by word."""

    before = CopyBrief()
    after = CopyBrief()
    paragraphs = ParagraphShown(many=True)
    coarse = serializers.BooleanField()


def copies_compared(before: Capture, after: Capture, texts: tuple[str, str]) -> dict[str, Any]:
    """Return what differs between the texts of two copies, as CopyDifference shows it."""
    found = difference(*texts)
    return {
        "before": before,
        "after": after,
        "paragraphs": [paragraph_shown(paragraph, *texts) for paragraph in found.paragraphs],
        "coarse": found.coarse,
    }
