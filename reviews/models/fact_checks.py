"""The desk's work on one accepted claim: its file, from opening to publication and after."""

from collections.abc import Iterator
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable

from claims.models import Claim
from factcheck.models import Chained, User
from factcheck.roles import Role
from reviews.lifecycle import FactCheckStatus
from reviews.models.policies import Policy, Scale

_APPROVED = [FactCheckStatus.APPROVED, FactCheckStatus.SCHEDULED, FactCheckStatus.PUBLISHED]
_DONE_WITH = [FactCheckStatus.PUBLISHED, FactCheckStatus.CLOSED]


class _AsPublished(ModelIterable):  # type: ignore[type-arg]
    """Fact-checks as the world knows them: a new round shows nothing before it is published."""

    def __iter__(self) -> Iterator["FactCheck"]:
        for fact_check in super().__iter__():
            row: Any = fact_check
            fact_check.status, fact_check.chain_seq = row.seen_status, row.seen_seq
            yield fact_check


class FactCheckQuerySet(models.QuerySet["FactCheck"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """All for the desk, but not for whom a conflict bars; published ones for readers and services."""
        if not isinstance(user, User):
            return self.none()
        if user.is_on_desk:
            return self.exclude(pk__in=self.model._recused_of(user)) if not user.is_editor else self
        if user.role in (Role.SERVICE, Role.READER):
            return self.filter(published_at__isnull=False)
        return self.none()

    def seen_by(self, user: User | AnonymousUser) -> Self:
        """What is visible to the person, with `seen_status`, `seen_seq`, `seen_verdict` and `seen_label`.

        Outside the desk a fact-check is published and has the verdict that the world
        sees, whatever a new round has come to.
        """
        rows = self.visible_to(user)
        if isinstance(user, User) and user.is_on_desk:
            return rows._with_verdict("verdict").annotate(seen_status=F("status"), seen_seq=F("chain_seq"))
        rows = rows._with_verdict("publication__verdict").annotate(
            seen_status=Value(str(FactCheckStatus.PUBLISHED), output_field=models.CharField()),
            seen_seq=F("publication__chain_seq"),
        )
        rows._iterable_class = _AsPublished
        return rows

    def _with_verdict(self, path: str) -> Self:
        label = Coalesce(F(f"{path}__rating__label"), F(f"{path}__words"))
        return self.annotate(seen_verdict=F(f"{path}__uuid"), seen_label=label)

    def unfinished(self) -> Self:
        return self.exclude(status__in=_DONE_WITH)


class FactCheck(Chained):
    """One file per claim at a time. Its chain never moves while ratings are sealed."""

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="fact_checks")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="+")
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=14, choices=[(s.value, s.value) for s in FactCheckStatus], default=FactCheckStatus.OPEN
    )
    held_from = models.CharField(
        max_length=14, blank=True, help_text="Where it was before it was put on hold."
    )
    round = models.PositiveSmallIntegerField(default=1, help_text="Each reopening begins a new one.")
    stage = models.PositiveSmallIntegerField(
        default=1, help_text="1: first ratings; 2: after the discussion."
    )
    revealed_stage = models.PositiveSmallIntegerField(
        default=0, help_text="Ratings up to this stage are open."
    )
    discussed = models.BooleanField(
        default=False, help_text="Whether the one discussion of this judging has taken place."
    )
    proposal = models.ForeignKey(
        "reviews.Review",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The filed review that the verdict would rest on.",
    )
    verdict = models.ForeignKey("reviews.Verdict", models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    unfilled = models.JSONField(
        default=dict,
        blank=True,
        help_text="A seat nobody is free for, and the smallest change that would help.",
    )
    opened_at = models.DateTimeField()
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Scheduled for this moment.")
    published_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    close_reason = models.CharField(max_length=1000, blank=True)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "fact-check"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                name="fact_check_is_one_per_claim",
                condition=~Q(status=FactCheckStatus.CLOSED),
            ),
            models.CheckConstraint(
                name="fact_check_approved_by_somebody",
                condition=Q(status__in=_APPROVED, approved_by__isnull=False, approved_at__isnull=False)
                | (~Q(status__in=_APPROVED) & Q(approved_by__isnull=True, approved_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="fact_check_approved_has_a_verdict",
                condition=~Q(status__in=_APPROVED) | Q(verdict__isnull=False),
            ),
            models.CheckConstraint(
                name="fact_check_published_has_a_verdict",
                condition=Q(published_at__isnull=True) | Q(verdict__isnull=False),
            ),
            models.CheckConstraint(
                name="fact_check_published_has_a_moment",
                condition=~Q(status=FactCheckStatus.PUBLISHED) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="fact_check_closed_iff_reason",
                condition=(Q(status=FactCheckStatus.CLOSED, closed_at__isnull=False) & ~Q(close_reason=""))
                | (~Q(status=FactCheckStatus.CLOSED) & Q(closed_at__isnull=True, close_reason="")),
            ),
            models.CheckConstraint(
                name="fact_check_held_iff_place",
                condition=(Q(status=FactCheckStatus.ON_HOLD) & ~Q(held_from=""))
                | (~Q(status=FactCheckStatus.ON_HOLD) & Q(held_from="")),
            ),
            models.CheckConstraint(
                name="fact_check_scheduled_has_a_moment",
                condition=~Q(status=FactCheckStatus.SCHEDULED) | Q(publish_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-opened_at", "-id"], name="fact_check_by_status"),
            models.Index(fields=["-opened_at", "-id"], name="fact_check_by_age"),
        ]

    def __str__(self) -> str:
        return f"Fact-check of “{self.claim}”"

    @property
    def is_sealed(self) -> bool:
        """Whether ratings of the current stage are still hidden from everyone but who filed them."""
        return self.policy.is_blind and self.revealed_stage < self.stage

    @classmethod
    def _recused_of(cls, user: User) -> models.QuerySet[Any, Any]:
        assignments: Any = cls._meta.get_field("assignments").related_model
        recusals: models.QuerySet[Any, Any] = assignments.recusals_of(user).values("fact_check")
        return recusals
