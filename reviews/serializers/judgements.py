"""Filed reviews and verdicts."""

from typing import Any

from rest_framework import serializers

from reviews.models import Evidence, Review, Verdict
from reviews.serializers.people import PersonBrief, ReviewerBrief


class ReviewDetail(serializers.ModelSerializer[Review]):
    """One filed revision; `returned_at` and `return_reason` where the next role sent it back."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    assignment = serializers.UUIDField(source="assignment.uuid", read_only=True)
    role = serializers.CharField(source="assignment.role", read_only=True)
    reviewer = ReviewerBrief(source="assignment.reviewer", read_only=True)
    rating = serializers.CharField(source="rating.slug", read_only=True, default=None, allow_null=True)
    label = serializers.SerializerMethodField()  # type: ignore[assignment]
    evidence = serializers.ListField(child=serializers.UUIDField(), read_only=True)
    returned_at = serializers.DateTimeField(
        source="returned.at", read_only=True, default=None, allow_null=True
    )
    return_reason = serializers.CharField(
        source="returned.reason", read_only=True, default=None, allow_null=True
    )

    class Meta:
        model = Review
        fields = [
            "uuid",
            "fact_check",
            "assignment",
            "role",
            "reviewer",
            "round",
            "stage",
            "revision",
            "rating",
            "label",
            "words",
            "reasoning",
            "evidence",
            "filed_at",
            "returned_at",
            "return_reason",
        ]
        read_only_fields = fields

    def get_label(self, review: Review) -> str:
        return review.rating.label if review.rating else review.words


class CitedSource(serializers.Serializer[Any]):
    """A source as it stood when the verdict was approved."""

    uuid = serializers.UUIDField(read_only=True)
    kind = serializers.CharField(read_only=True)
    title = serializers.CharField(read_only=True)
    url = serializers.CharField(read_only=True)
    publisher = serializers.CharField(read_only=True)
    quote = serializers.CharField(read_only=True)
    stance = serializers.CharField(read_only=True)
    primary = serializers.BooleanField(read_only=True)
    accessed_on = serializers.CharField(read_only=True, allow_null=True)
    sha256 = serializers.CharField(
        read_only=True, allow_null=True, default=None, help_text="Of the archived copy, which stays private."
    )
    captured_at = serializers.CharField(read_only=True, allow_null=True, default=None)


def _told(verdict: Verdict, cited: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the sources as cited, but for those that were declared confidential since."""
    hidden = Evidence.objects.filter(fact_check=verdict.fact_check_id, confidential=True)
    ids = {str(uuid) for uuid in hidden.values_list("uuid", flat=True)}
    return [source for source in cited if str(source["uuid"]) not in ids]


class VerdictDetail(serializers.ModelSerializer[Verdict]):
    """A verdict; who chose and approved it, and the dissent, are for the desk and else empty."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    rating = serializers.CharField(source="rating.slug", read_only=True, default=None, allow_null=True)
    label = serializers.CharField(read_only=True)  # type: ignore[assignment]
    evidence = CitedSource(many=True, read_only=True)
    dissent = serializers.ListField(child=serializers.DictField(), read_only=True)
    chosen_by = PersonBrief(read_only=True, allow_null=True)
    approved_by = PersonBrief(read_only=True, allow_null=True)

    class Meta:
        model = Verdict
        fields = [
            "uuid",
            "fact_check",
            "version",
            "rating",
            "label",
            "words",
            "reasoning",
            "evidence",
            "dissent",
            "chosen_by",
            "approved_by",
            "created_at",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Verdict) -> dict[str, Any]:
        shown = super().to_representation(instance)
        shown["evidence"] = _told(instance, shown["evidence"])
        user = self.context["request"].user
        if not getattr(user, "is_on_desk", False):
            shown |= {"dissent": [], "chosen_by": None, "approved_by": None}
        return shown
