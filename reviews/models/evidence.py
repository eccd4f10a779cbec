"""The sources of a shared file: what each says, its copies, and who may see a confidential one."""

import uuid
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from factcheck.models import Capture, Chained, User
from reviews.gate import Stance
from reviews.models.fact_checks import FactCheck
from reviews.models.shared_file import SharedFileQuerySet


class EvidenceQuerySet(SharedFileQuerySet["Evidence"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Confidential sources are seen by who added them and by those named; editors are no exception."""
        rows = super().visible_to(user)
        return rows.exclude(pk__in=Evidence.objects.kept_from(user).values("pk"))

    def kept_from(self, user: User | AnonymousUser) -> Self:
        """The confidential sources that this person must not notice."""
        known = EvidenceReader.objects.filter(user=user.pk).values("evidence")
        return self.filter(confidential=True).exclude(added_by=user.pk).exclude(pk__in=known)

    def shown_to(self, user: User | AnonymousUser) -> Self:
        """What is visible to the person, with all that a serializer shows of it."""
        rows = self.visible_to(user).select_related("fact_check", "added_by", "capture__file", "near_copy_of")
        return rows.prefetch_related(
            models.Prefetch("readers", EvidenceReader.objects.select_related("user").order_by("id"))
        )

    def told(self) -> Self:
        """What the whole desk may know of: only these are counted, cited and compared."""
        return self.filter(confidential=False)

    def standing(self) -> Self:
        """Those of them that were not withdrawn."""
        return self.told().filter(withdrawn_at__isnull=True)


class EvidenceKind(models.TextChoices):
    LINK = "link"
    DOCUMENT = "document"
    DATASET = "dataset"
    INTERVIEW = "interview"


class CaptureStatus(models.TextChoices):
    NONE = "", "not asked for"
    PENDING = "pending", "on its way"
    CAPTURED = "captured"
    HASH_ONLY = "hash_only", "hash only"
    FAILED = "failed"


class Found(models.TextChoices):
    FIRST = "first", "first copy"
    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    UNREACHABLE = "unreachable"


class Evidence(Chained):
    """A source: what it says in its own words, where it stands, and who is behind it."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices, default=EvidenceKind.LINK)
    title = models.CharField(max_length=300)
    url = models.URLField(max_length=2000, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    owner = models.CharField(max_length=200, blank=True, help_text="Who stands behind the publisher.")
    quote = models.TextField(blank=True, help_text="The exact words relied on.")
    stance = models.CharField(max_length=10, blank=True, choices=[(s.value, s.value) for s in Stance])
    primary = models.BooleanField(default=False, help_text="First-hand: a record, a dataset, a witness.")
    independent = models.BooleanField(default=False, help_text="Declared independent of the other sources.")
    rests_on = models.CharField(max_length=300, blank=True, help_text="What the source itself relies on.")
    interests = models.CharField(max_length=300, blank=True, help_text="Relevant interests of the source.")
    language = models.CharField(max_length=12, blank=True)
    accessed_on = models.DateField(null=True, blank=True)
    confidential = models.BooleanField(default=False, help_text="Never counted, never published.")
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    hash_only = models.BooleanField(
        default=False, help_text="The bytes may not be kept: their hash and time are, and nothing else."
    )
    capture = models.ForeignKey(
        Capture, models.PROTECT, null=True, blank=True, related_name="+", help_text="The copy it is cited by."
    )
    capture_status = models.CharField(
        max_length=10, choices=CaptureStatus.choices, default=CaptureStatus.NONE, blank=True
    )
    capture_problem = models.CharField(max_length=500, blank=True, help_text="Why there is no copy.")
    quote_found = models.BooleanField(
        null=True, blank=True, help_text="Whether the quote stands in the copy; empty: not looked for."
    )
    likeness = models.BinaryField(null=True, blank=True, help_text="Of the copy's text, for near-copies.")
    near_copy_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="An earlier source of the file that says the same in the same words.",
    )
    recheck_at = models.DateTimeField(null=True, blank=True, help_text="When it is looked at again.")
    last_found = models.CharField(max_length=12, choices=Found.choices, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                name="evidence_withdrawn_iff_reason",
                condition=(Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""))
                | Q(withdrawn_at__isnull=True, withdrawn_reason=""),
            ),
            models.CheckConstraint(
                name="evidence_link_has_its_url", condition=~Q(kind=EvidenceKind.LINK) | ~Q(url="")
            ),
            models.CheckConstraint(
                name="evidence_captured_has_its_copy",
                condition=~Q(capture_status__in=["captured", "hash_only"]) | Q(capture__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_is_not_its_own_near_copy",
                condition=Q(near_copy_of__isnull=True) | ~Q(near_copy_of=F("pk")),
            ),
        ]
        indexes = [
            models.Index(fields=["fact_check", "id"], name="evidence_by_file"),
            models.Index(
                fields=["recheck_at"], name="evidence_to_recheck", condition=Q(recheck_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EvidenceReaderQuerySet(models.QuerySet["EvidenceReader"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the source itself."""
        return self.filter(evidence__in=Evidence.objects.visible_to(user).values("pk"))


class EvidenceReader(models.Model):
    """Somebody who may see a confidential source, besides who added it."""

    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="readers")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    objects = EvidenceReaderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evidence", "user"], name="evidence_reader_is_named_once")
        ]

    def __str__(self) -> str:
        return str(self.user)


class EvidenceCheckQuerySet(models.QuerySet["EvidenceCheck"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """As the source itself."""
        return self.filter(evidence__in=Evidence.objects.visible_to(user).values("pk"))

    def captures_kept_from(self, user: User) -> models.QuerySet["EvidenceCheck", Any]:
        """Ids of the copies of confidential sources that this person must not notice."""
        hidden = Evidence.objects.kept_from(user).values("pk")
        return self.filter(evidence__in=hidden, capture__isnull=False).values("capture")


class EvidenceCheck(models.Model):
    """One look at a source: the first copy, and what later ones found."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evidence = models.ForeignKey(Evidence, models.PROTECT, related_name="checks")
    found = models.CharField(max_length=12, choices=Found.choices)
    capture = models.ForeignKey(Capture, models.PROTECT, null=True, blank=True, related_name="+")
    final_url = models.CharField(max_length=2000, blank=True)
    quote_found = models.BooleanField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    objects = EvidenceCheckQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["evidence", "-at", "-id"], name="evidence_check_by_age")]

    def __str__(self) -> str:
        return f"{self.found} {self.at:%Y-%m-%d}"
