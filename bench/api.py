"""What a list of 50 claims costs: CPU of gunicorn and PostgreSQL, beside its floor in the same run.

    python bench/api.py [--database-url postgres://…] [--requests 200] [--repeats 5]

Three addresses of one server are asked in turn, in random order: the list with
an API key, the same page by `values()` and orjson without the API around it, and
a view that does nothing. The last line is JSON, in CPU milliseconds a request.
"""

import argparse
import hashlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.processes import cpu_ms, tree

CLAIMS = 10_000
PATHS = {"list": "/api/v1/claims/", "floor": "/floor/rows/", "noop": "/floor/nothing/"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--database-url",
        default=os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/factcheck_bench"),
        help="made anew for each run; its name says “bench” (default: %(default)s)",
    )
    parser.add_argument("--requests", type=int, default=200, help="in one repeat (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=5, help="at least 3 (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as home:
        os.environ.update(
            DATA_DIR=home,
            DATABASE_URL=options.database_url,
            DJANGO_SETTINGS_MODULE="bench.floor.settings",
            BROKER_URL="memory://",
        )
        _database(options.database_url)
        token, statements = _prepare()
        print(f"{CLAIMS} claims; a page of 50 takes {statements} SQL statements", flush=True)
        before = _fixed_work()
        with _server() as (port, pid):
            costs = _measure(port, pid, token, requests=options.requests, repeats=max(3, options.repeats))
        print(f"a fixed piece of work took {before:.0f} CPU ms before and {_fixed_work():.0f} after")
    _report(costs, statements)


def _fixed_work() -> float:
    """CPU milliseconds of hashing 64 MB: it changes when neighbours take the core's caches or clock."""
    begun = time.process_time()
    for _ in range(64):
        hashlib.sha256(bytes(1 << 20)).digest()
    return (time.process_time() - begun) * 1000


def _database(url: str) -> None:
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if "bench" not in name:
        raise SystemExit(
            f"The database {name!r} is emptied: give one whose name says that it is for the bench."
        )
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')


def _prepare() -> tuple[str, int]:
    """Bring the database up to date and fill it; return a key and the statements of one page."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from factcheck.models import ApiKey, User

    call_command("migrate", verbosity=0)
    _fill()
    user = User.objects.filter(username="bench").first() or User.objects.create_user("bench", role="reviewer")
    ApiKey.objects.filter(user=user).delete()
    _, token = ApiKey.issue(user=user, name="bench", scopes=["read"])
    client = Client(headers={"Authorization": f"Bearer {token}", "Host": "localhost"})
    client.get(PATHS["list"])  # notes the key's use
    with CaptureQueriesContext(
        connection,
    ) as seen:
        answer = client.get(PATHS["list"])
    assert len(answer.json()["results"]) == 50, answer.content[:300]
    connection.close()
    return token, len(seen)


def _fill() -> None:
    from django.db import connection

    from claims.models import Claim, Claimant

    at = datetime(2026, 3, 1, tzinfo=UTC)
    claimants = Claimant.objects.bulk_create(
        Claimant(name=f"Speaker {n}", key=f"speaker {n}", created_at=at) for n in range(100)
    )
    rows = (
        Claim(
            wording=f"The port of Wexmouth handled {n} thousand tonnes of cargo in the year before last.",
            fingerprint=f"{n:064x}",
            claimant=claimants[n % 100],
            kind="number",
            language="en",
            score=(n % 100) / 100,
            priority=(n * 7919 % CLAIMS) / CLAIMS,
            created_at=at,
        )
        for n in range(CLAIMS)
    )
    Claim.objects.bulk_create(rows, batch_size=1000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_claim")


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """gunicorn with two sync workers; yields its port and process id."""
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "-w", "2", "-k", "sync", "-b"]
    server = subprocess.Popen(
        [*command, f"127.0.0.1:{port}", "--log-level", "warning"], cwd=ROOT, env=os.environ
    )
    try:
        _await(port)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def _await(port: int) -> None:
    ends = time.monotonic() + 60
    while True:
        try:
            _ask(port, PATHS["noop"], "")
        except OSError:
            if time.monotonic() > ends:
                raise
            time.sleep(0.1)
        else:
            return


def _ask(port: int, path: str, token: str) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Authorization": f"Bearer {token}"} if token else {})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}: {body[:300]!r}")


def _ask_often(port: int, path: str, token: str, times: int) -> None:
    """Ask from four connections at once: workers that sleep between requests find their caches cold."""
    with ThreadPoolExecutor(4) as callers:
        for _ in callers.map(lambda _: _ask(port, path, token), range(times)):
            pass


def _measure(
    port: int, pid: int, token: str, *, requests: int, repeats: int
) -> dict[str, list[tuple[float, float]]]:
    """Each address: (application, database) CPU ms a request, once for each repeat."""
    costs: dict[str, list[tuple[float, float]]] = {name: [] for name in PATHS}
    for _ in range(repeats):
        for name in random.sample(list(PATHS), len(PATHS)):
            while (cost := _once(port, pid, PATHS[name], token if name == "list" else "", requests)) is None:
                print("a database connection was renewed meanwhile: measured again", flush=True)
            costs[name].append(cost)
    return costs


def _once(port: int, pid: int, path: str, token: str, requests: int) -> tuple[float, float] | None:
    _ask_often(port, path, token, 10)
    backends, workers = _backends(), tree(pid)
    before = cpu_ms(workers), cpu_ms(backends)
    _ask_often(port, path, token, requests)
    if _backends() != backends or tree(pid) != workers:
        return None
    return (cpu_ms(workers) - before[0]) / requests, (cpu_ms(backends) - before[1]) / requests


def _backends() -> list[int]:
    """Process ids of PostgreSQL's backends that serve the bench's database, but the one that says so."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as line:
        found = line.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid"
        ).fetchall()
    pids = [pid for (pid,) in found]
    if not all(Path(f"/proc/{pid}").exists() for pid in pids):
        raise SystemExit("PostgreSQL runs on another machine: what it costs cannot be read here.")
    return pids


def _report(costs: dict[str, list[tuple[float, float]]], statements: int) -> None:
    medians = {}
    for name, measured in costs.items():
        app, database = (statistics.median(side) for side in zip(*measured, strict=True))
        whole = [a + d for a, d in measured]
        medians[name] = statistics.median(whole)
        spread = f"{min(whole):.2f} to {max(whole):.2f}"
        print(f"{name:6} {medians[name]:.2f} CPU ms ({spread}): app {app:.2f}, database {database:.2f}")
    result = {
        "list_cpu_ms": round(medians["list"], 2),
        "noop_cpu_ms": round(medians["noop"], 2),
        "floor_cpu_ms": round(medians["floor"], 2),
        "ratio": round(medians["list"] / medians["floor"], 2),
        "statements": statements,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
