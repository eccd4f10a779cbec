"""Outlets."""

from typing import Any

from django.core.validators import RegexValidator
from rest_framework import serializers

from claims.models import Outlet
from factcheck.api.serializers import CleanText, StrictSerializer

LANGUAGE = RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})?\Z", "A language tag, such as en or pt-BR.")
_DOMAIN = RegexValidator(
    r"^(?=.{1,253}\Z)[A-Za-z0-9\u00a1-\uffff](?:[A-Za-z0-9\u00a1-\uffff.-]*[A-Za-z0-9\u00a1-\uffff])?\Z",
    "A host name, such as example.org.",
)


class OutletId(serializers.UUIDField):
    """An outlet by its id; the value is its row."""

    def to_internal_value(self, data: Any) -> Any:
        outlet = Outlet.objects.filter(uuid=super().to_internal_value(data)).first()
        if outlet is None:
            raise serializers.ValidationError("There is no such outlet.", "unknown_outlet")
        return outlet


class AddOutlet(StrictSerializer):
    slug = serializers.SlugField(max_length=80, help_text="Short name for addresses: a-z, 0-9 and hyphens.")
    name = CleanText(max_length=200, help_text="As it calls itself.")
    domain = CleanText(
        max_length=253,
        required=False,
        allow_blank=True,
        validators=[_DOMAIN],
        help_text="Host without www, by which its articles are recognised.",
    )
    language = CleanText(
        max_length=12,
        required=False,
        allow_blank=True,
        validators=[LANGUAGE],
        help_text="BCP 47, such as en.",
    )


class OutletDetail(serializers.ModelSerializer[Outlet]):
    class Meta:
        model = Outlet
        fields = ["uuid", "slug", "name", "domain", "language", "created_at"]
        read_only_fields = fields


class OutletName(serializers.ModelSerializer[Outlet]):
    """An outlet where it is only named."""

    class Meta:
        model = Outlet
        fields = ["uuid", "slug", "name"]
        read_only_fields = fields
