"""What stands beside a decision: the approval with its checklist, flags by rule, an editor from outside."""

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from claims.models import Topic
from claims.models.visibility import DeskQuerySet
from factcheck.models import Chained, User
from reviews.models.fact_checks import FactCheck
from reviews.models.shared_file import SharedFileQuerySet
from reviews.models.verdicts import Verdict


class ApprovalQuerySet(SharedFileQuerySet["Approval"]):
    """Rows of shared files."""


class Approval(models.Model):
    """That somebody approved a verdict, and what he had looked at. Immutable."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="approvals")
    round = models.PositiveSmallIntegerField()
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="approvals")
    checklist = models.JSONField(default=list, blank=True, help_text="[{item, note}]: what was ticked off.")
    precedents = models.JSONField(
        default=list, blank=True, help_text="Ids of the verdicts on similar claims that were shown."
    )
    deviation = models.CharField(
        max_length=1000, blank=True, help_text="Why it is judged otherwise than similar claims were."
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["verdict"], name="approval_is_given_once")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class FlagKind(models.TextChoices):
    LEGAL_REVIEW = "legal_review", "legal review"
    CONTENT_WARNING = "content_warning", "content warning"


class FlagRule(Chained):
    """When a fact-check needs a legal review or a content warning, by its words, kind or topic."""

    kind = models.CharField(max_length=16, choices=FlagKind.choices)
    name = models.CharField(max_length=200)
    keywords = models.JSONField(default=list, blank=True, help_text="Words and phrases, matched whole.")
    patterns = models.JSONField(default=list, blank=True, help_text="Regular expressions, in RE2's syntax.")
    claim_kinds = models.JSONField(default=list, blank=True, help_text="Kinds of claim, such as allegation.")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(
        max_length=300, blank=True, help_text="What readers are warned of, or what the lawyer should look at."
    )
    active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = DeskQuerySet["FlagRule"].as_manager()

    def __str__(self) -> str:
        return self.name


class FlagQuerySet(SharedFileQuerySet["Flag"]):
    """Rows of shared files."""


class Flag(Chained):
    """That a fact-check needs a legal review or a content warning; raised by a rule or a person."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=16, choices=FlagKind.choices)
    rule = models.ForeignKey(FlagRule, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.CharField(max_length=300, blank=True)
    raised_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: by its rule."
    )
    raised_at = models.DateTimeField()
    cleared_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    cleared_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=500, blank=True, help_text="What the review came to.")

    objects = FlagQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check", "rule"],
                name="flag_is_raised_once_per_rule",
                condition=Q(rule__isnull=False, cleared_at__isnull=True),
            ),
            models.CheckConstraint(
                name="flag_cleared_iff_outcome",
                condition=Q(cleared_at__isnull=True, cleared_by__isnull=True, outcome="")
                | (Q(cleared_at__isnull=False, cleared_by__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["fact_check", "id"], name="flag_by_file")]

    def __str__(self) -> str:
        return self.get_kind_display()


class OutsideApprovalQuerySet(models.QuerySet["OutsideApproval"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Who approves from outside is the editors' affair."""
        return self if isinstance(user, User) and user.is_editor else self.none()


class OutsideApproval(Chained):
    """A link by which a named editor outside the desk approves or returns one fact-check, for a while."""

    fact_check = models.ForeignKey(FactCheck, models.PROTECT, related_name="outside_approvals")
    round = models.PositiveSmallIntegerField()
    editor = models.ForeignKey(User, models.PROTECT, related_name="+", help_text="The person outside.")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    named_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = OutsideApprovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fact_check"],
                name="outside_approval_is_open_once",
                condition=Q(used_at__isnull=True, revoked_at__isnull=True),
            ),
            models.CheckConstraint(
                name="outside_approval_ends_after_it_begins", condition=Q(expires_at__gt=F("named_at"))
            ),
            models.CheckConstraint(name="outside_approval_names_another", condition=~Q(editor=F("named_by"))),
        ]

    def __str__(self) -> str:
        return str(self.editor)
