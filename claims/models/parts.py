"""Which claims a compound one was split into."""

from django.db import models
from django.db.models import F, Q

from claims.models.claims import Claim


class ClaimPart(models.Model):
    """That one assertion of a compound claim is a claim of its own. Goes when the split is undone."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="parts", db_index=False)
    part = models.ForeignKey(Claim, models.PROTECT, related_name="part_of")
    position = models.PositiveSmallIntegerField(help_text="1, 2, 3 … in the order of the words")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="claim_part_has_its_place"),
            models.UniqueConstraint(fields=["claim", "part"], name="claim_part_is_listed_once"),
            models.CheckConstraint(name="claim_is_not_its_own_part", condition=~Q(claim=F("part"))),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.position}"
