"""Editors from outside, and the links they approve by."""

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from reviews.models import OutsideApproval
from reviews.serializers.people import PersonBrief


def address_of(token: str) -> str:
    """Return the address of the page that a link's token opens."""
    return settings.BASE_URL + reverse("outside", args=[token])


class OutsideApprovalDetail(serializers.ModelSerializer[OutsideApproval]):
    """Over once `used_at` or `revoked_at` is set, or `expires_at` has passed. The link itself is not kept."""

    fact_check = serializers.UUIDField(source="fact_check.uuid", read_only=True)
    editor = PersonBrief(read_only=True)
    named_by = PersonBrief(read_only=True)

    class Meta:
        model = OutsideApproval
        fields = [
            "uuid",
            "fact_check",
            "round",
            "editor",
            "named_by",
            "named_at",
            "expires_at",
            "used_at",
            "revoked_at",
        ]
        read_only_fields = fields


class OutsideLink(OutsideApprovalDetail):
    """With `url`, which this answer alone shows: whoever has it decides in the name of the person named."""

    url = serializers.SerializerMethodField()

    class Meta(OutsideApprovalDetail.Meta):
        fields = [*OutsideApprovalDetail.Meta.fields, "url"]
        read_only_fields = fields

    def get_url(self, approval: OutsideApproval) -> str:
        return address_of(self.context["token"])
