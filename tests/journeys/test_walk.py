"""The tutorial walks a fact-check from claim to correction: each of its requests is answered as it says."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.test import Client

from factcheck import clock, jobs
from factcheck.models import Job, JobStatus
from reviews import seeding
from tests.journeys.walk import Ask, Keep, at, blocks, claim_review, filled, mismatches
from tests.source_code import ROOT

WALK = ROOT / "docs" / "tutorial" / "one-fact-check-by-api.md"


class Walker:
    """Does what the document types, and keeps what it keeps."""

    def __init__(self, keys: dict[str, str], kept: dict[str, str]) -> None:
        self.keys, self.kept = keys, kept
        self.body: Any = None

    def ask(self, asked: Ask) -> int:
        root = "/" if asked.page else "/api/v1/"
        who, path, body, header = (
            self._filled(part) for part in (asked.who, asked.path, asked.body, asked.header)
        )
        headers = {"Authorization": f"Bearer {self.keys[who]}"} if who != "-" else {}
        if header:
            name, _, value = header.partition(": ")
            headers[name] = value
        client = Client(raise_request_exception=False, headers=headers)
        answer = client.generic(asked.method, root + path, body, content_type="application/json")
        self.kept["ETAG"] = answer.headers.get("ETag", "")
        self.body = claim_review(answer.content.decode()) if asked.page else answer.json()
        return answer.status_code

    def keep(self, name: str, path: str) -> None:
        self.kept[name] = str(at(self.body, path))

    def _filled(self, text: str) -> str:
        return filled(text, self.kept)


def work() -> None:
    """Let the desk do all that is due."""
    for _ in range(20):
        due = Job.objects.filter(status=JobStatus.DUE, due_at__lte=clock.now())
        tasks = sorted(set(due.values_list("task", flat=True)))
        if not tasks:
            return
        for task in tasks:
            jobs.work_off(task)


class Sources(SimpleHTTPRequestHandler):
    """The files of the seeds as they are, as `python3 -m http.server` gives them."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def port(settings: Any) -> Iterator[int]:
    """Where the sources that the walk reads are served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Sources, directory=str(settings.SEEDS_DIR)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="sources", daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def walker(settings: Any, tmp_path: Path, port: int) -> Walker:
    settings.DATA_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["captures"]["OPTIONS"] |= {"location": tmp_path}
    storages._storages = {}
    settings.FETCH_ALLOW = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
    call_command("seed", with_keys=True, verbosity=0)
    kept = {
        "DESK": settings.BASE_URL,
        "PAGES": f"http://127.0.0.1:{port}",
        "OFFICE": f"http://localhost:{port}",
    }
    return Walker(seeding.tokens(), kept)


@pytest.mark.django_db
def test_each_answer_is_as_the_tutorial_tells_it(walker):
    for block in blocks(WALK):
        told = iter(block.told)
        for typed in block.typed:
            match typed:
                case Ask():
                    where = f"line {block.line}: {typed.method} {typed.path}"
                    status, expected = next(told)
                    answered = walker.ask(typed)
                    for keep in _keeps_after(block.typed, typed):
                        walker.keep(keep.name, keep.path)
                    assert answered == status, (where, walker.body)
                    assert not list(mismatches(expected, walker.body, walker.kept)), where
                case None:
                    work()
        assert next(told, None) is None, f"line {block.line} tells of more answers than were asked for"


def _keeps_after(typed: list[Ask | Keep | None], asked: Ask) -> Iterator[Keep]:
    """What is kept of this answer: an answer is told by the names its values are given."""
    for one in typed[next(n for n, t in enumerate(typed) if t is asked) + 1 :]:
        if not isinstance(one, Keep):
            return
        yield one


def test_the_walk_leaves_nothing_of_the_story_out():
    asked = [typed for block in blocks(WALK) for typed in block.typed if isinstance(typed, Ask)]
    verbs = {re.sub(r"\$[A-Z]+", "{}", f"{one.method} {one.path}".partition("?")[0]) for one in asked}

    assert {
        "POST claims/{}/shortlist/",
        "POST fact-checks/",
        "POST assignments/{}/accept/",
        "POST contacts/{}/answer/",
        "GET evidence/{}/capture/",
        "PUT assignments/{}/draft/",
        "PUT fact-checks/{}/report/",
        "POST notes/{}/publish/",
        "POST assignments/{}/file/",
        "POST fact-checks/{}/return/",
        "GET fact-checks/{}/precedents/",
        "POST fact-checks/{}/approve/",
        "POST flags/{}/clear/",
        "POST fact-checks/{}/publish/",
        "GET checks/{}/",
        "POST complaints/{}/answer/",
        "POST publications/{}/correct/",
        "GET corrections/",
        "GET reviews/",
    } <= verbs


@pytest.mark.parametrize(
    ("told", "body"),
    [
        ({"a": 1}, {"a": 2}),
        ({"a": 1}, {"a": 1, "b": 2}),
        ({"a": 1, "…": 0}, {"b": 1}),
        ([1], [1, 2]),
        ([1, "…"], []),
        ("$ID", "other"),
        ("2026-01-01T00:00:00Z", None),
        (1, True),
        ({"…": 0}, None),
    ],
)
def test_an_answer_told_wrongly_is_found(told, body):
    assert list(mismatches(told, body, {"ID": "mine"}))
