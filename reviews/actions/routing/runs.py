"""One routing of the backlog at a time: who has the run, and how it ends."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.locks import SYSTEM
from reviews.actions.routing_settings import settings_in_force
from reviews.lifecycle import ROUTING_RUN, RoutingRunStatus
from reviews.models import RoutingRun

# Without a word from it for so long, a run is taken for dead.
LEASE = timedelta(seconds=60)
# One that an editor asked for may wait so long for a worker.
_WAIT = timedelta(minutes=5)


class AlreadyRouting(Conflict):
    """The backlog is being routed; `details["run"]` is the run's id."""

    code = "already_routing"

    def __init__(self, message: str, *, until: datetime, **details: str) -> None:
        super().__init__(message, field=None, **details)
        self.until = until


class RunOver(Conflict):
    """The run ended, or was taken for dead while it stood still: it writes nothing more."""

    code = "routing_run_over"


@transaction.atomic
def ask_for_routing(*, by: User, at: datetime) -> RoutingRun:
    """Begin a run for an editor; a worker does the rest. Raises NotAllowed, AlreadyRouting."""
    if not by.is_editor:
        raise NotAllowed("Only an editor has the backlog routed.")
    return _begin("routing_run.asked", by=by, at=at, lease=_WAIT)


@transaction.atomic
def begin(run_id: UUID | None, *, by: User | None, at: datetime) -> RoutingRun | None:
    """Return the run to work on: the one asked for, or a new one. None where the asked one is over.

    One that was asked for and broken off in the middle is given up for a new
    one: what it saw is no longer so. Raises AlreadyRouting.
    """
    if run_id is None:
        return _begin("routing_run.started", by=by, at=at)
    run = RoutingRun.objects.select_for_update().get(uuid=run_id)
    if run.status != RoutingRunStatus.RUNNING:
        return None
    if not run.solver:
        return _renewed(run, at=at)
    _give_up(run, at=at)
    return _begin("routing_run.started", by=by, at=at)


def _begin(event: str, *, by: User | None, at: datetime, lease: timedelta = LEASE) -> RoutingRun:
    running = RoutingRun.objects.select_for_update().filter(status=RoutingRunStatus.RUNNING).first()
    if running is not None:
        if running.lease_until > at:
            uuid, until = str(running.uuid), running.lease_until
            raise AlreadyRouting("The backlog is being routed.", until=until, run=uuid)
        _give_up(running, at=at)
    run = RoutingRun(settings=settings_in_force(), asked_by=by, started_at=at, lease_until=at + lease)
    record(event, run, by=by, at=at)
    try:
        with transaction.atomic():
            run.save()
    except IntegrityError:
        raise AlreadyRouting("Another routing began in this moment.", until=at + LEASE)
    return run


def _give_up(run: RoutingRun, *, at: datetime) -> None:
    run.status = ROUTING_RUN.after("give_up", status=run.status, roles=SYSTEM)
    run.finished_at = at
    run.reason = "Its process ended in the middle. What it offered stands; the next run has the rest."
    record("routing_run.given_up", run, by=None, at=at, data={"offers": run.offers})
    run.save(update_fields=["status", "finished_at", "reason", *CHAIN_HEAD])


def _renewed(run: RoutingRun, *, at: datetime) -> RoutingRun:
    run.lease_until = at + LEASE
    run.save(update_fields=["lease_until"])
    return run


def held(run: RoutingRun, *, at: datetime, lease: timedelta = LEASE) -> RoutingRun:
    """Return the run, locked after all else and its lease renewed. Raises RunOver.

    The head of its chain stands for the fence: whoever took it over moved it on.
    """
    rows = RoutingRun.objects.select_for_update().filter(pk=run.pk, chain_seq=run.chain_seq)
    now = rows.filter(status=RoutingRunStatus.RUNNING).defer("candidates", "prices").first()
    if now is None:
        raise RunOver("This routing of the backlog is over.")
    now.lease_until = at + lease
    return now


@transaction.atomic
def keep(run: RoutingRun, *, at: datetime, lease: timedelta) -> RoutingRun:
    """Hold the run for longer, before work that cannot renew it. Raises RunOver."""
    now = held(run, at=at, lease=lease)
    now.save(update_fields=["lease_until"])
    return now


@transaction.atomic
def finish(run: RoutingRun, *, at: datetime) -> RoutingRun:
    """Say that all is written. Raises RunOver."""
    now = held(run, at=at)
    now.status = ROUTING_RUN.after("finish", status=now.status, roles=SYSTEM)
    now.finished_at, now.unfilled = at, now.seats - now.offers
    counts = {"seats": now.seats, "offers": now.offers, "left_out": now.left_out}
    record("routing_run.finished", now, by=None, at=at, data=counts)
    now.save(update_fields=["status", "finished_at", "unfilled", "lease_until", *CHAIN_HEAD])
    return now
