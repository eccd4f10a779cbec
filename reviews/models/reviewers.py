"""Who can take work: languages, topics, capacity, and what bars them."""

from django.db import models
from django.db.models import Q

from claims.models import Claimant, Outlet, Topic
from factcheck.models import Chained, User


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
    absent_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

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
    skill = models.PositiveSmallIntegerField(default=3, help_text="1 to 5")
    opted_out = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reviewer", "topic"], name="reviewer_lists_a_topic_once"),
            models.CheckConstraint(name="reviewer_skill_is_1_to_5", condition=Q(skill__gte=1, skill__lte=5)),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.skill}"


class ConflictOfInterest(Chained):
    """A declared reason why somebody must not touch a claim. Takes effect at once; ends, never vanishes."""

    reviewer = models.ForeignKey(Reviewer, models.PROTECT, related_name="conflicts")
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="+")
    claimant = models.ForeignKey(Claimant, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

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
