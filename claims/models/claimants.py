"""Who made a claim, and in which capacity."""

import uuid
from typing import Final, Self

from django.db import models

from claims.models.visibility import DeskQuerySet
from claims.namesakes import Why, acronym_of, alike, looked_for, spelled_out
from factcheck.models import Chained, User


class ClaimantKind(models.TextChoices):
    PERSON = "person"
    ORGANISATION = "organisation"
    OUTLET = "outlet", "outlet in its own voice"
    ANONYMOUS = "anonymous", "anonymous or viral"


class ClaimantQuerySet(DeskQuerySet["Claimant"]):
    def that_may_be(self, name: str) -> Self:
        """Rows that may be of the person or body of that name, for `claims.namesakes` to judge; by age."""
        wanted = models.Q(key=acronym_of(name) or name)
        if word := looked_for(name):
            wanted |= models.Q(key__contains=word)
        if pattern := spelled_out(name):
            wanted |= models.Q(key__regex=pattern)
        return self.filter(wanted, merged_into__isnull=True).order_by("id")


_MOST_JUDGED: Final = 500


def similar_to(claimant: "Claimant", *, most: int = 20) -> list[tuple["Claimant", Why]]:
    """Rows that may be the same person or body, the likeliest first, and what speaks for each."""
    likely = list(Why)
    rows = Claimant.objects.that_may_be(claimant.name).exclude(pk=claimant.pk)
    found = [(row, why) for row in rows[:_MOST_JUDGED] if (why := alike(claimant.name, row.name))]
    return sorted(found, key=lambda one: (likely.index(one[1]), one[0].pk))[:most]


class Claimant(Chained):
    """One row per person or body across articles. `key` is the normalised name."""

    name = models.CharField(max_length=200)
    key = models.CharField(max_length=200, unique=True, editable=False)
    kind = models.CharField(max_length=20, choices=ClaimantKind.choices, default=ClaimantKind.PERSON)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        help_text="The row of the same person or body; new claims go to it.",
    )
    created_at = models.DateTimeField()

    objects = ClaimantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claimant_is_not_merged_into_itself",
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("pk")),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ClaimantMerge(models.Model):
    """That two rows were found to be one person or body, and what was moved: undone, it goes back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claimant = models.ForeignKey(Claimant, models.PROTECT, related_name="merges")
    into = models.ForeignKey(Claimant, models.PROTECT, related_name="+")
    claims = models.JSONField(default=list, help_text="Ids of the claims that were moved.")
    appearances = models.JSONField(default=list, help_text="Ids of the appearances that were moved.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["claimant"],
                name="claimant_is_merged_once",
                condition=models.Q(undone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="claimant_merge_undone_by_somebody",
                condition=models.Q(undone_at__isnull=True, undone_by__isnull=True)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant} is {self.into}"


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
