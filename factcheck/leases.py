"""Leases on jobs: who may work on a row, until when, and how it ends.

A lease is won by raising the row's fence. Whoever holds the row's present fence
holds the job; every write of a holder says `WHERE fence = mine`, so one that was
frozen and outlived its lease changes nothing.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from factcheck.models import Job, JobStatus

BATCH = 10
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5
# After the first, second, third and fourth failure; the fifth is the last.
BACKOFF = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10))
# A job may be put off this often at no cost; from then on each time counts as a failure.
FREE_LEASES = 100


class LeaseLost(Exception):
    """The job's fence has moved: somebody else has taken it over, and this holder must not write."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One start of one job. Ours for as long as the row carries this fence."""

    id: int
    job: UUID
    task: str
    subject: UUID | None
    event: UUID | None
    fence: int
    attempts: int  # which start this is: 1 for the first

    def hold(self) -> None:
        """Lock the job's row until the caller's transaction ends; comes last in the lock order.

        While it is held nobody can take the job over, so what the transaction
        writes is written under this fence. Raises LeaseLost.
        """
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError("hold() belongs inside the transaction it protects")
        if not _held([self]).select_for_update().values_list("id").first():
            raise LeaseLost(f"{self.task}, job {self.job}: the lease went to somebody else")


def waiting(*, at: datetime) -> QuerySet[Job]:
    """Return the jobs somebody should take: due, or running past their lease."""
    return Job.objects.filter(
        Q(status=JobStatus.DUE) | Q(lease_until__lte=at),
        status__in=[JobStatus.DUE, JobStatus.RUNNING],  # as the partial index says it
        due_at__lte=at,
    )


@transaction.atomic
def take(task: str, *, at: datetime) -> list[Lease]:
    """Lease up to 10 of a task's oldest waiting jobs for 60 s.

    The attempt is counted before the work, so a job that kills its worker is
    counted too. One that was started before is leased alone: if it kills its
    worker again, it takes no neighbour's attempt with it. One with five starts
    behind it is dead.
    """
    found = _locked(task, at)
    while spent := [job.pk for job in found if job.attempts >= MAX_ATTEMPTS]:
        _bury(spent)
        found = _locked(task, at)
    mine = found[:1] if found and found[0].attempts else [job for job in found if not job.attempts]
    Job.objects.filter(pk__in=[job.pk for job in mine]).update(
        status=JobStatus.RUNNING, fence=F("fence") + 1, attempts=F("attempts") + 1, lease_until=at + LEASE
    )
    return [
        Lease(
            id=job.pk,
            job=job.uuid,
            task=job.task,
            subject=job.subject,
            event=job.event,
            fence=job.fence + 1,
            attempts=job.attempts + 1,
        )
        for job in mine
    ]


def renew(leases: Sequence[Lease], *, until: datetime) -> int:
    """Prolong those leases that are still held and running; return how many."""
    return _held(leases).update(lease_until=until)


def finish(lease: Lease, *, at: datetime) -> bool:
    """Write that the work is done. False: the lease was lost, and the row belongs to another."""
    return bool(_held([lease]).update(status=JobStatus.DONE, done_at=at, lease_until=None, reason=""))


def fail(lease: Lease, *, reason: str, at: datetime) -> bool:
    """Make the job due again, later each time, or dead after five starts. True: it is dead."""
    if lease.attempts >= MAX_ATTEMPTS:
        return bool(_held([lease]).update(status=JobStatus.DEAD, lease_until=None, reason=reason))
    wait = BACKOFF[lease.attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - spreads load, guards nothing
    _held([lease]).update(status=JobStatus.DUE, due_at=at + wait, lease_until=None, reason=reason)
    return False


def put_off(lease: Lease, *, until: datetime, reason: str) -> None:
    """Make the job due at another moment, and give back its attempt: nothing failed."""
    _held([lease]).update(
        status=JobStatus.DUE, due_at=until, lease_until=None, attempts=F("attempts") - 1, reason=reason
    )


def give_back(leases: Iterable[Lease]) -> int:
    """Make jobs that were leased and never started due again, their attempt returned."""
    unstarted = list(leases)
    if not unstarted:
        return 0
    return _held(unstarted).update(status=JobStatus.DUE, lease_until=None, attempts=F("attempts") - 1)


def take_over_all(*, at: datetime) -> int:
    """End every running lease now. Only for who has proof that no holder is alive."""
    return Job.objects.filter(status=JobStatus.RUNNING, lease_until__gt=at).update(lease_until=at)


def _locked(task: str, at: datetime) -> list[Job]:
    # SQLite has no row locks, and needs none: its transaction is the only writer from the start.
    rows = waiting(at=at).filter(task=task).order_by("due_at", "id").select_for_update(skip_locked=True)
    return list(rows[:BATCH])


def _held(leases: Sequence[Lease]) -> QuerySet[Job]:
    ours = reduce(or_, [Q(pk=lease.id, fence=lease.fence) for lease in leases])
    return Job.objects.filter(ours, status=JobStatus.RUNNING)


def _bury(spent: list[int]) -> None:
    Job.objects.filter(pk__in=spent).update(
        status=JobStatus.DEAD,
        lease_until=None,
        reason=f"Started {MAX_ATTEMPTS} times; the last start never came to an end: its worker was killed.",
    )
