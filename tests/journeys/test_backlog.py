"""A stored backlog, a worker killed in the middle of it, and another one that finishes."""

import subprocess
from pathlib import Path

import psycopg
import pytest

from tests.journeys.desks import Installation, eventually
from tests.journeys.servers import Redis

pytestmark = [pytest.mark.slow, pytest.mark.postgres]

CLAIMS, PEOPLE = 450, 20  # more than are written in one transaction
OFFERED = "SELECT count(*) FROM reviews_assignment WHERE status = 'offered'"
LAST = (
    "SELECT f.id FROM reviews_factcheck f JOIN claims_claim c ON c.id = f.claim_id"
    " ORDER BY c.priority, f.id DESC LIMIT 1 FOR UPDATE OF f"
)


class Desk(Installation):
    """Beat, and one worker at a time."""

    def __init__(self, home: Path, *, database: str, redis: Redis) -> None:
        super().__init__(home, DATABASE_URL=database, REDIS_URL=f"redis://127.0.0.1:{redis.port}/0")
        self.database = database

    def fill(self) -> int:
        """Store the backlog; return how many seats wait."""
        said, _ = self.run("-m", "bench.backlog", str(CLAIMS), str(PEOPLE)).communicate(timeout=60)
        return int(said)

    def worker(self) -> "subprocess.Popen[str]":
        return self.run("-m", "celery", "-A", "config", "worker", "-c", "1", "-Q", "desk")

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database, autocommit=True) as line:
            done = line.execute(statement)
            return done.fetchall() if done.description else []

    def count(self, statement: str) -> int:
        return int(str(self.sql(statement)[0][0]))


def test_a_worker_killed_in_the_middle_of_the_backlog_leaves_no_seat_twice_and_none_out(
    tmp_path, database, redis
):
    desk = Desk(tmp_path, database=database, redis=redis)
    try:
        seats = desk.fill()
        with psycopg.connect(database) as hand:
            hand.execute(LAST)  # the second transaction comes no further than this row
            desk.run("-m", "celery", "-A", "config", "beat", "--loglevel", "WARNING")
            worker = desk.worker()
            eventually(lambda: desk.count(OFFERED), seconds=40, what="the first offers")
            desk.kill(worker)
        half = desk.count(OFFERED)
        for table in ("factcheck_job", "reviews_routingrun"):  # a minute passes
            desk.sql(f"UPDATE {table} SET lease_until = now() WHERE status = 'running'")
        desk.worker()
        eventually(
            lambda: ("done",) in desk.sql("SELECT status FROM reviews_routingrun"),
            seconds=40,
            what="another run, to its end",
        )

        runs = desk.sql("SELECT status, offers, seats, unfilled FROM reviews_routingrun ORDER BY id")
        given = desk.sql("SELECT fact_check_id, round, role, seat FROM reviews_assignment")
        noted = desk.count("SELECT coalesce(sum((unfilled->>'seats')::int), 0) FROM reviews_factcheck")
        assert 0 < half < seats
        assert runs[0] == ("failed", half, seats, 0)
        assert runs[1] == ("done", desk.count(OFFERED) - half, seats - half, noted)
        assert desk.count(OFFERED) + noted == seats
        assert len(given) == len(set(given))
    finally:
        desk.close()
