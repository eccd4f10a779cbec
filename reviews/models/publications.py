"""What the world sees, and every change of it."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from factcheck.models import Chained, User
from reviews.lifecycle import PublicationStatus
from reviews.models.fact_checks import FactCheck
from reviews.models.verdicts import Verdict


class PublicationQuerySet(models.QuerySet["Publication"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everyone: what is published is public, and so is that it was retracted."""
        return self


class Publication(Chained):
    """One public page per fact-check. A retraction leaves its tombstone."""

    fact_check = models.OneToOneField(FactCheck, models.PROTECT, related_name="publication")
    slug = models.SlugField(max_length=120, unique=True)
    status = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in PublicationStatus],
        default=PublicationStatus.LIVE,
    )
    version = models.PositiveIntegerField(default=1)
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="+")
    wording = models.CharField(max_length=2000, help_text="The claim in the words that were checked.")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    language = models.CharField(max_length=12, blank=True)
    report = models.JSONField(default=dict, blank=True, help_text="The written report, as published.")
    content_warning = models.CharField(max_length=300, blank=True, help_text="Shown before anything else.")
    valid_until = models.DateTimeField(null=True, blank=True, help_text="Looked at again at this moment.")
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = PublicationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="publication_by_age"),
            models.Index(
                fields=["valid_until"],
                name="publication_expiring",
                condition=Q(valid_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/checks/{self.slug}/"

    @property
    def is_retracted(self) -> bool:
        return self.status == PublicationStatus.RETRACTED


class VersionKind(models.TextChoices):
    FIRST = "first", "first published"
    CORRECTION = "correction", "correction: we erred"
    CLARIFICATION = "clarification", "clarification"
    UPDATE = "update", "update: facts moved"
    RETRACTION = "retraction", "retraction"


class PublicationVersion(models.Model):
    """One state of a publication as the world saw it, public and dated."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    publication = models.ForeignKey(Publication, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=VersionKind.choices)
    note = models.TextField(blank=True, help_text="What changed and why, for the reader.")
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="publication_versions")
    wording = models.CharField(max_length=2000, help_text="The claim in the words that were checked.")
    title = models.CharField(max_length=200)
    summary = models.TextField()
    report = models.JSONField(default=dict, blank=True)
    content_warning = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "version"], name="publication_version_is_numbered_once"
            ),
            models.CheckConstraint(
                name="publication_change_is_explained", condition=Q(kind=VersionKind.FIRST) | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.version})"
