"""The audit trail: append-only events, chained by hash per subject."""

import uuid
from collections.abc import Callable
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

CHAIN_HEAD = ["chain_seq", "chain_hash"]


class Chained(models.Model):
    """A subject of events. The head of its chain sits in its own row, which the action has locked.

    `chain_seq` counts the subject's events and serves as the row's version:
    nothing that a reader may see changes without an event.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    chain_seq = models.PositiveIntegerField(default=0, editable=False)
    chain_hash = models.CharField(max_length=64, default="", blank=True, editable=False)

    class Meta:
        abstract = True


_sealed: list[Callable[[], models.QuerySet[Any]]] = []


def keep_sealed(subjects: Callable[[], models.QuerySet[Any]]) -> None:
    """Let nobody read the chains of these subjects (a queryset of uuids) for now. For AppConfig.ready."""
    _sealed.append(subjects)


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: "models.Model | AnonymousUser") -> Self:
        """All but the chains under seal. Who may ask at all, the endpoint says."""
        rows = self
        for subjects in _sealed:
            rows = rows.exclude(subject__in=subjects())
        return rows


class Event(models.Model):
    """Something that happened. Holds ids and hashes, never names or personal text.

    No foreign keys: history never blocks a deletion, and no deletion reaches history.
    """

    append_only = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80, help_text="noun.past, such as claim.accepted")
    subject_type = models.CharField(max_length=80, help_text="The model's label, such as claims.claim")
    subject = models.UUIDField()
    seq = models.PositiveIntegerField(help_text="1, 2, 3 … without gap on each subject")
    at = models.DateTimeField()
    by = models.UUIDField(null=True, help_text="The person or client; empty when the system did it.")
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "seq"], name="event_is_numbered_once_per_subject"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="event_numbers_start_at_one"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="event_by_name")]

    def __str__(self) -> str:
        return f"{self.name} #{self.seq}"
