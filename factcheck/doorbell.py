"""Rings for work after a commit, without making the request wait for the broker.

A ring is a hint: the job's row is the truth, and the sweep rings again for
whatever was lost. So a ring may be dropped, folded into one that is waiting, or
fail, and nobody is told but the log.
"""

import logging
import os
import threading
from typing import Any

from celery import current_app
from kombu.exceptions import KombuError

from factcheck import handlers

log = logging.getLogger(__name__)

CAPACITY = 256


class Doorbell:
    """A bounded set of tasks to ring for, and the one daemon thread that publishes them.

    A direct publish takes 5 to 7 s when the broker hangs, whatever its timeouts;
    here only the thread waits.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, None] = {}
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._line = Line()

    def ring(self, task: str) -> None:
        """Note that the task has work. Returns at once, raises nothing."""
        with self._changed:
            if task in self._waiting:
                return
            if len(self._waiting) >= CAPACITY:
                log.warning("too many rings are waiting; %s is left to the sweep", task)
                return
            self._waiting[task] = None
            self._start()
            self._changed.notify()

    def waiting(self) -> list[str]:
        """Return the tasks not yet rung for, oldest first."""
        with self._changed:
            return list(self._waiting)

    def _start(self) -> None:
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._publish_all, name="doorbell", daemon=True)
            try:
                self._thread.start()
            except RuntimeError:
                log.warning("no thread for the doorbell; the sweep will ring")

    def _publish_all(self) -> None:
        while True:
            with self._changed:
                while not self._waiting:
                    self._changed.wait()
                task = next(iter(self._waiting))
                del self._waiting[task]
            self._line.ring(task)


class Line:
    """The thread's own connection to the broker, so that no socket is shared across a fork."""

    def __init__(self) -> None:
        self._producer: Any = None
        self._unknown: set[str] = set()

    def ring(self, task: str) -> None:
        """Publish one message for the task, into its handler's queue. Failures are logged."""
        try:
            queue = handlers.find(task).queue
        except handlers.UnknownHandler:
            if task not in self._unknown:
                self._unknown.add(task)
                log.warning("no handler is named %s; its jobs wait", task)
            return
        # A line that was open may have gone stale since the last ring: that is worth a second try.
        if not self._publish(task, queue, may_be_stale=self._producer is not None):
            self._publish(task, queue, may_be_stale=False)

    def _publish(self, task: str, queue: str, *, may_be_stale: bool) -> bool:
        """Return whether the matter is settled: taken by the broker, or failed on a fresh line."""
        try:
            if self._producer is None:
                connection = current_app.connection_for_write()
                self._producer = current_app.amqp.Producer(connection, auto_declare=False)
            current_app.send_task(task, queue=queue, retry=False, ignore_result=True, producer=self._producer)
        except (KombuError, OSError) as failure:
            self._hang_up()
            if not may_be_stale:
                log.warning("the broker did not take the ring for %s: %s", task, type(failure).__name__)
            return not may_be_stale
        return True

    def _hang_up(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            producer.connection.release()


_bell = Doorbell()


def ring(task: str) -> None:
    """Say that a task has work. Never blocks, never raises; one message per task is under way."""
    _bell.ring(task)


def _after_fork() -> None:
    # Threads do not survive a fork, and a lock may have been held by one at that moment.
    global _bell
    _bell = Doorbell()


os.register_at_fork(after_in_child=_after_fork)
