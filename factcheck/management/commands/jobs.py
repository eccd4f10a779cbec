"""`manage.py jobs`: what waits, what runs, what died, and bringing the dead back."""

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Min

from factcheck import clock, jobs
from factcheck.errors import Refusal
from factcheck.models import Job, JobStatus


class Command(BaseCommand):
    help = "Count jobs by task and status, list those of one status, make a dead one due again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--status", choices=JobStatus.values, help="list the oldest jobs of this status")
        parser.add_argument("--task", help="only this task")
        parser.add_argument("--limit", type=int, default=50, help="rows to list (default: %(default)s)")
        parser.add_argument("--requeue", type=UUID, metavar="UUID", help="make this dead job due again")
        parser.add_argument("--drain", action="store_true", help="work off what is due, here and now")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["requeue"]:
            self._requeue(options["requeue"])
        if options["drain"]:
            jobs.drain(seconds=600)
        rows = list(_listed(**options) if options["status"] else _counted(**options))
        if options["json"]:
            self.stdout.write(json.dumps(rows, default=str))
            return
        for row in rows:
            self.stdout.write("  ".join(str(value) for value in row.values() if value not in (None, "")))
        if not rows:
            self.stdout.write("No jobs.")

    def _requeue(self, job: UUID) -> None:
        try:
            jobs.requeue(job, by=None, at=clock.now())
        except Job.DoesNotExist:
            raise CommandError(f"There is no job {job}.") from None
        except Refusal as refusal:
            raise CommandError(refusal.message) from None


def _of_task(task: str | None) -> Any:
    return Job.objects.filter(task=task) if task else Job.objects.all()


def _counted(*, task: str | None, **_: Any) -> Iterable[dict[str, Any]]:
    counts = _of_task(task).values("task", "status").annotate(jobs=Count("pk"), oldest=Min("due_at"))
    return list(counts.order_by("task", "status"))


def _listed(*, status: str, task: str | None, limit: int, **_: Any) -> Iterable[dict[str, Any]]:
    rows = _of_task(task).filter(status=status).order_by("due_at", "pk")
    return list(rows.values("uuid", "task", "subject", "due_at", "attempts", "lease_until", "reason")[:limit])
