"""A versioned outcome, chosen by a person."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from factcheck.models import User
from factcheck.triggers import Trigger
from reviews.models.fact_checks import FactCheck
from reviews.models.policies import Rating


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All of a file for the desk; outside it those that were published."""
        rows = self.filter(fact_check__in=FactCheck.objects.visible_to(user).values("pk"))
        if isinstance(user, User) and user.is_on_desk:
            return rows
        return rows.filter(Exists(self.model.published_versions(OuterRef("pk"))))


class Verdict(models.Model):
    """Rating or words, reasoning and evidence as they stood when it was approved. Immutable."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="verdicts")
    version = models.PositiveIntegerField(help_text="1, 2, 3 … per fact-check")
    rating = models.ForeignKey(Rating, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    reasoning = models.TextField()
    evidence = models.JSONField(default=list, help_text="Each source as it was cited.")
    dissent = models.JSONField(default=list, blank=True, help_text="Inside only: who saw it differently.")
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", help_text="Who chose the label.")
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = VerdictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact_check", "version"], name="verdict_is_numbered_once"),
            models.CheckConstraint(
                name="verdict_says_something", condition=Q(rating__isnull=False) | ~Q(words="")
            ),
        ]

    triggers = [
        Trigger(
            name="versions_without_gap",
            on=("INSERT",),
            when="NEW.version <> 1 + (SELECT count(*) FROM reviews_verdict v"
            " WHERE v.fact_check_id = NEW.fact_check_id)",
            message="verdict versions are numbered without gap",
        )
    ]

    def __str__(self) -> str:
        return f"{self.label} (version {self.version})"

    @classmethod
    def published_versions(cls, verdict: OuterRef) -> models.QuerySet[models.Model]:
        """The public states that showed the verdict."""
        versions = cls._meta.get_field("publication_versions").related_model
        return versions._default_manager.filter(verdict=verdict)  # type: ignore[union-attr]

    @property
    def label(self) -> str:
        return self.rating.label if self.rating else self.words
