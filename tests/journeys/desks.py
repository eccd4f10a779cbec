"""Real desks for journeys: processes that are started, asked over HTTP, killed and started again."""

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.source_code import ROOT

_NOT_THEIRS = (
    "DATABASE_URL",
    "BROKER_URL",
    "REDIS_URL",
    "FETCH_ALLOW",
    "PRODUCTION",
    "DJANGO_SETTINGS_MODULE",
)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: Any
    seconds: float


class Installation:
    """One desk's processes over `home`, whatever they are; all are gone after close()."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        kept = {k: v for k, v in os.environ.items() if k not in _NOT_THEIRS and not k.startswith("PYTEST_")}
        self.environment = {
            **kept,
            "DJANGO_SETTINGS_MODULE": "tests.journeys.settings",
            "DATA_DIR": str(home),
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        self.port = 0
        self._started: list[subprocess.Popen[str]] = []
        self._log = (home / "log").open("a")

    def prepare(self, *, people: int, seats: int) -> dict[str, str]:
        """Migrate and fill the database; return reviewers' keys by user name."""
        ended = subprocess.run(
            [sys.executable, "-m", "tests.journeys.prepare", str(people), str(seats)],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ended.returncode == 0, ended.stderr
        return dict(json.loads(ended.stdout)["reviewers"])

    def run(self, *command: str, **more: str) -> subprocess.Popen[str]:
        """Start a process in a group of its own, so that it can be killed with its children."""
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def kill(self, process: subprocess.Popen[str]) -> None:
        """kill -9 the process and its children."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()
        self._started.remove(process)

    def close(self) -> None:
        for process in list(self._started):
            self.kill(process)
        self._log.close()

    def log(self) -> str:
        return (self.home / "log").read_text()

    def ask(self, method: str, path: str, key: str, body: Any = None) -> Answer:
        """Make one request of the API; a connection of its own, as a browser may."""
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        try:
            line.request(method, f"/api/v1/{path}", None if body is None else json.dumps(body), headers)
            answer = line.getresponse()
            text = answer.read()
        finally:
            line.close()
        found = json.loads(text) if text else None
        return Answer(answer.status, found, time.monotonic() - begun)

    def rows(self, path: str, key: str) -> list[dict[str, Any]]:
        """All rows of a list, at most a page of 100."""
        answer = self.ask("GET", f"{path}{'&' if '?' in path else '?'}page_size=100", key)
        assert answer.status == 200, answer.body
        assert answer.body["next"] is None
        return list(answer.body["results"])


def article(number: int) -> dict[str, str]:
    """A pasted piece with two claims of its own."""
    return {
        "text": f"Harbour report {number}\n\n"
        f"The port of Wexmouth handled {number + 3} million tonnes of cargo in 2023, the council said.\n\n"
        f"“Unemployment fell by {number + 11} per cent last year,” said Marta Quill, the councillor.\n"
    }


def at_once(calls: Iterable[Callable[[], Answer]]) -> list[Answer]:
    """Make the calls in threads that start together; return their answers in order."""
    waiting = list(calls)
    ready = threading.Barrier(len(waiting))
    answers: dict[int, Answer] = {}

    def call(place: int) -> None:
        ready.wait()
        answers[place] = waiting[place]()

    threads = [threading.Thread(target=call, args=(place,)) for place in range(len(waiting))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[place] for place in range(len(waiting))]


def eventually(holds: Callable[[], Any], *, seconds: float, what: str) -> Any:
    """Ask until it holds and return what it said. Fails after so many seconds."""
    ends = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < ends, f"{what} did not come to be"
        time.sleep(0.05)
    return found


def everybody_takes_the_next(desk: Installation, reviewers: dict[str, str], *, seats: int) -> None:
    """All reviewers ask for the next seat at once: as many get one as there are, and no seat goes twice."""
    answers = at_once(
        (lambda key=key: desk.ask("POST", "assignments/next/", key)) for key in reviewers.values()
    )

    taken = [answer.body["fact_check"] for answer in answers if answer.status == 200]
    assert len(taken) == len({str(file) for file in taken}) == seats, [a.body for a in answers]
    refused = [answer.body["code"] for answer in answers if answer.status != 200]
    assert refused == ["nothing_waiting"] * (len(reviewers) - seats)
    listed = desk.rows("assignments/", next(iter(reviewers.values())))
    active = [(row["fact_check"], row["round"], row["role"], row["seat"]) for row in listed]
    assert len(active) == len(set(active)) == seats
