"""What readers and those concerned object to."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from factcheck.models import Chained, User
from reviews.lifecycle import ComplaintStatus
from reviews.models.publications import Publication


class ComplaintOutcome(models.TextChoices):
    UPHELD = "upheld"
    PARTLY = "partly", "upheld in part"
    REJECTED = "rejected"


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who complains tells the editors, and nobody else."""
        return self if isinstance(user, User) and user.is_editor else self.none()


class Complaint(Chained):
    """An objection to a publication, with a clock until it is answered. Events hold none of its words."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="complaints")
    status = models.CharField(
        max_length=12,
        choices=[(s.value, s.value.replace("_", " ")) for s in ComplaintStatus],
        default=ComplaintStatus.RECEIVED,
    )
    from_name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=300, blank=True, help_text="Where the answer goes.")
    text = models.TextField()
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Answered by then.")
    looked_at_at = models.DateTimeField(null=True, blank=True)
    looked_at_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=ComplaintOutcome.choices, blank=True)
    answer = models.TextField(blank=True)
    entered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: sent in by its author.",
    )

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="complaint_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="complaint_answered_iff_answer",
                condition=(
                    Q(status=ComplaintStatus.ANSWERED, answered_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                    & ~Q(outcome="")
                )
                | (
                    ~Q(status=ComplaintStatus.ANSWERED)
                    & Q(answered_at__isnull=True, answered_by__isnull=True, answer="", outcome="")
                ),
            ),
            models.CheckConstraint(
                name="complaint_looked_at_by_somebody",
                condition=Q(status=ComplaintStatus.RECEIVED, looked_at_at__isnull=True)
                | (
                    ~Q(status=ComplaintStatus.RECEIVED)
                    & Q(looked_at_at__isnull=False, looked_at_by__isnull=False)
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="complaint_by_age"),
            models.Index(
                fields=["due_at"],
                name="complaint_due",
                condition=~Q(status=ComplaintStatus.ANSWERED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d} {self.status}"
