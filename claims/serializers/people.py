"""People as others see them."""

from rest_framework import serializers

from factcheck.models import User


class Colleague(serializers.ModelSerializer[User]):
    """A person of the desk, by name."""

    class Meta:
        model = User
        fields = ["uuid", "username", "name"]
        read_only_fields = fields
