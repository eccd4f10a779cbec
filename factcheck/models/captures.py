"""What was fetched, kept as it came: the row stays for good, the bytes as long as the policy says."""

import uuid
from collections.abc import Callable
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from factcheck.models.events import Chained
from factcheck.models.people import User

_hidden: list[Callable[[User], models.QuerySet[Any, Any]]] = []


def keep_hidden(captures: Callable[[User], models.QuerySet[Any, Any]]) -> None:
    """Let a person not see those captures (ids) that `captures` names for him. For AppConfig.ready."""
    _hidden.append(captures)


class CaptureQuerySet(models.QuerySet["Capture"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Archived copies are the desk's own: nobody else sees that there is one."""
        if not isinstance(user, User) or not user.is_on_desk:
            return self.none()
        rows = self
        for captures in _hidden:
            rows = rows.exclude(pk__in=captures(user))
        return rows


class Capture(models.Model):
    """One answer from outside, or one upload, with its hash. Immutable; private to the desk."""

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.CharField(max_length=2000, blank=True, help_text="As asked for; empty for an upload.")
    final_url = models.CharField(max_length=2000, blank=True, help_text="After redirects.")
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP; empty for an upload.")
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField(help_text="Bytes of the body, unpacked.")
    sha256 = models.CharField(max_length=64, help_text="Of the body, unpacked; hex.")
    taken_at = models.DateTimeField()

    objects = CaptureQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(name="capture_has_a_hash", condition=~Q(sha256=""))]
        indexes = [
            models.Index(fields=["sha256"], name="capture_by_hash"),
            models.Index(fields=["-taken_at", "-id"], name="capture_by_age"),
        ]

    def __str__(self) -> str:
        return self.final_url or self.url or self.sha256[:12]


class CaptureFile(Chained):
    """Where a capture's bytes are. When they are removed this row stays and says when and why."""

    capture = models.OneToOneField(Capture, models.PROTECT, related_name="file")
    name = models.CharField(max_length=200, blank=True, help_text="A WARC file in the desk's store.")
    size = models.PositiveBigIntegerField(help_text="Bytes in the store.")
    keep_until = models.DateTimeField(null=True, blank=True, help_text="Empty: until a person removes it.")
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="capture_file_is_there_or_removed",
                condition=(~Q(name="") & Q(removed_at__isnull=True, removal_reason=""))
                | (Q(name="", removed_at__isnull=False) & ~Q(removal_reason="")),
            )
        ]
        indexes = [
            models.Index(
                fields=["keep_until"], name="capture_file_by_end", condition=Q(removed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name or "removed"


class CaptureRemovalQuerySet(models.QuerySet["CaptureRemoval"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Why bytes were removed is the editors' affair; that they were, the capture says."""
        if not isinstance(user, User) or not user.is_editor:
            return self.none()
        return self.filter(capture__in=Capture.objects.visible_to(user).values("pk"))


class CaptureRemoval(Chained):
    """A request to remove the bytes of a capture for a legal reason: one asks, another confirms."""

    capture = models.ForeignKey(Capture, models.PROTECT, related_name="removals")
    reason = models.CharField(max_length=500, help_text="The legal reason.")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = CaptureRemovalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["capture"],
                name="capture_removal_is_asked_once",
                condition=Q(confirmed_at__isnull=True, refused_at__isnull=True),
            ),
            models.CheckConstraint(name="capture_removal_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="capture_removal_takes_two",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False, refused_at__isnull=True)
                    & ~Q(confirmed_by=F("asked_by"))
                ),
            ),
            models.CheckConstraint(
                name="capture_removal_refused_by_somebody",
                condition=Q(refused_by__isnull=True, refused_at__isnull=True)
                | Q(refused_by__isnull=False, refused_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reason[:80]
