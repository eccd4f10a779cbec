"""Whether the desk is well: what `doctor` prints and a readiness page may answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from factcheck import clock, leases, tasks, triggers
from factcheck.models import Heartbeat, Job, JobStatus

LONGEST_WAIT = timedelta(seconds=60)
LONGEST_SILENCE = timedelta(seconds=60)  # four sweeps


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `code` never changes; `detail` is for a person."""

    code: str
    well: bool
    detail: str


_more: list[Callable[[], Finding]] = []


def also(look: Callable[[], Finding]) -> None:
    """Have `look` asked, too: a room above knows what it needs to be well."""
    _more.append(look)


def examine() -> list[Finding]:
    """Look at everything; stops early where what is missing makes the rest meaningless. Never raises."""
    found: list[Finding] = []
    try:
        for finding in _findings():
            found.append(finding)
            if not finding.well and finding.code == "migrations":
                break
    except DatabaseError as failure:
        found.append(Finding("database", False, f"cannot be reached: {type(failure).__name__}"))
    return found


def unapplied() -> list[str]:
    """Return the names of migrations that the database has not seen, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _findings() -> Iterator[Finding]:
    at = clock.now()
    yield Finding("database", True, f"{connection.vendor} answers")
    waiting = unapplied()
    yield Finding(
        "migrations", not waiting, f"{len(waiting)} are not applied" if waiting else "all are applied"
    )
    absent = sorted(triggers.missing())
    yield Finding("triggers", not absent, f"missing: {', '.join(absent)}" if absent else "all are in place")
    yield _oldest_job(at)
    yield _beat(at)
    dead = Job.objects.filter(status=JobStatus.DEAD).count()
    yield Finding(
        "dead_jobs", not dead, f"{dead} wait for a person: see `manage.py jobs`" if dead else "none"
    )
    yield from (look() for look in _more)


def _oldest_job(at: datetime) -> Finding:
    oldest = leases.waiting(at=at).order_by("due_at").values_list("due_at", "task").first()
    if oldest is None:
        return Finding("oldest_job", True, "nothing is due")
    since, task = oldest
    return Finding(
        "oldest_job", at - since <= LONGEST_WAIT, f"{task} has been due for {_seconds(at - since)} s"
    )


def _beat(at: datetime) -> Finding:
    last = Heartbeat.objects.filter(name=tasks.BEAT).values_list("at", flat=True).first()
    if last is None:
        return Finding("beat", False, "has never ticked")
    return Finding("beat", at - last <= LONGEST_SILENCE, f"ticked {_seconds(at - last)} s ago")


def _seconds(span: timedelta) -> int:
    return max(0, int(span.total_seconds()))
