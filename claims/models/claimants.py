"""Who made a claim, and in which capacity."""

from django.db import models

from claims.models.visibility import DeskQuerySet
from factcheck.models import Chained


class ClaimantKind(models.TextChoices):
    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet", "outlet in its own voice"
    ANONYMOUS = "anonymous", "anonymous or viral"


class Claimant(Chained):
    """One row per person or body across articles. `key` is the normalised name."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=ClaimantKind.choices, default=ClaimantKind.PERSON)
    created_at = models.DateTimeField()

    objects = DeskQuerySet["Claimant"].as_manager()

    def __str__(self) -> str:
        return self.name


class ClaimantRole(models.Model):
    """A role a claimant was seen in, and when it was first and last seen."""

    claimant = models.ForeignKey(Claimant, models.CASCADE, related_name="roles")
    role = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant", "role", "organisation"], name="claimant_role_is_listed_once"
            ),
            models.CheckConstraint(
                name="claimant_role_is_seen_in_order",
                condition=models.Q(last_seen_at__gte=models.F("first_seen_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.role
