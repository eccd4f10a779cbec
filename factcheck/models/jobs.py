"""Work that is due because of what happened. The row is the truth; messages are doorbells."""

import uuid

from django.db import models
from django.db.models import F, Q

from factcheck.triggers import Trigger


class JobStatus(models.TextChoices):
    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Job(models.Model):
    """One call of one handler for one subject. At most one live lease; the fence outdates late holders."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=120, help_text="The Celery task, such as claims.tasks.read_article")
    subject = models.UUIDField(null=True, help_text="What the work is about; empty for timed jobs.")
    event = models.UUIDField(null=True, help_text="The event that caused it.")
    slot = models.CharField(max_length=40, null=True, help_text="The tick of a timed job.")
    status = models.CharField(max_length=10, choices=JobStatus.choices, default=JobStatus.DUE)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    fence = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, blank=True, help_text="Why the last attempt failed.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "event", "subject"], name="job_follows_its_event_once"),
            models.UniqueConstraint(fields=["task", "slot"], name="job_runs_once_per_slot"),
            models.CheckConstraint(
                name="job_running_iff_leased",
                condition=Q(status=JobStatus.RUNNING, lease_until__isnull=False)
                | (~Q(status=JobStatus.RUNNING) & Q(lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_done_iff_done_at",
                condition=Q(status=JobStatus.DONE, done_at__isnull=False)
                | (~Q(status=JobStatus.DONE) & Q(done_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_dead_has_a_reason", condition=~Q(status=JobStatus.DEAD) | ~Q(reason="")
            ),
            models.CheckConstraint(name="job_attempts_have_fences", condition=Q(fence__gte=F("attempts"))),
        ]
        indexes = [
            models.Index(
                fields=["task", "due_at", "id"],
                name="job_waiting",
                condition=Q(status__in=[JobStatus.DUE, JobStatus.RUNNING]),
            ),
            models.Index(fields=["status", "id"], name="job_by_status"),
            models.Index(fields=["subject"], name="job_by_subject"),
        ]

    triggers = [
        Trigger(
            name="fence_rises_by_one",
            on=("UPDATE",),
            when="(NEW.fence <> OLD.fence AND NOT (NEW.fence = OLD.fence + 1 AND NEW.status = 'running'))"
            " OR (NEW.status = 'running' AND OLD.status <> 'running' AND NEW.fence <> OLD.fence + 1)",
            message="a job's fence rises by exactly 1 with every lease",
        )
    ]

    def __str__(self) -> str:
        return f"{self.task} ({self.status})"


class Heartbeat(models.Model):
    """When a part of the installation was last heard of."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
