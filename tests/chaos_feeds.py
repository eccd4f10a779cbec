"""Let workers be killed and Redis be wiped while 20 feeds bring 500 articles: all are there, once.

    python -m tests.chaos_feeds [--feeds 20] [--articles 25] [--faults 10] [--seed N]

Not part of the suite. It starts what it hurts: a Redis, two Celery workers, a beat, 20 small web sites on
loopback, and a database of its own on the PostgreSQL that TEST_DATABASE_URL names (default: the one on
127.0.0.1). Faults come every few seconds while articles are read: a worker killed with -9, Redis emptied,
Redis killed and started anew. From the last fault on it is timed until every article is read, its claims
are found and no job is left. The last line is JSON.
"""

import argparse
import http.server
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from tests.journeys.desks import Installation
from tests.journeys.test_grown_desk import Redis
from tests.source_code import ROOT

PATIENCE = 90.0  # seconds after the last fault
EVERY = (2.0, 5.0)  # seconds between faults
_QUEUES = "fetch,parse,desk,deliver"
_SUBJECTS = ("harbour", "library", "bridge", "hospital", "market", "school", "railway", "reservoir")
_PLACES = ("Arden", "Belmont", "Corlis", "Dunwick", "Eastfall", "Farrow", "Glenby", "Holt", "Innis")
_DEEDS = ("closed", "repaired", "sold", "widened", "inspected", "flooded", "rebuilt", "rented")


_FOLLOW = """
from claims.actions import add_feed, add_outlet
from factcheck import clock
for origin in {origins}:
    slug = "site-" + origin.rpartition(":")[2]
    outlet = add_outlet(slug=slug, name=slug, by=None, at=clock.now())
    add_feed(outlet_id=outlet.uuid, url=f"http://{{origin}}/feed.xml", by=None, at=clock.now())
"""


class Site:
    """One outlet of our own: a feed and its articles, each different from all others."""

    def __init__(self, number: int, articles: int) -> None:
        pages = {f"/{n}": _page(number, n) for n in range(articles)}
        items = "".join(f"<item><link>/{n}</link><title>Report {n}</title></item>" for n in range(articles))
        pages["/feed.xml"] = (
            f"<rss version='2.0'><channel><title>Site {number}</title>{items}</channel></rss>"
        )

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = pages.get(self.path, "").encode()
                self.send_response(200 if body else 404)
                kind = "application/rss+xml" if self.path.endswith("xml") else "text/html"
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):  # whoever asked was killed meanwhile
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.origin = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _page(site: int, number: int) -> str:
    chance = random.Random(f"{site}/{number}")
    told = "".join(
        f"<p>In {chance.choice(_PLACES)} the {chance.choice(_SUBJECTS)} {chance.randrange(10_000)} was"
        f" {chance.choice(_DEEDS)} in {chance.randrange(1990, 2025)}. It cost {chance.randrange(99_999)}"
        f" marks, and {chance.randrange(9_000)} people of {chance.choice(_PLACES)} signed against it.</p>"
        for _ in range(6)
    )
    title = f"Report {site}-{number}"
    head = f"<html><head><title>{title}</title></head>"
    return f"{head}<body><article><h1>{title}</h1>{told}</article></body></html>"


class Desk(Installation):
    """Workers and beat over one database and one Redis."""

    def __init__(self, home: Path, *, database: str, redis: Redis, sites: list[Site]) -> None:
        super().__init__(
            home,
            DJANGO_SETTINGS_MODULE="config.settings",
            DATABASE_URL=database,
            REDIS_URL=f"redis://127.0.0.1:{redis.port}/0",
            FETCH_ALLOW=",".join(site.origin for site in sites),
        )
        self.database = database
        self.workers: list[subprocess.Popen[str]] = []
        self._count = 0

    def open(self) -> None:
        self.run("-m", "celery", "-A", "config", "beat", "--loglevel", "WARNING")
        for _ in range(2):
            self.hire()

    def hire(self) -> None:
        self._count += 1
        name = f"worker-{self._count}@chaos"
        celery = ("-m", "celery", "-A", "config", "worker", "-c", "1", "-Q", _QUEUES, "-n", name)
        self.workers.append(self.run(*celery, "--loglevel", "WARNING"))

    def command(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise SystemExit(f"manage.py {' '.join(words)}: {done.stdout}{done.stderr}")
        return done.stdout

    def sql(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.database, autocommit=True) as line:
            return line.execute(statement).fetchall()

    def read(self) -> int:
        return int(self.sql("SELECT count(*) FROM claims_article WHERE detected_at IS NOT NULL")[0][0])

    def left(self) -> int:
        """Jobs about something that are neither done nor put off to a later poll."""
        waiting = "SELECT count(*) FROM factcheck_job WHERE status <> 'done' AND subject IS NOT NULL"
        return int(self.sql(waiting)[0][0])


@contextmanager
def database() -> Iterator[str]:
    given = urlsplit(os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres"))
    name = f"factcheck_chaos_feeds_{os.getpid()}"
    with psycopg.connect(given._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield given._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def hurt(desk: Desk, redis: Redis, chance: random.Random) -> str:
    """Let one thing go wrong; return what it was."""
    match chance.choice(["worker", "worker", "flush", "redis"]):
        case "worker":
            desk.kill(worker := desk.workers.pop(chance.randrange(len(desk.workers))))
            desk.hire()
            return f"worker {worker.pid} killed"
        case "flush":
            redis.say("FLUSHALL")
            return "Redis emptied"
        case _:
            redis.kill()
            time.sleep(1)
            redis.start()
            return "Redis killed"


def complaints(desk: Desk, wanted: int) -> list[str]:
    """All that is not as it should be once the dust has settled."""
    found = []
    one = desk.sql("SELECT count(*), count(DISTINCT url) FROM claims_article WHERE status = 'read'")[0]
    if one != (wanted, wanted):
        found.append(f"{one[0]} articles read at {one[1]} addresses, wanted {wanted}")
    checks = {
        "snapshots": ("SELECT count(*) FROM claims_snapshot", wanted),
        "articles without a claim": (
            "SELECT count(*) FROM claims_article a WHERE NOT EXISTS (SELECT 1 FROM claims_appearance p"
            " JOIN claims_snapshot s ON s.id = p.snapshot_id WHERE s.article_id = a.id)",
            0,
        ),
        "appearances twice": (
            "SELECT count(*) FROM (SELECT 1 FROM claims_appearance"
            ' GROUP BY snapshot_id, start, "end", claim_id'
            " HAVING count(*) > 1) AS twice",
            0,
        ),
        "copies": ("SELECT count(*) FROM claims_article WHERE copy_of_id IS NOT NULL", 0),
        "dead jobs": ("SELECT count(*) FROM factcheck_job WHERE status = 'dead'", 0),
    }
    for name, (statement, right) in checks.items():
        seen = int(desk.sql(statement)[0][0])
        if seen != right:
            found.append(f"{name}: {seen}, wanted {right}")
    return found


def main() -> int:
    """Return 0 if every article was there, once, in time."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos_feeds", description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=20)
    parser.add_argument("--articles", type=int, default=25, help="in each feed (default: %(default)s)")
    parser.add_argument("--faults", type=int, default=10)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="of the faults")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    wanted = options.feeds * options.articles
    home = Path(tempfile.mkdtemp(prefix="chaos-feeds-"))
    sites = [Site(number, options.articles) for number in range(options.feeds)]
    redis = Redis(home)
    print(f"seed {options.seed}: {options.feeds} feeds with {wanted} articles", flush=True)
    with database() as address:
        desk = Desk(home, database=address, redis=redis, sites=sites)
        try:
            told = _story(desk, redis, sites, chance, faults=options.faults, wanted=wanted)
        finally:
            desk.close()
            redis.kill()
            for site in sites:
                site.close()
    if told["wrong"]:
        print("\n".join([*told["wrong"], (home / "log").read_text()[-3000:]]))
    shutil.rmtree(home, ignore_errors=True)
    print(json.dumps({"articles": wanted, "seed": options.seed, **told, "wrong": len(told["wrong"])}))
    return 1 if told["wrong"] else 0


def _story(
    desk: Desk, redis: Redis, sites: list[Site], chance: random.Random, *, faults: int, wanted: int
) -> dict[str, Any]:
    desk.command("migrate", "-v", "0")
    desk.command("shell", "-v", "0", "-c", _FOLLOW.format(origins=[site.origin for site in sites]))
    begun = time.monotonic()
    desk.open()
    for number in range(faults):
        time.sleep(chance.uniform(*EVERY))
        print(f"{desk.read():4} read; {hurt(desk, redis, chance)}", flush=True)
        if number == faults - 1:
            last = time.monotonic()
    before = desk.read()
    while (desk.read() < wanted or desk.left()) and time.monotonic() - last < 2 * PATIENCE:
        time.sleep(0.5)
    after = time.monotonic() - last
    wrong = complaints(desk, wanted)
    if after > PATIENCE:
        wrong.append(f"{after:.0f} s after the last fault, allowed are {PATIENCE:.0f}")
    if not json.loads(audit := desk.command("audit_verify", "--json"))["holds"]:
        wrong.append(f"the audit trail: {audit[:500]}")
    return {
        "faults": faults,
        "read_at_last_fault": before,
        "seconds": round(time.monotonic() - begun, 1),
        "seconds_after_last_fault": round(after, 1),
        "wrong": wrong,
    }


if __name__ == "__main__":
    sys.exit(main())
