"""Who can take work: languages, topics, capacity, and what bars them."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from claims.models import Claimant, Outlet, Topic
from factcheck.models import Chained, User


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Colleagues know of each other; figures of others are the editors' (`figures_for`)."""
        return self if isinstance(user, User) and user.is_on_desk else self.none()

    def figures_for(self, user: User | AnonymousUser) -> Self:
        """Whose capacity, load and skills the person may read: his own, and all of them for editors."""
        if not isinstance(user, User):
            return self.none()
        rows = self.visible_to(user)
        return rows if user.is_editor else rows.filter(user=user)


class Reviewer(Chained):
    """A person's working profile. Who has none is never offered anything."""

    user = models.OneToOneField(User, models.PROTECT, related_name="reviewer")
    capacity = models.PositiveSmallIntegerField(default=2, help_text="Open assignments at once.")
    employer = models.ForeignKey(
        Outlet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Own outlet: never reviewed.",
    )
    weekly_capacity = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Assignments in seven days; empty: no limit."
    )
    seniority = models.PositiveSmallIntegerField(default=50, help_text="0 to 100; urgent claims go by it.")
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA, such as Europe/Berlin")
    working_hours = models.JSONField(
        default=list,
        blank=True,
        help_text="[[weekday, from, to], ...]: 1 is Monday, times as HH:MM in the zone; empty: always.",
    )
    absent_from = models.DateTimeField(null=True, blank=True, help_text="Empty: from now on.")
    absent_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reviewer_seniority_is_0_to_100", condition=Q(seniority__lte=100)),
            models.CheckConstraint(
                name="reviewer_absence_ends_after_it_begins",
                condition=Q(absent_from__isnull=True)
                | Q(absent_until__isnull=True)
                | Q(absent_until__gt=F("absent_from")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class ReviewerLanguage(models.Model):
    LEVELS = [("native", "native"), ("fluent", "fluent"), ("working", "working knowledge")]

    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="languages")
    language = models.CharField(max_length=12, help_text="BCP 47, such as en or de")
    level = models.CharField(max_length=10, choices=LEVELS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "language"], name="reviewer_lists_a_language_once")
        ]

    def __str__(self) -> str:
        return f"{self.language} ({self.level})"


class ReviewerTopic(models.Model):
    reviewer = models.ForeignKey(Reviewer, models.CASCADE, related_name="topics")
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    skill = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 to 5, as declared; empty: opted out of, or only learnt."
    )
    learnt = models.FloatField(
        null=True, blank=True, help_text="1 to 5, from revealed rounds only; empty: too few."
    )
    learnt_from = models.PositiveIntegerField(default=0, help_text="Judgements that it was learnt from.")
    opted_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "topic"], name="reviewer_lists_a_topic_once"),
            models.CheckConstraint(name="reviewer_skill_is_1_to_5", condition=Q(skill__gte=1, skill__lte=5)),
            models.CheckConstraint(
                name="reviewer_learnt_skill_is_1_to_5",
                condition=Q(learnt__isnull=True) | Q(learnt__gte=1, learnt__lte=5),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.skill or '-'}"

    @property
    def level(self) -> float | None:
        """How much is known of the topic, 1 to 5: as learnt, else as declared; None where neither is so."""
        return self.skill if self.learnt is None else self.learnt


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own; all of them for editors."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        return self if user.is_editor else self.filter(reviewer__user=user)


class ConflictOfInterest(Chained):
    """A declared reason why somebody must not touch a claim. Takes effect at once; ends, never vanishes."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="conflicts")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="+")
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "conflicts of interest"
        constraints = [
            models.CheckConstraint(
                name="conflict_is_about_one_thing",
                condition=Q(outlet__isnull=False, claimant__isnull=True, topic__isnull=True)
                | Q(outlet__isnull=True, claimant__isnull=False, topic__isnull=True)
                | Q(outlet__isnull=True, claimant__isnull=True, topic__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.outlet or self.claimant or self.topic)
