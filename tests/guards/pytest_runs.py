"""Runs of pytest in a copy of the checkout: a whole one, and many small ones that start from a fork.

A small run would spend most of its time importing what no guard is in. So this
process imports that once, and each run is a child of it.
"""

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

SECONDS = 120
# Tables straight from the models: that these agree with the migrations is a test of its own.
_QUICK = ("-q", "--tb=line", "-p", "no:cacheprovider", "--no-migrations")
# Others' code alone: the desk's own must be loaded from the copy.
_HEAVY = (
    "hypothesis",
    "hypothesis.strategies",
    "hypothesis.internal.conjecture.engine",
    "factory.django",
    "celery.app.base",
    "celery.worker",
    "celery.beat",
    "kombu.transport.redis",
    "django.contrib.admin.helpers",
    "django.test.client",
    "psycopg",
    "lxml.html",
    "trafilatura",
    "py3langid",
    "feedparser",
    "httpcore",
    "rich.console",
    "waitress.server",
    "orjson",
    "idna",
    "jsonschema",
)


@dataclass(frozen=True, slots=True)
class Ended:
    code: int
    said: str
    seconds: float

    @property
    def last_line(self) -> str:
        return self.said.strip().rpartition("\n")[2]


def preload() -> None:
    """Import what every run needs and no guard is in. Call it before the first Run."""
    for name in _HEAVY:
        importlib.import_module(name)


def whole(copy: Path, tests: Sequence[str], *, database: str, at_once: int) -> Ended:
    """Run tests in a fresh process, several at once."""
    begun = time.monotonic()
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *_QUICK, "-n", str(at_once), *tests],
        cwd=copy,
        env=_environment(database),
        capture_output=True,
        text=True,
        timeout=600,
    )
    return Ended(ended.returncode, ended.stdout + ended.stderr, time.monotonic() - begun)


class Run:
    """One run in a child of this process; its group is killed after two minutes."""

    def __init__(self, copy: Path, tests: Sequence[str], *, database: str) -> None:
        self._said = copy / "guards.log"
        self._begun = time.monotonic()
        self._pid = os.fork()
        if self._pid == 0:
            _become(copy, tests, self._said, _environment(database))

    def ended(self) -> Ended | None:
        """How the run ended; None while it lasts."""
        seconds = time.monotonic() - self._begun
        pid, status = os.waitpid(self._pid, os.WNOHANG)
        if pid == 0 and seconds < SECONDS:
            return None
        if pid == 0:
            os.killpg(self._pid, signal.SIGKILL)
            _, status = os.waitpid(self._pid, 0)
        return Ended(os.waitstatus_to_exitcode(status), self._said.read_text("utf-8", "replace"), seconds)


def _become(copy: Path, tests: Sequence[str], said: Path, environment: dict[str, str]) -> None:
    """Be pytest in the copy; never returns."""
    code = 70
    try:
        os.setsid()
        with said.open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        os.chdir(copy)
        os.environ.clear()
        os.environ.update(environment, PYTEST_DISABLE_PLUGIN_AUTOLOAD="1")
        here = {"", str(Path(__file__).resolve().parent.parent.parent)}
        sys.path[:] = [str(copy), *(path for path in sys.path if path not in here)]
        for name in [name for name in sys.modules if name == "tests" or name.startswith("tests.")]:
            del sys.modules[name]
        code = int(pytest.main([*_QUICK, "-p", "pytest_django.plugin", "-p", "pytest_socket", *tests]))
        sys.stdout.flush()
    finally:
        os._exit(code)


def _environment(database: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("TEST_", "PYTEST_")) and k != "PYTHONPATH"
    }
    return kept | ({"TEST_DATABASE_URL": database} if database else {})
