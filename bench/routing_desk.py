"""A stored backlog routed end to end by a real Celery worker, or thousands of small desks by the rules alone.

    python bench/routing_desk.py [--claims 10000] [--people 200] [--kill] [--database-url …] [--redis-url …]
    python bench/routing_desk.py --desks 10000

Stores the claims and the people, starts `celery worker` and `celery beat`, asks
for a routing as an editor does, and waits. With --kill the worker is killed
(-9, with its children) once it has written a third, and another one started:
its leases are left to run out by themselves. Then every offer is looked at: no
seat twice, none lost, nobody above his capacity or against a hard rule, every
chain of the audit whole. The last line is JSON; CPU is that of the worker, and
of PostgreSQL where it runs on this machine.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.processes import cpu_ms, tree

PATIENCE = 600.0  # seconds until the bench gives up
_TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--slack", type=float, default=1.15, help="room over seats (default: %(default)s)")
    parser.add_argument("--kill", action="store_true", help="kill the worker in the middle")
    parser.add_argument("--desks", type=int, default=0, help="only judge so many small desks by the rules")
    parser.add_argument(
        "--database-url",
        default=os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/factcheck_bench"),
        help="made anew; its name says “bench” (default: %(default)s)",
    )
    parser.add_argument(
        "--redis-url", default=os.environ.get("BENCH_REDIS_URL", "redis://127.0.0.1:6379/15"), help="emptied"
    )
    options = parser.parse_args()
    if options.desks:
        return _report(_small_desks(options.desks))
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as home:
        os.environ.update(
            DATA_DIR=home,
            DATABASE_URL=options.database_url,
            REDIS_URL=options.redis_url,
            DJANGO_SETTINGS_MODULE="config.settings",
            PYTHONPATH=str(ROOT),
        )
        os.environ.pop("BROKER_URL", None)
        _fresh(options.database_url, options.redis_url)
        seats = _stored(options.claims, options.people, options.slack)
        _report(_routed(Path(home), seats, kill=options.kill) | _judged())
    return None


def _report(found: dict[str, Any]) -> None:
    print(json.dumps(found))


def _small_desks(number: int) -> dict[str, Any]:
    """Route so many desks made from seeds, each twice, with its people in another order."""
    from reviews.routing import Weights, exclusions
    from reviews.routing.backlog import route_all
    from tests.reviews.routing.desks import a_backlog

    broken: Counter[str] = Counter(conflict=0, language=0, capacity=0)
    seats, begun = 0, time.process_time()
    for seed in range(number):
        needs, wanted, people = a_backlog(seed)
        found = route_all(needs, wanted, people, weights=Weights(), seconds=10)
        by_id = {who.id: who for who in people}
        for need, given in zip(needs, found.given, strict=True):
            broken.update(str(e.code) for seat in given for e in exclusions(by_id[seat.candidate], need))
        broken["capacity"] += sum(taken > by_id[who].room for who, taken in found.totals.items())
        shuffled = random.Random(seed).sample(people, len(people))
        again = route_all(needs, wanted, shuffled, weights=Weights(), seconds=10)
        broken["another answer"] += again != found
        seats += sum(found.totals.values())
    return {"desks": number, "seats": seats, "broken": broken, "cpu_s": round(time.process_time() - begun, 1)}


def _fresh(database_url: str, redis_url: str) -> None:
    import redis

    parts = urlsplit(database_url)
    name = parts.path.lstrip("/")
    if "bench" not in name:
        raise SystemExit(
            f"The database {name!r} is emptied: give one whose name says that it is for benches."
        )
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
    redis.Redis.from_url(redis_url).flushdb()


def _stored(claims: int, people: int, slack: float) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench.backlog import store
    from factcheck import clock

    call_command("migrate", verbosity=0)
    begun = time.process_time()
    seats = store(claims=claims, people=people, slack=slack, at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    took = time.process_time() - begun
    print(
        f"{claims} claims with {seats} free seats and {people} people stored in {took:.1f} CPU s", flush=True
    )
    return seats


class _Worker:
    """A Celery worker in a process group of its own."""

    def __init__(self, home: Path) -> None:
        self.log = (home / "worker.log").open("a")
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "desk", "-c", "1"]
        self.process = self._started(command)
        beat = [sys.executable, "-m", "celery", "-A", "config", "beat", "-s", str(home / "beat")]
        self.beat = self._started([*beat, "--loglevel", "WARNING"])

    def _started(self, command: list[str]) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True)

    def cpu_s(self) -> float:
        return cpu_ms(tree(self.process.pid)) / 1000

    def kill(self) -> None:
        for process in (self.process, self.beat):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.log.close()


class _PostgreSQL:
    """CPU of the server's processes, those that have ended included; None on another machine."""

    def __init__(self, url: str) -> None:
        with psycopg.connect(url) as line:
            backend = line.execute("SELECT pg_backend_pid()").fetchone()
            assert backend is not None
            stat = Path(f"/proc/{backend[0]}/stat")
            self.pid = int(stat.read_text().rsplit(")", 1)[1].split()[1]) if stat.exists() else 0

    def cpu_s(self) -> float | None:
        if not self.pid:
            return None
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        ended = (int(fields[13]) + int(fields[14])) / _TICKS
        return cpu_ms(tree(self.pid)) / 1000 + ended


def _routed(home: Path, seats: int, *, kill: bool) -> dict[str, Any]:
    from factcheck import clock
    from factcheck.models import User
    from reviews import actions
    from reviews.models import Assignment, RoutingRun

    database, worker = _PostgreSQL(os.environ["DATABASE_URL"]), _Worker(home)
    try:
        time.sleep(4)  # the worker is up, and what that costs is not counted
        before, idle = worker.cpu_s(), database.cpu_s()
        begun = time.monotonic()
        run = actions.ask_for_routing(by=User.objects.get(username="the-editor"), at=clock.now())
        offered = Assignment.objects.filter(status="offered")
        cpu, restarted = 0.0, None
        while (there := offered.count()) < seats or RoutingRun.objects.filter(status="running").exists():
            if kill and restarted is None and there > seats // 3:
                cpu, restarted = worker.cpu_s() - before, time.monotonic()
                worker.kill()
                print(f"killed with {there} of {seats} offers written", flush=True)
                worker, before = _Worker(home), 0.0
            if RoutingRun.objects.filter(status="done", unfilled__gt=0, started_at__gte=run.started_at):
                break
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit(
                    f"{there} of {seats} after {PATIENCE:.0f} s:\n{(home / 'worker.log').read_text()}"
                )
            time.sleep(0.05)
        wall = time.monotonic() - begun
        cpu += worker.cpu_s() - before
        spent = database.cpu_s()
        return {
            "seats": seats,
            "offers": offered.count(),
            "wall_s": round(wall, 1),
            "worker_cpu_s": round(cpu, 1),
            "postgresql_cpu_s": None if spent is None or idle is None else round(spent - idle, 1),
            "after_restart_s": round(time.monotonic() - restarted, 1) if restarted else None,
            "runs": list(RoutingRun.objects.order_by("id").values_list("status", "offers", "solver", "gap")),
        }
    finally:
        worker.kill()


def _judged() -> dict[str, Any]:
    """Look at every offer once more, by plain SQL and by the rules."""
    from django.db.models import Count, F

    from factcheck import audit
    from reviews.actions.routing import explanation_of
    from reviews.models import Assignment, Reviewer

    offers = Assignment.objects.filter(status="offered")
    seats = offers.values("fact_check", "round", "role", "seat").annotate(n=Count("id")).filter(n__gt=1)
    people = offers.values("fact_check", "round", "reviewer").annotate(n=Count("id")).filter(n__gt=1)
    full = Reviewer.objects.filter(assignments__status="offered").annotate(n=Count("assignments"))
    spoken = offers.filter(reviewer__languages__language=F("fact_check__claim__language"))
    speaker = F("fact_check__claim__claimant")
    ids = list(offers.order_by("id").values_list("pk", flat=True))
    # Prefetched, not joined: a run holds everybody it looked at, and is read once.
    some = list(offers.filter(pk__in=ids[:: max(1, len(ids) // 50)]).prefetch_related("run"))
    return {
        "seats_twice": seats.count(),
        "people_twice_on_one": people.count(),
        "over_capacity": full.filter(n__gt=F("capacity")).count(),
        "wrong_language": offers.count() - spoken.count(),
        "conflicts": offers.filter(reviewer__conflicts__claimant=speaker).count(),
        "own_outlet": _own_outlet(),
        "broken_chains": sum(1 for _ in audit.faults()),
        "explained": sum(offer.reviewer_id in explanation_of(offer)["chosen"] for offer in some) == len(some),
    }


def _own_outlet() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM reviews_assignment a JOIN reviews_reviewer r ON r.id = a.reviewer_id"
            " JOIN reviews_factcheck f ON f.id = a.fact_check_id"
            " JOIN claims_appearance p ON p.claim_id = f.claim_id"
            " JOIN claims_snapshot s ON s.id = p.snapshot_id JOIN claims_article t ON t.id = s.article_id"
            " WHERE a.status = 'offered' AND t.outlet_id = r.employer_id"
        )
        [count] = cursor.fetchone()
    return int(count)


if __name__ == "__main__":
    main()
