"""Assignments and drafts."""

from typing import Any

from rest_framework import serializers

from factcheck.api.serializers import CleanText, StrictSerializer
from reviews.models import Assignment, Draft
from reviews.routing import OVERRIDABLE
from reviews.serializers.judgements import ReviewDetail
from reviews.serializers.people import ReviewerBrief


class SeatBrief(serializers.ModelSerializer[Assignment]):
    """A seat as its fact-check shows it."""

    reviewer = ReviewerBrief(read_only=True)

    class Meta:
        model = Assignment
        fields = ["uuid", "round", "role", "seat", "reviewer", "status", "due_at"]
        read_only_fields = fields


class AssignmentDetail(serializers.ModelSerializer[Assignment]):
    """A seat, as the caller may see it: how far a sealed rater is, only the rater knows.

    `reason` and what an editor set aside are for the holder and editors.
    """

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    wording = serializers.CharField(source="fact_check.claim.wording", read_only=True)
    reviewer = ReviewerBrief(read_only=True)
    sealed = serializers.BooleanField(read_only=True)
    overrides = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Assignment
        fields = [
            "uuid",
            "fact_check",
            "wording",
            "round",
            "role",
            "seat",
            "reviewer",
            "status",
            "sealed",
            "source",
            "offered_at",
            "lapses_at",
            "accepted_at",
            "due_at",
            "filed_at",
            "ended_at",
            "reason",
            "overrides",
            "override_reason",
        ]
        read_only_fields = fields


class WhyEnded(StrictSerializer):
    reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class Recuse(StrictSerializer):
    """`reason` names the conflict of interest."""

    reason = CleanText(max_length=500, lines=True)


class HandOut(StrictSerializer):
    """`to` is the uuid of a reviewer.

    An editor may set limits aside by name in `overrides`, and says why; those that
    bar nobody here are dropped. What stands for independence is never set aside.
    """

    to = serializers.UUIDField()
    overrides = serializers.ListField(
        child=CleanText(max_length=40),
        required=False,
        default=list,
        max_length=20,
        help_text=f"Out of: {', '.join(sorted(OVERRIDABLE))}.",
    )
    override_reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class HandOver(HandOut):
    reason = CleanText(max_length=500, lines=True, required=False, default="", allow_blank=True)


class Extend(StrictSerializer):
    """`due_at` is later than the deadline that stands."""

    due_at = serializers.DateTimeField()


class Judgement(StrictSerializer):
    """A rating of the scale by its slug, or words alone; the reasoning; the evidence relied on."""

    rating = CleanText(max_length=80, required=False, default="", allow_blank=True)
    words = CleanText(max_length=300, required=False, default="", allow_blank=True)
    reasoning = CleanText(max_length=20_000, lines=True)
    evidence = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=200
    )


class FileReview(Judgement):
    """With `next` the caller takes the next seat in the same request."""

    next = serializers.BooleanField(required=False, default=False)


class Filed(serializers.Serializer[Any]):
    """What was filed, the seat it was filed under, and the next one where it was asked for and one waits."""

    review = ReviewDetail(read_only=True)
    assignment = AssignmentDetail(read_only=True)
    next = AssignmentDetail(read_only=True, allow_null=True)


class DraftDetail(serializers.ModelSerializer[Draft]):
    """What the holder has written so far. `version` is 0 before anything was saved."""

    rating = serializers.CharField(source="rating.slug", read_only=True, default=None, allow_null=True)
    evidence = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    saved_at = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Draft
        fields = ["rating", "reasoning", "evidence", "version", "saved_at"]
        read_only_fields = fields


class SaveDraft(StrictSerializer):
    rating = CleanText(max_length=80, required=False, default="", allow_blank=True)
    reasoning = CleanText(max_length=20_000, lines=True, required=False, default="", allow_blank=True)
    evidence = serializers.ListField(
        child=serializers.UUIDField(), required=False, default=list, max_length=200
    )
