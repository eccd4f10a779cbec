"""Who publishes articles, and where new ones are announced."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q, Value

from claims.models.visibility import DeskQuerySet
from factcheck.models import Chained, User


class Outlet(Chained):
    """A newspaper, broadcaster, agency or site, known by its domain."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    domain = models.CharField(
        max_length=253, blank=True, help_text="Host without www; empty where it has no site."
    )
    language = models.CharField(max_length=12, blank=True, help_text="BCP 47, such as en or de")
    created_at = models.DateTimeField()

    objects = DeskQuerySet["Outlet"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["domain"], name="outlet_is_known_by_its_domain", condition=~Q(domain="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class FeedKind(models.TextChoices):
    UNKNOWN = "unknown", "not read yet"
    RSS = "rss", "RSS"
    ATOM = "atom", "Atom"
    JSON = "json", "JSON Feed"
    SITEMAP = "sitemap", "news sitemap"
    SITEMAP_INDEX = "sitemap_index", "sitemap index"


class FeedQuerySet(DeskQuerySet["Feed"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """What the desk follows, for the desk and for services. A removed feed is nobody's to see."""
        return super().visible_to(user).followed()

    def followed(self) -> Self:
        """Feeds that were not removed, paused ones among them."""
        return self.filter(removed_at__isnull=True)

    def due(self, *, at: datetime) -> Self:
        """Feeds whose next poll has come, the longest waiting first."""
        waiting = self.followed().filter(paused=False, next_poll_at__lte=at)
        return waiting.order_by("next_poll_at", "id")


class Feed(Chained):
    """A place where an outlet announces new articles, polled at its own interval."""

    outlet = models.ForeignKey(Outlet, models.PROTECT, related_name="feeds")
    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=14, choices=FeedKind.choices, default=FeedKind.UNKNOWN)
    interval = models.DurationField(default=timedelta(minutes=15), help_text="As the desk set it.")
    adapts = models.BooleanField(
        default=True, help_text="Whether the wait grows and shrinks with how often the feed changes."
    )
    wait = models.DurationField(
        null=True, blank=True, help_text="The wait in force between two polls; empty: the interval."
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    paused = models.BooleanField(default=False)
    next_poll_at = models.DateTimeField()
    polled_at = models.DateTimeField(null=True, blank=True, help_text="The last try.")
    succeeded_at = models.DateTimeField(null=True, blank=True, help_text="The last good one.")
    failures = models.PositiveIntegerField(default=0, help_text="Bad polls since the last good one.")
    error_code = models.CharField(max_length=40, blank=True)
    last_error = models.CharField(max_length=500, blank=True, help_text="In words, from the last bad poll.")
    dropped = models.PositiveIntegerField(
        default=0, help_text="Items of the last poll beyond the newest 500."
    )
    notes = models.JSONField(
        default=list,
        db_default=Value([], output_field=models.JSONField()),  # the release before does not know it
        blank=True,
        help_text="What the last good poll left out or could not read: [{code, count, text}].",
    )
    announced = models.PositiveIntegerField(default=0, help_text="Items in the last good poll.")
    fresh = models.PositiveIntegerField(default=0, help_text="Articles that the last good poll brought.")
    items_a_day = models.FloatField(
        null=True, blank=True, help_text="By the moments of the items in the last good poll."
    )
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="The last poll that brought an article."
    )
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="Followed no more. The row stays for its articles, and comes back if added again.",
    )

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feed_failing_says_why",
                condition=Q(failures=0) | (~Q(error_code="") & ~Q(last_error="")),
            )
        ]

    def __str__(self) -> str:
        return self.title or self.url
