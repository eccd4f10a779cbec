"""The shared file of a fact-check, besides its sources: questions, comments, and answers to the gate."""

import uuid
from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from claims.models import Claimant
from factcheck.models import Chained, User
from reviews.gate import Answer, GapCode
from reviews.lifecycle import ContactStatus
from reviews.models.fact_checks import FactCheck

Row = TypeVar("Row", bound=models.Model)


class SharedFileQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What belongs to a file is seen by whoever on the desk sees the file."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        return self.filter(fact_check__in=FactCheck.objects.visible_to(user).values("pk"))


class ContactKind(models.TextChoices):
    CLAIMANT = "claimant"
    EXPERT = "expert"
    OTHER = "other"


class ContactQuerySet(SharedFileQuerySet["Contact"]):
    """Rows of shared files."""


class Contact(Chained):
    """A question to the claimant or an expert, with its deadline and what came back."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=10, choices=ContactKind.choices)
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="+")
    whom = models.CharField(max_length=200, help_text="The person or office asked.")
    channel = models.CharField(max_length=100, blank=True, help_text="E-mail, telephone, press office …")
    question = models.TextField()
    status = models.CharField(
        max_length=10, choices=[(s.value, s.value.replace("_", " ")) for s in ContactStatus]
    )
    answer = models.TextField(blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)
    deadline_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_asked_has_moment_and_deadline",
                condition=Q(status=ContactStatus.PLANNED, asked_at__isnull=True)
                | (~Q(status=ContactStatus.PLANNED) & Q(asked_at__isnull=False, deadline_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="contact_answered_iff_answer",
                condition=(Q(status=ContactStatus.ANSWERED, answered_at__isnull=False) & ~Q(answer=""))
                | (~Q(status=ContactStatus.ANSWERED) & Q(answered_at__isnull=True, answer="")),
            ),
        ]
        indexes = [models.Index(fields=["fact_check", "id"], name="contact_by_file")]

    def __str__(self) -> str:
        return self.whom


class CommentQuerySet(SharedFileQuerySet["Comment"]):
    """Rows of shared files."""


class Comment(models.Model):
    """A remark in the shared file, or in the discussion of revealed ratings."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="comments")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = models.TextField()
    mentions = models.JSONField(default=list, blank=True, help_text="Ids of the people named with @.")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Its words are gone since then.")

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["fact_check", "id"], name="comment_by_file")]

    def __str__(self) -> str:
        return self.text[:80]


class GateAnswerQuerySet(SharedFileQuerySet["GateAnswer"]):
    """Rows of shared files."""


class GateAnswer(models.Model):
    """An ordinary answer to a gap in the evidence, or an exception an editor grants; with its reason."""

    append_only = True
    CODES = [(c.value, c.value.replace("_", " ")) for c in (*Answer, *GapCode)]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="gate_answers")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30, choices=CODES)
    is_exception = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = GateAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fact_check", "round", "code"], name="gate_answer_is_given_once"),
            models.CheckConstraint(name="gate_answer_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"
