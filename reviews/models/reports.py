"""What is written about a fact-check: the report, and what is known so far."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from factcheck.models import Chained, User
from reviews.models.fact_checks import FactCheck
from reviews.models.shared_file import SharedFileQuerySet


class ReportQuerySet(SharedFileQuerySet["Report"]):
    """Rows of shared files."""


class Report(Chained):
    """The written piece on one fact-check: here, in sections, or in the newsroom's CMS by its address."""

    SECTIONS = ("quote_and_wording", "finding", "evidence", "claimant_said", "how_we_checked")

    fact_check = models.OneToOneField(FactCheck, models.PROTECT, related_name="report")
    cms_url = models.URLField(max_length=2000, blank=True, help_text="Where it is, if it is written there.")
    quote_and_wording = models.TextField(blank=True)
    finding = models.TextField(blank=True)
    evidence = models.TextField(blank=True)
    claimant_said = models.TextField(blank=True)
    how_we_checked = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1, help_text="Each save counts.")
    saved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Report, version {self.version}"


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the report itself."""
        return self.filter(report__in=Report.objects.visible_to(user).values("pk"))


class ReportVersion(models.Model):
    """A report as it stood when it was filed or approved. Immutable."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    cms_url = models.CharField(max_length=2000, blank=True)
    sections = models.JSONField(default=dict, help_text="The sections by name.")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "version"], name="report_version_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class NoteQuerySet(SharedFileQuerySet["Note"]):
    def public(self) -> Self:
        """What everybody may read now."""
        return self.filter(published_at__isnull=False, withdrawn_at__isnull=True)


class Note(Chained):
    """What we know so far, without a rating: for the desk, and for readers once an editor publishes it."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="notes")
    title = models.CharField(max_length=200)
    text = models.TextField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="note_published_by_somebody",
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
            models.CheckConstraint(
                name="note_withdrawn_iff_reason",
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]
        indexes = [
            models.Index(fields=["fact_check", "id"], name="note_by_file"),
            models.Index(
                fields=["-published_at", "-id"],
                name="note_published",
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title
