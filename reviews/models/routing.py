"""How the desk routes: the weights in force, and each time a backlog was routed with them."""

from typing import Self, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from factcheck.models import Chained, User
from reviews.lifecycle import RoutingRunStatus

_Row = TypeVar("_Row", bound=models.Model)


class RoutingQuerySet(models.QuerySet[_Row]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Loads and prices are figures of other people: for editors."""
        return self if isinstance(user, User) and user.is_editor else self.none()


class RoutingSettings(Chained):
    """The weights of the cost parts, in points. One row per version, whose weights never change.

    Where no version is in force, the defaults of `reviews.routing.Weights` are.
    """

    version = models.PositiveIntegerField(unique=True)
    weights = models.JSONField(help_text="Points that each part of the cost can reach.")
    note = models.CharField(max_length=500, blank=True, help_text="Why it was changed.")
    active = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True, help_text="The last time.")
    activated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(
        max_length=500, blank=True, default="", db_default="", help_text="Why it was put in force."
    )

    objects = RoutingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "routing settings"
        constraints = [
            models.UniqueConstraint(
                fields=["active"], name="routing_settings_in_force_are_one", condition=Q(active=True)
            ),
            models.CheckConstraint(
                name="routing_settings_in_force_have_a_moment_and_a_reason",
                condition=Q(activated_at__isnull=True, reason="", active=False)
                | (Q(activated_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class RoutingRun(Chained):
    """One routing of the backlog: what was seen, what was decided, by which settings and solver."""

    settings = models.ForeignKey(RoutingSettings, models.PROTECT, null=True, blank=True, related_name="runs")
    status = models.CharField(
        max_length=8,
        choices=[(status.value, status.value.title()) for status in RoutingRunStatus],
        default=RoutingRunStatus.RUNNING,
    )
    solver = models.CharField(max_length=40, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    seats = models.PositiveIntegerField(default=0, help_text="Free when it began.")
    left_out = models.PositiveIntegerField(
        default=0, help_text="Free too, but more than one run takes: the next one has them."
    )
    offers = models.PositiveIntegerField(default=0)
    unfilled = models.PositiveIntegerField(default=0)
    cost = models.BigIntegerField(default=0, help_text="Points, all offers together.")
    gap = models.BigIntegerField(
        default=0, help_text="The most points that another answer could be better by; 0: none is."
    )
    candidates = models.JSONField(default=list, help_text="Reviewers as seen at the start.")
    prices = models.JSONField(
        default=dict, help_text="Reviewer -> what one more seat is worth to the backlog, in points."
    )
    reason = models.CharField(max_length=500, blank=True, help_text="Why it failed.")
    started_at = models.DateTimeField()
    lease_until = models.DateTimeField(help_text="A run that died is over at this moment.")
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RoutingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status"], name="routing_run_is_one_at_a_time", condition=Q(status="running")
            ),
            models.CheckConstraint(
                name="routing_run_finished_iff_over",
                condition=Q(status="running", finished_at__isnull=True)
                | (~Q(status="running") & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="routing_run_by_age")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.status}"
