"""What happened and what is to be done: events, jobs, heartbeats."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin

from factcheck import jobs
from factcheck.admin.base import ADMINISTRATORS, Button, ReadOnlyAdmin
from factcheck.models import Event, Heartbeat, Job, JobStatus, User
from factcheck.roles import EDITORS


@admin.register(Event)
class Events(ReadOnlyAdmin):
    viewers = ADMINISTRATORS
    list_display = ("at", "name", "subject_type", "subject", "seq", "by")
    list_filter = ("name",)
    ordering = ("-id",)


@admin.register(Job)
class Jobs(ReadOnlyAdmin):
    viewers = EDITORS
    list_display = ("task", "status", "subject", "due_at", "attempts", "lease_until", "reason")
    list_filter = ("status", "task")
    ordering = ("-id",)

    def actions_of(self, obj: Job, user: User) -> Sequence[Button]:
        if obj.status != JobStatus.DEAD:
            return ()
        question = "The job is due at once and gets five new starts."
        return [Button("requeue", "Start this job again", _requeueing(obj.uuid), question=question)]


@admin.register(Heartbeat)
class Heartbeats(ReadOnlyAdmin):
    viewers = EDITORS
    list_display = ("name", "at")
    ordering = ("name",)


def _requeueing(job: UUID) -> Callable[..., Any]:
    return lambda *, by, at: jobs.requeue(job, by=by, at=at)
