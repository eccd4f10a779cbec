"""What changed from one snapshot of an article to another: text, metadata, and what became of its claims."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from rest_framework import serializers

from claims.difference import Op, Paragraph, difference
from claims.models import Appearance, Snapshot

MOST_CLAIMS: Final = 500
_METADATA: Final = ("title", "byline", "published_at", "language")
_OPS: Final = [(op.value, op.value) for op in Op]
_FATES: Final = [("stands", "stands"), ("changed", "changed"), ("new", "new")]


class WordsShown(serializers.Serializer[Any]):
    """Words that stand, went, came or were replaced."""

    op = serializers.ChoiceField(_OPS)
    before = serializers.CharField(allow_blank=True)
    after = serializers.CharField(allow_blank=True)


class ParagraphShown(serializers.Serializer[Any]):
    """A paragraph, or two that stand for each other; null where there is none on one side."""

    op = serializers.ChoiceField(_OPS)
    before = serializers.CharField(allow_null=True)
    after = serializers.CharField(allow_null=True)
    before_start = serializers.IntegerField(help_text="Code points into the text before.")
    after_start = serializers.IntegerField(help_text="Code points into the text after.")
    words = WordsShown(many=True, help_text="Only where one paragraph replaces the other.")


class FieldShown(serializers.Serializer[Any]):
    """A field of the metadata that changed."""

    field = serializers.ChoiceField([(name, name) for name in _METADATA])
    before = serializers.CharField(allow_null=True, allow_blank=True)
    after = serializers.CharField(allow_null=True, allow_blank=True)


class PlaceShown(serializers.Serializer[Any]):
    quote = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FateShown(serializers.Serializer[Any]):
    """What became of a claim: its words stand in the later text, changed, or are new there."""

    claim = serializers.UUIDField()
    wording = serializers.CharField()
    status = serializers.CharField()
    fate = serializers.ChoiceField(_FATES)
    before = PlaceShown(allow_null=True)
    after = PlaceShown(allow_null=True)


class DifferenceShown(serializers.Serializer[Any]):
    """What changed; `coarse` says that part of it is too different to be compared word by word."""

    from_number = serializers.IntegerField()
    to_number = serializers.IntegerField()
    from_taken_at = serializers.DateTimeField()
    to_taken_at = serializers.DateTimeField()
    metadata = FieldShown(many=True)
    paragraphs = ParagraphShown(many=True)
    coarse = serializers.BooleanField()
    claims = FateShown(many=True)
    claims_left_out = serializers.IntegerField(help_text=f"Beyond the first {MOST_CLAIMS}.")


def compared(before: Snapshot, after: Snapshot) -> dict[str, Any]:
    """Return what changed from one snapshot of an article to a later one, as DifferenceShown shows it."""
    found = difference(before.text, after.text)
    fates = list(_fates(before, after))
    return {
        "from_number": before.number,
        "to_number": after.number,
        "from_taken_at": before.taken_at,
        "to_taken_at": after.taken_at,
        "metadata": list(_metadata(before, after)),
        "paragraphs": [paragraph_shown(p, before.text, after.text) for p in found.paragraphs],
        "coarse": found.coarse,
        "claims": fates[:MOST_CLAIMS],
        "claims_left_out": max(len(fates) - MOST_CLAIMS, 0),
    }


def _metadata(before: Snapshot, after: Snapshot) -> Iterator[dict[str, Any]]:
    for name in _METADATA:
        old, new = _plain(getattr(before, name)), _plain(getattr(after, name))
        if old != new:
            yield {"field": name, "before": old, "after": new}


def _plain(value: Any) -> str | None:
    return value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value


def paragraph_shown(one: Paragraph, before: str, after: str) -> dict[str, Any]:
    """Return a paragraph of the difference between two texts, as ParagraphShown shows it."""
    words = [
        {"op": p.op.value, "before": before[slice(*p.before)], "after": after[slice(*p.after)]}
        for p in one.pieces
    ]
    return {
        "op": one.op.value,
        "before": None if one.op == Op.INSERT else before[slice(*one.before)],
        "after": None if one.op == Op.DELETE else after[slice(*one.after)],
        "before_start": one.before[0],
        "after_start": one.after[0],
        "words": words,
    }


def _fates(before: Snapshot, after: Snapshot) -> Iterator[dict[str, Any]]:
    """The claims of both, by place: those of the later text first, then those whose words are gone."""
    was, now = _places(before), _places(after)
    for claim, place in now.items():
        fate = "stands" if claim in was else "new"
        yield _fate(claim, fate, was.get(claim), place)
    for claim, place in was.items():
        gone_in = place["changed_in__number"]
        if claim not in now and gone_in is not None and gone_in <= after.number:
            yield _fate(claim, "changed", place, None)


def _fate(
    claim: Any, fate: str, before: dict[str, Any] | None, after: dict[str, Any] | None
) -> dict[str, Any]:
    known = after or before or {}
    return {
        "claim": claim,
        "wording": known["claim__wording"],
        "status": known["claim__status"],
        "fate": fate,
        "before": before,
        "after": after,
    }


def _places(snapshot: Snapshot) -> dict[Any, dict[str, Any]]:
    """The first place of each claim in a snapshot, in text order."""
    rows = Appearance.objects.filter(snapshot=snapshot).order_by("start", "id")
    columns = (
        "claim__uuid",
        "claim__wording",
        "claim__status",
        "quote",
        "start",
        "end",
        "changed_in__number",
    )
    first: dict[Any, dict[str, Any]] = {}
    for row in rows.values(*columns):
        first.setdefault(row["claim__uuid"], row)
    return first
