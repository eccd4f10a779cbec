"""Works off jobs: the runner around every handler.

    @job(queue="desk")
    def open_fact_check(*, subject: UUID, at: datetime) -> None:

makes a plain function into the Celery task of its dotted name. A message for
that task says "there is work"; the task then leases the due rows of its name and
calls the function for each. The function stays a plain function to its callers.
"""

import logging
import time
import traceback
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from celery import shared_task
from celery.signals import worker_shutting_down
from django.db import close_old_connections, connection, transaction
from django.db.models import QuerySet

from factcheck import clock, doorbell, handlers, leases, reasons, stop
from factcheck.errors import Conflict
from factcheck.handlers import Handler
from factcheck.leases import Lease, LeaseLost
from factcheck.models import Job, JobStatus, User
from factcheck.renewal import kept

__all__ = ["Later", "Lease", "LeaseLost", "NotDead", "drain", "job", "requeue", "work_off"]

log = logging.getLogger(__name__)

SECONDS = 20.0
# Who waits longer than this behind the messages of another task of the same queue is served by them.
PATIENCE = timedelta(seconds=2)

F = TypeVar("F", bound=Callable[..., None])

# Reaches this process, and by shared memory the pool's children.
worker_shutting_down.connect(stop.ask, dispatch_uid="factcheck.jobs")


class Later(Exception):
    """Raised by a handler whose time has not come: try again then, nothing failed.

    `when` is a moment or a wait, at least one second ahead. After 100 leases of
    one job each further time counts as a failure, so nothing is put off forever.
    """

    def __init__(self, when: datetime | timedelta, reason: str = "") -> None:
        super().__init__(reason)
        self.when = when
        self.reason = reason

    def due_at(self, *, now: datetime) -> datetime:
        wanted = now + self.when if isinstance(self.when, timedelta) else self.when
        return max(wanted, now + timedelta(seconds=1))


class NotDead(Conflict):
    """The job is not dead, so nobody has to bring it back."""

    code = "job_not_dead"


def job(*, queue: str) -> Callable[[F], F]:
    """Make a handler of a plain function; it may ask for `subject`, `at` and `lease`, by keyword.

    `subject` is what the work is about (None in a timed job), `at` the moment of
    the start, `lease` the Lease, whose hold() ties a transaction to it. It must
    survive being called twice.
    """

    def register(call: F) -> F:
        handler = handlers.register(call, queue=queue)

        def serve() -> None:
            work_off(handler.name, courteous=True)

        serve.__doc__ = call.__doc__
        shared_task(name=handler.name)(serve)
        return call

    return register


def work_off(task: str, *, seconds: float = SECONDS, courteous: bool = False) -> int:
    """Work off a task's due jobs until none is due, the time is over or the worker stops.

    Returns how many jobs were started. What is left when the time is over gets a
    new ring, at the end of its queue. Messages of a busy task pile up there, so a
    courteous run also serves the queue's other tasks when they wait too long.

    Raises UnknownHandler.
    """
    handler = handlers.find(task)
    ends = time.monotonic() + seconds
    started = 0
    while batch := _batch(handler, ends):
        started += batch
        if courteous:
            started += sum(_batch(other, ends) for other in _neglected(handler))
        if _over(ends):
            if leases.waiting(at=clock.now()).filter(task=task).exists():
                doorbell.ring(task)
            break
    return started


def drain(*, seconds: float = SECONDS) -> int:
    """Work off in this process all that is due, whatever its queue; return how many jobs were started.

    For tests and commands. Jobs that become due through others are worked off too.
    """
    ends = time.monotonic() + seconds
    started = 0
    while batch := sum(_batch(handler, ends) for handler in _handlers(leases.waiting(at=clock.now()))):
        started += batch
        if _over(ends):
            break
    return started


@transaction.atomic
def requeue(job_uuid: UUID, *, by: User | None, at: datetime) -> Job:
    """Make a dead job due again, with all its attempts.

    Raises Job.DoesNotExist, NotDead.
    """
    found = Job.objects.select_for_update().get(uuid=job_uuid)
    if found.status != JobStatus.DEAD:
        raise NotDead(f"This job is {found.status}, not dead.")
    person = by.uuid if by else "the command line"
    log.info(
        "job %s (%s) is due again, by %s; it had died of: %s", found.uuid, found.task, person, found.reason
    )
    found.status, found.attempts, found.due_at, found.reason = JobStatus.DUE, 0, at, ""
    found.save(update_fields=["status", "attempts", "due_at", "reason"])
    transaction.on_commit(lambda: doorbell.ring(found.task), robust=True)
    return found


def _batch(handler: Handler, ends: float) -> int:
    """Lease one batch and work through it; return how many jobs were started."""
    if stop.asked():
        return 0
    _refresh_connection()
    at = clock.now()
    batch = leases.take(handler.name, at=at)
    if not batch:
        return 0
    unstarted = deque(batch)
    try:
        with kept(batch, at=at) as held:
            # The first job always has its turn, so that a late batch is not handed round for ever.
            while unstarted and (len(unstarted) == len(batch) or not _over(ends)) and not stop.asked():
                now = clock.now()
                if now >= held.until:
                    log.warning("%s: this process stood still and its leases lapsed", handler.name)
                    break
                _run(handler, unstarted.popleft(), at=now)
    finally:
        # Also when the worker is told to exit in the middle of a job (SystemExit).
        leases.give_back(unstarted)
    return len(batch) - len(unstarted)


def _run(handler: Handler, lease: Lease, *, at: datetime) -> None:
    """Call the handler and write how it ended."""
    try:
        handler.call(**handlers.arguments(handler, subject=lease.subject, at=at, lease=lease))
    except LeaseLost as lost:
        log.warning("%s", lost)
    except Later as later:
        _put_off(lease, later)
    except Exception as failure:  # noqa: BLE001 - the one place that survives whatever a handler does
        _fail(lease, failure)
    else:
        if not leases.finish(lease, at=clock.now()):
            log.warning("%s, job %s outlived its lease", lease.task, lease.job)


def _put_off(lease: Lease, later: Later) -> None:
    now = clock.now()
    if lease.fence > leases.FREE_LEASES:
        leases.fail(lease, reason=reasons.cut(f"Put off too often: {later.reason}"), at=now)
    else:
        leases.put_off(lease, until=later.due_at(now=now), reason=reasons.cut(later.reason))


def _fail(lease: Lease, failure: Exception) -> None:
    _refresh_connection()  # the failure may have been the connection's own
    reason = reasons.of(failure)
    died = leases.fail(lease, reason=reason, at=clock.now())
    # Frames only: the message, which may hold secrets, is in the reason with those masked.
    frames = "".join(traceback.format_tb(failure.__traceback__))
    log.log(
        logging.ERROR if died else logging.WARNING,
        "%s, job %s, start %d of %d failed%s: %s\n%s",
        lease.task,
        lease.job,
        lease.attempts,
        leases.MAX_ATTEMPTS,
        " for good" if died else "",
        reason,
        frames,
    )


def _refresh_connection() -> None:
    # Inside a caller's transaction, as in most tests, closing would throw the transaction away.
    if not connection.in_atomic_block:
        close_old_connections()


def _over(ends: float) -> bool:
    return time.monotonic() >= ends


def _neglected(handler: Handler) -> list[Handler]:
    """Return the other handlers of this queue whose jobs have waited longer than they should."""
    others = [name for name in handlers.on_queue(handler.queue) if name != handler.name]
    return _handlers(leases.waiting(at=clock.now() - PATIENCE).filter(task__in=others))


def _handlers(waiting: QuerySet[Job]) -> list[Handler]:
    """Return the handlers of these jobs, as far as this release knows them."""
    found = []
    for task in waiting.values_list("task", flat=True).distinct():
        with suppress(handlers.UnknownHandler):
            found.append(handlers.find(task))
    return found
