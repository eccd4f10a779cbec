"""Policies and scales, by version."""

from rest_framework import serializers

from reviews.models import Policy, Rating, Scale


class PolicyDetail(serializers.ModelSerializer[Policy]):
    class Meta:
        model = Policy
        fields = [
            "uuid",
            "slug",
            "version",
            "name",
            "description",
            "judging",
            "approver",
            "raters",
            "offers",
            "pull",
            "offer_hours",
            "due_hours",
            "tolerance",
            "independent_sources",
            "primary_source",
            "claimant_contact",
            "active",
            "is_default",
            "created_at",
        ]
        read_only_fields = fields


class PolicyBrief(serializers.ModelSerializer[Policy]):
    class Meta:
        model = Policy
        fields = ["uuid", "slug", "version", "name"]
        read_only_fields = fields


class RatingDetail(serializers.ModelSerializer[Rating]):
    class Meta:
        model = Rating
        fields = ["slug", "label", "definition", "position", "value", "worst", "best"]
        read_only_fields = fields


class ScaleBrief(serializers.ModelSerializer[Scale]):
    class Meta:
        model = Scale
        fields = ["uuid", "slug", "version", "name"]
        read_only_fields = fields


class ScaleDetail(serializers.ModelSerializer[Scale]):
    ratings = RatingDetail(many=True, read_only=True)

    class Meta:
        model = Scale
        fields = [
            "uuid",
            "slug",
            "version",
            "name",
            "description",
            "words_only",
            "is_default",
            "created_at",
            "ratings",
        ]
        read_only_fields = fields
