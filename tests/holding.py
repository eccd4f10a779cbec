"""Two things at once, for certain: the first one's transaction is held open until the second has arrived.

Two threads let loose miss a removed lock one time in three. PostgreSQL only:
SQLite lets one writer in at a time.
"""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction

SECONDS = 5.0


def while_held(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the first thing, and the second while the first's transaction is open; return what the second said.

    The first commits once the second waits for a lock. Raises what the second
    raised; fails if it never waited.
    """
    other = _Other(second)
    try:
        with transaction.atomic():
            first()
            other.start()
            ends = time.monotonic() + SECONDS
            while not _somebody_waits():
                assert other.is_alive(), f"it did not wait, and said {other.said!r}"
                assert time.monotonic() < ends, "it never came to wait"
                time.sleep(0.01)
    finally:
        other.leave()
    return other.answer()


def beside(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the second thing from beginning to end while the first's transaction is open.

    For what must not wait. Returns or raises what the second said.
    """
    other = _Other(second)
    try:
        with transaction.atomic():
            first()
            other.start()
            other.join(SECONDS)
            assert not other.is_alive(), "it waited"
    finally:
        other.leave()
    return other.answer()


class _Other(threading.Thread):
    """A thread with a connection of its own that remembers how its call ended."""

    def __init__(self, call: Callable[[], Any]) -> None:
        super().__init__(daemon=True)
        self._call = call
        self.said: Any = None
        self._failure: Exception | None = None

    def run(self) -> None:
        try:
            self.said = self._call()
        except Exception as failure:  # noqa: BLE001 - raised again by answer(), in the test's own thread
            self.said = self._failure = failure
        finally:
            connections.close_all()

    def leave(self) -> None:
        """Wait until it is done, so that nothing of it meets the next test."""
        if self.ident is not None:
            self.join(SECONDS)

    def answer(self) -> Any:
        assert not self.is_alive(), "it still waits"
        if self._failure is not None:
            raise self._failure
        return self.said


def _somebody_waits() -> bool:
    """Whether a lock is waited for. (pg_stat_activity would say the same all through a transaction.)"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])
