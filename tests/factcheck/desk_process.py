"""Starts a real desk on a directory of its own, kills it, and reads what it left."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings

GROUND = "tests.factcheck.ground.tasks"


class Desk:
    """`manage.py run` of the ground alone, over SQLite in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.process: subprocess.Popen[str] | None = None
        self.url = ""
        self.log = (home / "log").open("a")

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BROKER_URL", "REDIS_URL")}
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "tests.factcheck.ground.settings",
            "DATA_DIR": str(self.home),
            **more,
        }

    def manage(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=settings.ROOT,
            env=self.environment(**environment),
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start(self) -> None:
        self._let_go()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--port", "0"],
            cwd=settings.ROOT,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        line = self.process.stdout.readline()
        assert "http://" in line, (self.home / "log").read_text()
        self.url = line.split()[-1]

    def get(self, path: str) -> bytes:
        """Return the whole answer, head and body."""
        address = urlsplit(self.url)
        with socket.create_connection((address.hostname, address.port), timeout=20) as line:
            line.sendall(f"GET {path} HTTP/1.0\r\nHost: localhost\r\n\r\n".encode())
            return b"".join(iter(lambda: line.recv(65536), b""))

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=25)

    def close(self) -> None:
        self._let_go()
        self.log.close()

    def _let_go(self) -> None:
        if self.process is not None:
            self.kill()
            self.process.stdout.close()

    def add(self, task: str, *, attempts: int = 0) -> str:
        """Write a job that is due, as an action does; nobody rings for it."""
        subject = uuid4()
        with sqlite3.connect(self.home / "desk.sqlite3", timeout=20) as database:
            moment = database.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')").fetchone()[0]
            database.execute(
                "INSERT INTO factcheck_job"
                " (uuid, task, subject, status, due_at, created_at, fence, attempts, reason)"
                " VALUES (?, ?, ?, 'due', ?, ?, ?, ?, '')",
                (uuid4().hex, f"{GROUND}.{task}", subject.hex, moment, moment, attempts, attempts),
            )
        database.close()
        return str(subject)

    def statuses(self) -> dict[str, int]:
        database = sqlite3.connect(self.home / "desk.sqlite3", timeout=20)
        rows = database.execute(
            "SELECT status, COUNT(*) FROM factcheck_job"
            " WHERE task LIKE ? AND subject IS NOT NULL GROUP BY status",
            (f"{GROUND}%",),
        ).fetchall()
        database.close()
        return dict(rows)

    def notes(self) -> list[str]:
        path = self.home / "notes"
        return path.read_text().splitlines() if path.exists() else []


def eventually(holds: Callable[[], bool], *, seconds: float = 10) -> float:
    """Wait until it holds; return how long that took. Fails after so many seconds."""
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < seconds, "it did not come to be"
        time.sleep(0.02)
    return time.monotonic() - begun
