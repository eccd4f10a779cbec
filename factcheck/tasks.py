"""The sweep, which finds all work that is due, and the ground's own timed jobs."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.db.models import Q

from factcheck import captures, clock, doorbell, hosts, leases
from factcheck.jobs import job
from factcheck.models import Heartbeat, IdempotencyKey, Job, JobStatus

log = logging.getLogger(__name__)

BEAT = "beat"  # the heartbeat's name
DONE_JOBS_KEPT = timedelta(days=7)
ANSWERS_KEPT = timedelta(hours=24)
SLICE = 2000


def sweep() -> None:
    """Write the timed jobs whose slot has come and ring for all that is due. Sent by beat."""
    run_tick(at=clock.now())


shared_task(name="factcheck.tasks.sweep")(sweep)


def run_tick(*, at: datetime) -> list[str]:
    """Do what one tick of beat does; return the tasks rung for.

    Finds what a lost message, a lost broker or a killed worker left behind. Two
    beats, or a tick that comes twice, do no harm.
    """
    _write_timed_jobs(settings.BEAT, at=at)
    tasks = sorted(set(leases.waiting(at=at).values_list("task", flat=True).distinct()))
    for task in tasks:
        doorbell.ring(task)
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=BEAT, at=at)], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )
    return tasks


def slot(*, every: timedelta, at: datetime) -> datetime:
    """Return the start of the period that `at` falls into; periods are counted from 1970 in UTC."""
    seconds = int(every.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)


def _write_timed_jobs(table: Mapping[str, timedelta], *, at: datetime) -> None:
    """Write one job for each task and slot, once however many ticks see the slot.

    Slots missed while nothing ran are not made up, and none is added while the
    task's last one still waits: a stalled desk does not pile them up.
    """
    slots = {task: slot(every=every, at=at) for task, every in table.items()}
    exists = Q()
    for task, start in slots.items():
        exists |= Q(task=task, slot=start.isoformat())
    waiting = Q(task__in=slots, slot__isnull=False, status__in=[JobStatus.DUE, JobStatus.RUNNING])
    present = set(Job.objects.filter(exists | waiting).values_list("task", flat=True))
    Job.objects.bulk_create(
        [
            Job(task=task, slot=start.isoformat(), due_at=at, created_at=at)
            for task, start in slots.items()
            if task not in present
        ],
        ignore_conflicts=True,
    )


@job(queue="desk")
def forget_old_rows(*, at: datetime) -> None:
    """Delete done jobs and sites unasked for after 7 days, stored answers after 24 hours, in slices."""
    jobs = Job.objects.filter(status=JobStatus.DONE, done_at__lt=at - DONE_JOBS_KEPT)
    answers = IdempotencyKey.objects.filter(created_at__lt=at - ANSWERS_KEPT)
    for rows in (jobs, answers):
        while ids := list(rows.order_by("pk").values_list("pk", flat=True)[:SLICE]):
            rows.model._base_manager.filter(pk__in=ids).delete()
    while hosts.forget(at=at, most=SLICE):
        pass


@job(queue="desk")
def remove_old_bytes(*, at: datetime) -> None:
    """Remove captured bytes whose time is over, and files that no row names."""
    while captures.remove_ended(at=at):
        pass
    captures.remove_strays(at=at)
