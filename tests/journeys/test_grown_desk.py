"""A desk that has grown: two gunicorn and two Celery workers, beat, PostgreSQL, and a Redis that fails."""

import http.server
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.journeys.desks import Answer, Installation, article, at_once, eventually, everybody_takes_the_next
from tests.journeys.servers import Redis, free_port

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

SOONEST = 1.5  # seconds in which every request is answered, whatever Redis does


@pytest.fixture
def site() -> Iterator["SlowSite"]:
    site = SlowSite()
    yield site
    site.close()


class SlowSite:
    """A web site that answers nobody before it is let go."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let_go = threading.Event()
        site = self

        class Page(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.set()
                site.let_go.wait(20)
                paragraphs = "".join(f"<p>{text}</p>" for text in article(99)["text"].split("\n\n"))
                body = f"<html><body><article>{paragraphs}</article></body></html>".encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):  # whoever asked was killed meanwhile
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.origin = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.let_go.set()
        self._server.shutdown()
        self._server.server_close()


class Grown(Installation):
    """Web server, workers and beat as processes of their own."""

    def __init__(self, home: Path, *, database: str, redis: Redis, site: SlowSite) -> None:
        super().__init__(
            home,
            DATABASE_URL=database,
            REDIS_URL=f"redis://127.0.0.1:{redis.port}/0",
            FETCH_ALLOW=site.origin,
        )
        self.database = database
        self.workers: list[subprocess.Popen[str]] = []

    def open(self) -> None:
        self.port = free_port()
        address = f"127.0.0.1:{self.port}"
        self.run("-m", "gunicorn", "config.wsgi", "-w", "2", "-b", address, "--log-level", "warning")
        self.run("-m", "celery", "-A", "config", "beat", "--loglevel", "WARNING")
        for _ in range(2):
            self.one_more_worker()
        eventually(self._answers, seconds=20, what="the web server")

    def one_more_worker(self) -> None:
        name = f"worker-{len(self.workers)}@journey"
        queues = "fetch,parse,desk,deliver"
        self.workers.append(
            self.run("-m", "celery", "-A", "config", "worker", "-c", "1", "-Q", queues, "-n", name)
        )

    def _answers(self) -> bool:
        try:
            return self.ask("GET", "me/", "nobody").status == 401
        except OSError:
            return False

    def sql(self, statement: str) -> list[Any]:
        with psycopg.connect(self.database, autocommit=True) as line:
            done = line.execute(statement)
            return done.fetchall() if done.description else []

    def read(self, articles: list[Answer]) -> bool:
        """Whether each of the articles was read, has its two claims, and no job waits."""
        ids = ", ".join(f"'{given.body['uuid']}'" for given in articles)
        claims = self.sql(
            "SELECT count(DISTINCT a.claim_id) FROM claims_article r"
            " LEFT JOIN claims_snapshot s ON s.article_id = r.id"
            f" LEFT JOIN claims_appearance a ON a.snapshot_id = s.id WHERE r.uuid IN ({ids}) GROUP BY r.id"
        )
        waiting = self.sql(
            "SELECT count(*) FROM factcheck_job WHERE status <> 'done' AND subject IS NOT NULL"
        )
        return claims == [(2,)] * len(articles) and waiting == [(0,)]


def test_a_grown_desk_waits_for_no_redis_and_loses_nothing(tmp_path, database, redis, site):
    desk = Grown(tmp_path, database=database, redis=redis, site=site)
    try:
        reviewers = desk.prepare(people=8, seats=6)
        key = next(iter(reviewers.values()))
        desk.open()

        everybody_takes_the_next(desk, reviewers, seats=6)
        _nothing_waits_while_redis_hangs_dies_and_forgets(desk, redis, key)
        _a_job_of_killed_workers_is_done_again(desk, site, key)
    finally:
        desk.close()


def _nothing_waits_while_redis_hangs_dies_and_forgets(desk: Grown, redis: Redis, key: str) -> None:
    def submitted(numbers: range) -> list[Answer]:
        return at_once(
            (lambda n=number: desk.ask("POST", "articles/", key, article(n))) for number in numbers
        )

    well = submitted(range(2))
    eventually(lambda: desk.read(well), seconds=25, what="articles read by two workers")
    redis.hang()
    given = submitted(range(2, 6))
    time.sleep(1)
    given += submitted(range(6, 10))
    redis.go_on()
    redis.kill()
    given += submitted(range(10, 14))
    redis.start()
    given += submitted(range(14, 18))
    redis.say("FLUSHALL")

    assert {answer.status for answer in given} == {201}
    assert max(answer.seconds for answer in given) < SOONEST
    eventually(lambda: desk.read(given), seconds=20, what="every article read once Redis was back")


def _a_job_of_killed_workers_is_done_again(desk: Grown, site: SlowSite, key: str) -> None:
    given = desk.ask("POST", "articles/", key, {"url": f"http://{site.origin}/slow"})
    assert site.asked.wait(10)
    held = "SELECT fence, attempts FROM factcheck_job WHERE status = 'running'"
    assert desk.sql(held) == [(1, 1)]

    for worker in desk.workers:
        desk.kill(worker)
    site.let_go.set()
    desk.one_more_worker()
    desk.sql("UPDATE factcheck_job SET lease_until = now() WHERE status = 'running'")  # a minute passes

    ends = f"SELECT status FROM claims_article WHERE uuid = '{given.body['uuid']}'"
    eventually(lambda: desk.sql(ends) != [("waiting",)], seconds=20, what="the article, by another worker,")
    redone = f"SELECT fence, attempts FROM factcheck_job WHERE subject = '{given.body['uuid']}' ORDER BY task"
    assert desk.sql(ends) == [("read",)]
    assert (2, 2) in desk.sql(redone)
