"""One running child, as its parent sees it."""

import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any, Final

import factcheck
from factcheck.children import breaches, wire
from factcheck.children.breaches import Breach
from factcheck.children.limits import Limits

log = logging.getLogger(__name__)

_START_SECONDS: Final = 60.0  # for the imports, on a machine that is busy
_LIMITS: Final = frozenset({"cpu", "memory"})
_ENVIRONMENT: Final = {
    "PYTHONPATH": str(Path(factcheck.__file__).parents[1]),
    "PYTHONUTF8": "1",
    "LANG": "C.UTF-8",
    # A document is one thread's work, and threads that wait would use up the address space.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    # glibc reserves 64 MB of addresses for each arena, used or not: four of them broke the memory limit.
    "MALLOC_ARENA_MAX": "1",
    # Windows starts no program without it.
    **{name: value for name, value in os.environ.items() if name == "SYSTEMROOT"},
}


class NotStarted(RuntimeError):
    """The child did not come up: a broken installation, not the document. Its own words are on stderr."""


class Child:
    """A process that reads one document at a time. Not safe under threads: one owner at a time."""

    def __init__(self, module: str, limits: Limits, words: Sequence[str] = ()) -> None:
        """Start it and wait until it is ready. `words` are for the module. Raises NotStarted."""
        self.limits = limits
        self.number = 0  # of the last document
        self._late = self._ended = False
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-P", "-s", "-m", module, *limits.as_words(), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_ENVIRONMENT,
            cwd=os.path.abspath(os.sep),
            bufsize=0,
            start_new_session=True,  # Ctrl-C at a terminal is for the desk, which ends its document first
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests, self._replies = self._process.stdin.fileno(), self._process.stdout.fileno()
        with self._ended_unless_finished():
            self._wait_until_ready(module)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def usable(self) -> bool:
        """Whether it may have another document."""
        return not self._ended and self.number < self.limits.documents

    def ask(self, kind: str, body: bytes, arguments: dict[str, Any]) -> dict[str, Any]:
        """Return the child's answer for one document.

        Whatever goes wrong, also an exception of this thread's own, ends the
        child. Raises Breach, BrokenWire.
        """
        self.number += 1
        request = wire.packed({"number": self.number, "kind": kind, "arguments": arguments}, body)
        with self._ended_unless_finished():
            answer = self._answer(request)
            if self._late or answer is None or answer.get("breach") == "memory":
                raise self._breach(self.end(), answer)
            if answer.get("number") != self.number:
                raise wire.BrokenWire("an answer to another question")
        if answer.get("last"):
            self.number = self.limits.documents
        return answer

    def end(self) -> int | None:
        """Kill it and take its body away; return how it ended. Twice is once."""
        if not self._ended:
            self._ended = True
            self._process.kill()  # if it has not ended by itself: that end is what is returned then
            self._process.wait()
            self._close()
        return self._process.returncode

    def disown(self) -> None:
        """After a fork: close this process's ends of the pipes. The child is somebody else's."""
        self._ended = True
        self._process.returncode = 0  # not ours to wait for, and Popen would complain
        self._close()

    def _wait_until_ready(self, module: str) -> None:
        try:
            with self._deadline(_START_SECONDS):
                ready = wire.receive(self._replies)
        except wire.BrokenWire:
            raise NotStarted(f"{module} said something else than that it is ready.") from None
        if ready is None or ready.head.get("ready") is not True:
            raise NotStarted(f"{module} did not start: it ended with {self.end()}.")
        _say_what_is_missing(tuple(map(str, ready.head.get("held") or ())))

    @contextmanager
    def _ended_unless_finished(self) -> Iterator[None]:
        """End the child unless the block finishes, whatever breaks it: a time limit of this thread's, too."""
        finished = False
        try:
            yield
            finished = True
        finally:
            if not finished:
                self.end()

    def _answer(self, request: list[bytes]) -> dict[str, Any] | None:
        """The reply, or None if the child ended or was too late."""
        with self._deadline(self.limits.seconds), suppress(wire.Closed):
            wire.send(self._requests, request)
            reply = wire.receive(self._replies)
            return reply.head if reply else None
        return None

    @contextmanager
    def _deadline(self, seconds: float) -> Iterator[None]:
        """Kill the child if the block takes longer, which also ends the block's waiting on it."""
        timer = threading.Timer(seconds, self._overdue)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()  # after this it either has killed or never will

    def _overdue(self) -> None:
        self._late = True
        self._process.kill()

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()  # without a buffer, so nothing is written by closing

    def _breach(self, ended: int | None, answer: dict[str, Any] | None) -> Breach:
        limits = self.limits
        if self._late or ended == -_signal("SIGALRM"):
            return breaches.TooSlow(f"Reading it took longer than {limits.seconds:g} seconds.")
        if answer is not None:
            return breaches.TooMuchMemory(
                f"Reading it took more than {limits.memory // 1024 // 1024} MB of memory."
            )
        if ended in (-_signal("SIGPROF"), -_signal("SIGXCPU")):
            return breaches.TooMuchComputing(
                f"Reading it took more than {limits.cpu:g} seconds of computing."
            )
        log.warning("parser %d died over a document, return code %s", self.pid, ended)
        return breaches.Died("The process that read it ended without an answer.")


def _signal(name: str) -> int:
    """The number of a signal; one that this platform lacks matches no end."""
    return int(getattr(signal, name, 1000))


@cache
def _say_what_is_missing(held: tuple[str, ...]) -> None:
    if missing := sorted(_LIMITS - set(held)):
        log.warning(
            "this platform does not limit the %s of a parser; only its deadline on the wall holds",
            " and the ".join(missing),
        )
