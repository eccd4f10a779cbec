"""What it costs to file a review and take the next fact-check, eight reviewers at once, 100,000 claims.

    python bench/desk.py [--claims 100000] [--waiting 20000] [--rounds 5] [--each 25] [--database-url …]

gunicorn and PostgreSQL, one API key a reviewer. Half of what is most pressing is
in languages that nobody here speaks, or under a declared conflict: it has to be
passed over. Three ways are taken in turn, in random order: filing with the next
one in one request, the two as requests of their own, and the floor: the same
rows by hand-written statements, without rules. Afterwards every seat is looked
at: none handed out twice. The last line is JSON, in CPU milliseconds
(application and database together) for one filing with its next one.
"""

import argparse
import http.client
import json
import os
import random
import statistics
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.api import _backends, _database, _server
from bench.processes import cpu_ms, fixed_work, tree

REVIEWERS = 8
WAYS = ("one_request", "two_requests", "floor")
AT = datetime(2026, 3, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--database-url",
        default=os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/factcheck_bench"),
        help="made anew for each run; its name says “bench” (default: %(default)s)",
    )
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--waiting", type=int, default=20_000, help="fact-checks nobody has")
    parser.add_argument("--rounds", type=int, default=5, help="at least 3")
    parser.add_argument("--each", type=int, default=25, help="filings of each reviewer in a round")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as home:
        os.environ.update(
            DATA_DIR=home,
            DATABASE_URL=options.database_url,
            DJANGO_SETTINGS_MODULE="bench.floor.settings",
            BROKER_URL="memory://",
        )
        _database(options.database_url)
        people, rating = _filled(options.claims, options.waiting)
        statements = _statements(people[0])
        print(f"{options.claims} claims, {options.waiting} waiting; one request: {statements} statements")
        before = fixed_work()
        with _server() as (port, pid):
            desk = _Desk(port, pid, people, rating)
            costs = desk.measured(rounds=max(3, options.rounds), each=options.each)
        print(f"a fixed piece of work took {before:.0f} CPU ms before and {fixed_work():.0f} after")
        _report(costs, statements, desk.taken)


def _filled(claims: int, waiting: int) -> tuple[list[tuple[int, str]], int]:
    """Fill the database; return (id, API key) of each reviewer, and the rating they file."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from claims.models import Topic
    from factcheck.models import ApiKey, User
    from reviews import actions
    from reviews.models import Rating

    call_command("migrate", verbosity=0)
    topics = [Topic.objects.create(slug=f"topic-{n}", name=f"Topic {n}") for n in range(10)]
    people = []
    for n in range(REVIEWERS):
        user = User.objects.create_user(f"reviewer-{n}", role="reviewer", name=f"Reviewer {n}")
        profile = actions.add_reviewer(
            user=user,
            capacity=9,
            languages={"en": "native", "fr": "working"},
            topics={f"topic-{(n + k) % 10}": 4 for k in range(3)},
            by=None,
            at=AT,
        )
        actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value="Speaker 0", by=user, at=AT)
        people.append((profile.pk, ApiKey.issue(user=user, name="bench", scopes=["read", "write"])[1]))
    ratings = [
        {"slug": slug, "label": slug.title(), "definition": f"It is {slug}.", "position": n, "value": n}
        for n, slug in enumerate(("false", "true"), start=1)
    ]
    actions.add_scale(slug="steps", name="Steps", ratings=ratings, is_default=True, by=None, at=AT)
    policy = actions.add_policy(
        slug="desk", name="Desk", judging="proposal", is_default=True, offers=False, by=None, at=AT
    )
    _claims(claims, waiting, topics, policy)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    connection.close()
    return people, Rating.objects.values_list("pk", flat=True).get(slug="false")


def _claims(claims: int, waiting: int, topics: list[Any], policy: Any) -> None:
    """Claims of which the most pressing wait; every second of those is for nobody here."""
    from claims.models import Claim, Claimant, ClaimTopic
    from factcheck.models import User
    from reviews.models import FactCheck, Scale

    chooses = random.Random(7)
    editor = User.objects.create_user("editor", role="editor")
    speakers = [Claimant(name=f"Speaker {n}", key=f"speaker {n}", created_at=AT) for n in range(1, 100)]
    Claimant.objects.bulk_create(speakers)
    speakers.insert(0, Claimant.objects.get(key="speaker 0"))
    rows = []
    for n in range(claims):
        taken = n < waiting
        rows.append(
            Claim(
                wording=f"The port of Wexmouth handled {n} thousand tonnes of cargo in the year before last.",
                fingerprint=f"{n:064x}",
                claimant=speakers[0 if n % 10 == 1 else n % 100],
                kind="number",
                language="de" if n % 5 in (1, 3) else "en",
                status="accepted" if taken else "detected",
                accepted_at=AT if taken else None,
                accepted_by=editor if taken else None,
                score=0.5,
                priority=90 - 80 * n / claims,
                created_at=AT,
            )
        )
    made = Claim.objects.bulk_create(rows, batch_size=2000)
    scale = Scale.objects.get()
    files = (FactCheck(claim=claim, policy=policy, scale=scale, opened_at=AT) for claim in made[:waiting])
    FactCheck.objects.bulk_create(files, batch_size=2000)
    ClaimTopic.objects.bulk_create(
        (ClaimTopic(claim=claim, topic=chooses.choice(topics)) for claim in made[:waiting]), batch_size=2000
    )


def _statements(person: tuple[int, str]) -> int:
    """SQL statements of one filing with its next one, in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"Authorization": f"Bearer {person[1]}", "Host": "localhost"})
    taken = client.post("/api/v1/assignments/next/").json()["uuid"]
    count = 0
    for _ in range(2):  # the second time nothing is new to this process
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(
                f"/api/v1/assignments/{taken}/file/", _filing(following=True), content_type="application/json"
            )
        taken, count = answer.json()["next"]["uuid"], len(seen)
    if os.environ.get("BENCH_SHOW"):
        for query in seen.captured_queries:
            print(query["sql"][:200])
    client.post(
        f"/api/v1/assignments/{taken}/release/", {"reason": "Bench."}, content_type="application/json"
    )
    connection.close()
    return count


def _filing(*, following: bool) -> dict[str, Any]:
    return {"rating": "false", "reasoning": "The table says otherwise.", "next": following}


class _Desk:
    """Eight reviewers at one server, each with a connection and a seat of his own."""

    def __init__(self, port: int, pid: int, people: list[tuple[int, str]], rating: int) -> None:
        self.port, self.pid, self.people, self.rating = port, pid, people, rating
        self.taken: Counter[str] = Counter()
        self._line = [http.client.HTTPConnection("127.0.0.1", port, timeout=60) for _ in people]
        self._seats = [self._next(n) for n in range(len(people))]
        self._floor_seats = ["-"] * len(people)

    def measured(self, *, rounds: int, each: int) -> dict[str, list[tuple[float, float]]]:
        """Each way: (application, database) CPU ms a filing with its next one, once for each round."""
        costs: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
        self._all("one_request", 4)
        for _ in range(rounds):
            for way in random.sample(WAYS, len(WAYS)):
                while (cost := self._round(way, each)) is None:
                    print("a database connection was renewed meanwhile: measured again", flush=True)
                costs[way].append(cost)
        return costs

    def _round(self, way: str, each: int) -> tuple[float, float] | None:
        self._all(way, 2)
        backends, workers = _backends(), tree(self.pid)
        before = cpu_ms(workers), cpu_ms(backends)
        self._all(way, each)
        if _backends() != backends or tree(self.pid) != workers:
            return None
        number = each * len(self.people)
        return (cpu_ms(workers) - before[0]) / number, (cpu_ms(backends) - before[1]) / number

    def _all(self, way: str, each: int) -> None:
        step = getattr(self, f"_{way}")

        def work(n: int) -> None:
            for _ in range(each):
                step(n)

        with ThreadPoolExecutor(len(self.people)) as at_once:
            list(at_once.map(work, range(len(self.people))))

    def _one_request(self, n: int) -> None:
        answer = self._ask(n, f"/api/v1/assignments/{self._seats[n]}/file/", _filing(following=True))
        self._seats[n] = self._noted(answer["next"]["uuid"])

    def _two_requests(self, n: int) -> None:
        self._ask(n, f"/api/v1/assignments/{self._seats[n]}/file/", _filing(following=False))
        self._seats[n] = self._next(n)

    def _floor(self, n: int) -> None:
        path = f"/floor/desk/{self.people[n][0]}/{self.rating}/{self._floor_seats[n]}/"
        self._floor_seats[n] = self._noted(self._ask(n, path, None))

    def _next(self, n: int) -> str:
        return self._noted(self._ask(n, "/api/v1/assignments/next/", {})["uuid"])

    def _noted(self, seat: str) -> str:
        self.taken[seat] += 1
        return seat

    def _ask(self, n: int, path: str, body: dict[str, Any] | None) -> Any:
        headers = {"Authorization": f"Bearer {self.people[n][1]}", "Content-Type": "application/json"}
        line = self._line[n]
        line.close()  # a sync worker serves one connection at a time: nobody keeps one
        line.request("POST", path, json.dumps(body or {}), headers)
        answer = line.getresponse()
        text = answer.read()
        if answer.status not in (200, 201):
            raise SystemExit(f"{path} answered {answer.status}: {text[:300]!r}")
        return json.loads(text) if path.startswith("/api/") else text.decode()


def _report(costs: dict[str, list[tuple[float, float]]], statements: int, taken: Counter[str]) -> None:
    from django.db.models import Count

    from reviews.models import Assignment

    medians = {}
    for way, measured in costs.items():
        app, database = (statistics.median(side) for side in zip(*measured, strict=True))
        whole = [a + d for a, d in measured]
        medians[way] = statistics.median(whole)
        spread = f"{min(whole):.2f} to {max(whole):.2f}"
        print(f"{way:12} {medians[way]:.2f} CPU ms ({spread}): app {app:.2f}, database {database:.2f}")
    places = Assignment.objects.active().values("fact_check", "round", "role", "seat").annotate(n=Count("id"))
    twice = sum(count > 1 for count in taken.values()) + places.filter(n__gt=1).count()
    result = {
        **{f"{way}_cpu_ms": round(medians[way], 2) for way in WAYS},
        "ratio": round(medians["one_request"] / medians["floor"], 2),
        "statements": statements,
        "handed_out": len(taken),
        "handed_out_twice": twice,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
