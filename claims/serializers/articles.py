"""Articles, handed in and as they were read."""

import base64
import binascii
import mimetypes
from typing import Any

from rest_framework import serializers

from claims.ingestion.encoding import MAX_BYTES
from claims.models import Article
from claims.serializers.people import Colleague
from claims.serializers.snapshots import SnapshotDetail
from claims.serializers.sources import OutletId, OutletName
from factcheck.api.serializers import CleanText, HttpUrl, StrictSerializer

_MARKUP_OR_TEXT = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", ""})


class GivenFile(StrictSerializer):
    """A page or text as a file inside JSON."""

    filename = CleanText(max_length=255, required=False, allow_blank=True, help_text="Tells its kind.")
    content = serializers.CharField(max_length=MAX_BYTES * 4 // 3 + 4, help_text="The bytes, in base64.")
    media_type = CleanText(
        max_length=100, required=False, allow_blank=True, help_text="Such as text/html; else by the name."
    )

    def validate_content(self, content: str) -> bytes:
        try:
            return base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError):
            raise serializers.ValidationError("This is not base64.", "bad_base64") from None


class SubmitArticle(StrictSerializer):
    """One of: an address to fetch; a text or a file, with its address where it has one."""

    url = HttpUrl(
        required=False, allow_blank=True, help_text="Where the piece is; fetched unless given below."
    )
    text = CleanText(
        max_length=1_000_000,
        lines=True,
        required=False,
        help_text="The piece as pasted: title, byline, text.",
    )
    file = GivenFile(required=False, help_text="The piece as a file.")
    outlet = OutletId(required=False, help_text="Who published it; else found by the address and the page.")

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of actions.submit_article."""
        if "text" in given and "file" in given:
            raise serializers.ValidationError({"file": ["Give a text or a file, not both."]})
        article: dict[str, Any] = {name: given[name] for name in ("url", "outlet") if name in given}
        if "text" in given:
            article |= {"body": given["text"].encode(), "media_type": "text/plain"}
        elif "file" in given:
            file = given["file"]
            kind = file.get("media_type") or _kind_of(file.get("filename", ""))
            article |= {"body": file["content"], "media_type": kind}
            if not file["content"]:
                raise serializers.ValidationError({"file": ["The file is empty."]})
        return article


class UploadArticle(StrictSerializer):
    """The same as a form: multipart/form-data with the file as it is."""

    url = HttpUrl(required=False, allow_blank=True, help_text="Where the piece is, if it has an address.")
    file = serializers.FileField(max_length=255, help_text="A page or text of at most 10 MB.")
    outlet = OutletId(required=False, help_text="Who published it; else found by the address and the page.")

    def validate_file(self, file: Any) -> Any:
        if file.size > MAX_BYTES:
            raise serializers.ValidationError("The file is larger than 10 MB.", "too_large")
        return file

    def validate(self, given: dict[str, Any]) -> dict[str, Any]:
        """Return the arguments of actions.submit_article."""
        file = given.pop("file")
        stated = (file.content_type or "").partition(";")[0].strip().lower()
        kind = stated if stated != "application/octet-stream" else _kind_of(file.name)
        return {**given, "body": file.read(), "media_type": kind}


def _kind_of(filename: str) -> str:
    """The media type a file's name tells, "" where it tells none: then the bytes are looked at."""
    guessed = mimetypes.guess_type(filename, strict=False)[0] or ""
    return guessed if guessed in _MARKUP_OR_TEXT or not guessed.startswith("text/") else ""


class ArticleDetail(serializers.ModelSerializer[Article]):
    """An article with its newest snapshot; `snapshot` is null until it is read."""

    outlet = OutletName(read_only=True, allow_null=True)
    feed = serializers.UUIDField(source="feed.uuid", read_only=True, allow_null=True, default=None)
    copy_of = serializers.UUIDField(
        source="copy_of.uuid",
        read_only=True,
        allow_null=True,
        default=None,
        help_text="The article that had this text first.",
    )
    copies = serializers.IntegerField(
        source="copy_count",
        read_only=True,
        min_value=0,
        help_text="How many articles are copies of this one.",
    )
    submitted_by = Colleague(read_only=True, allow_null=True)
    snapshot = SnapshotDetail(read_only=True, allow_null=True)

    class Meta:
        model = Article
        fields = [
            "uuid",
            "url",
            "title",
            "status",
            "refusal_code",
            "refusal",
            "outlet",
            "feed",
            "copy_of",
            "likeness",
            "copies",
            "submitted_by",
            "created_at",
            "read_at",
            "checked_at",
            "check_code",
            "check_reason",
            "detected_at",
            "snapshot",
        ]
        read_only_fields = fields
