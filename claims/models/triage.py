"""What an editor can change of the order in which the desk looks."""

from django.db import models
from django.db.models import F, Q

from claims.models.visibility import DeskQuerySet
from factcheck.models import Chained, User


class TriageSettings(Chained):
    """The points and thresholds of triage. One row per version, whose weights never change.

    Where no version is in force, the defaults of `claims.triage` are.
    """

    version = models.PositiveIntegerField(unique=True)
    weights = models.JSONField(help_text="Points that each part can reach, and the thresholds of the gates.")
    note = models.CharField(max_length=500, blank=True, help_text="Why it was changed.")
    active = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True, blank=True, help_text="The last time.")
    activated_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=500, blank=True, help_text="Why it was put in force.")

    objects = DeskQuerySet["TriageSettings"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "triage settings"
        constraints = [
            models.UniqueConstraint(
                fields=["active"], name="triage_settings_in_force_are_one", condition=Q(active=True)
            ),
            models.CheckConstraint(
                name="triage_settings_in_force_have_a_moment_and_a_reason",
                condition=Q(activated_at__isnull=True, reason="", active=False)
                | (Q(activated_at__isnull=False) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.version}"


class HarmArea(Chained):
    """An area in which a false claim does harm, and the words it is found by.

    The areas of `claims.triage.harm` hold until a row of the same slug takes their place.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    gravity = models.FloatField(help_text="0 to 1; 1 is the gravest.")
    keywords = models.JSONField(default=list, blank=True, help_text="Words and phrases, matched whole.")
    patterns = models.JSONField(default=list, blank=True, help_text="Regular expressions, in RE2's syntax.")
    active = models.BooleanField(default=True, help_text="Whether it counts.")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeskQuerySet["HarmArea"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="harm_area_gravity_is_a_share", condition=Q(gravity__gte=0, gravity__lte=1)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Incident(Chained):
    """Something that happens now: while it lasts, what belongs to it is raised on the list."""

    name = models.CharField(max_length=200)
    keywords = models.JSONField(default=list, blank=True, help_text="Words and phrases, matched whole.")
    patterns = models.JSONField(default=list, blank=True, help_text="Regular expressions, in RE2's syntax.")
    points = models.FloatField(default=30, help_text="Added to the priority of what belongs to it.")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ends_at = models.DateTimeField(help_text="It ends by itself at this moment.")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: it ended by itself."
    )

    objects = DeskQuerySet["Incident"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="incident_ends_after_it_starts", condition=Q(ends_at__gt=F("started_at"))
            ),
            models.CheckConstraint(name="incident_points_raise", condition=Q(points__gt=0, points__lte=100)),
            models.CheckConstraint(
                name="incident_ended_by_somebody_has_ended",
                condition=Q(ended_by__isnull=True) | Q(ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="incident_by_age")]

    def __str__(self) -> str:
        return self.name


class RescoringReason(models.TextChoices):
    MODEL = "model", "another model scores"
    SETTINGS = "settings", "the settings of triage changed"
    RULES = "rules", "topics, harm areas or incidents changed"


class Rescoring(Chained):
    """One pass over the claims that wait, with how far it has come. Decisions stay as they are."""

    reason = models.CharField(max_length=10, choices=RescoringReason.choices)
    model = models.CharField(max_length=40, blank=True, help_text="The model that scores; empty: order only.")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0, help_text="Claims when it began.")
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0, help_text="Claims whose score or place changed.")
    reached = models.PositiveBigIntegerField(default=0, help_text="The last claim looked at; 0: none.")
    again = models.BooleanField(default=False, help_text="Something changed meanwhile: another pass follows.")

    objects = DeskQuerySet["Rescoring"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reason"], name="rescoring_is_one_at_a_time", condition=Q(finished_at__isnull=True)
            )
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="rescoring_by_age")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M} {self.reason}"
