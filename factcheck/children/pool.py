"""The parent's side: a few warm children of one module, a child for each document.

    _children = Children("claims.ingestion.child", refusals=[NotText, BadFeed])
    reading = _children.ask("read", Reading, body, url=url)

Safe under threads: a child reads for one thread at a time. Never shared across
a fork: the new process lets go of its parent's children and starts its own.
"""

import atexit
import logging
import os
import threading
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from factcheck.children import breaches, shapes, wire
from factcheck.children.limits import Limits
from factcheck.children.process import Child
from factcheck.errors import Refusal

log = logging.getLogger(__name__)

_MOST: Final = 4  # children at work at once in one process
_IDLE: Final = 2  # warm ones kept: as many as the one-process desk has workers
_TAKEN: Final = frozenset({"self", "message", "field"})  # what a Refusal calls its own arguments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Said:
    """A refusal on its way."""

    code: str
    message: str
    field: str | None
    details: dict[str, Any]


class Children:
    """The children of one module, started when first needed."""

    def __init__(
        self,
        module: str,
        *,
        refusals: Iterable[type[Refusal]] = (),
        limits: Limits | None = None,
        words: Callable[[], list[str]] = list,
    ) -> None:
        """`refusals` are those that a kind may raise; they come back as the same classes.

        `words` are asked for whenever a child starts; it finds them with `serving.told()`.
        """
        self.module = module
        self.limits = limits or Limits()
        self._words = words
        self._refusals = {refusal.code: refusal for refusal in refusals}
        self._begin()
        _pools.add(self)

    def ask(self, kind: str, shape: type[T], body: bytes = b"", **arguments: Any) -> T:
        """Have a child do one document; return its answer as a value of that shape (see shapes).

        Raises the refusals of the kind, a Breach, NotStarted.
        """
        with self._room:
            child = self._take()
            try:
                answer = child.ask(kind, body, arguments)
                return self._value(shape, answer, kind)
            except (shapes.Misshapen, wire.BrokenWire) as nonsense:
                child.end()
                log.error("a parser's answer makes no sense, kind %s: %s", kind, nonsense)
                raise breaches.Failed("The reader gave an answer that makes no sense.") from None
            finally:
                self._give_back(child)

    def close(self) -> None:
        """End the children that wait. Those at work end with their document."""
        while self._idle:
            self._idle.pop().end()

    def _begin(self) -> None:
        self._room = threading.BoundedSemaphore(_MOST)
        self._lock = threading.Lock()
        self._idle: list[Child] = []
        self._all: weakref.WeakSet[Child] = weakref.WeakSet()

    def _take(self) -> Child:
        while waiting := self._waiting():
            if waiting.alive:
                return waiting
            waiting.end()  # killed while it waited: not the fault of the next document
        child = Child(self.module, self.limits, self._words())
        self._all.add(child)
        return child

    def _waiting(self) -> Child | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _give_back(self, child: Child) -> None:
        with self._lock:
            if child.usable and len(self._idle) < _IDLE:
                self._idle.append(child)
                return
        child.end()

    def _value(self, shape: type[T], answer: dict[str, Any], kind: str) -> T:
        if "result" in answer:
            return shapes.load(shape, answer["result"])
        if "failed" in answer:
            log.error("a document broke the reader, kind %s: %.500s", kind, answer["failed"])
            raise breaches.Failed("The reader broke off: a mistake of ours, noted in the log.")
        said = shapes.load(_Said, answer.get("refusal"))
        if said.code not in self._refusals:
            raise shapes.Misshapen("an unknown refusal")
        details = {n: v for n, v in said.details.items() if n.isidentifier() and n not in _TAKEN}
        raise self._refusals[said.code](said.message[:500], field=said.field, **details)

    def after_fork(self) -> None:
        """In a new process: let go of the parent's children without a word to them."""
        for child in self._all:
            child.disown()
        self._begin()


_pools: weakref.WeakSet[Children] = weakref.WeakSet()


def _after_fork() -> None:
    for pool in list(_pools):
        pool.after_fork()


def _close_all() -> None:
    for pool in list(_pools):
        pool.close()


if hasattr(os, "register_at_fork"):  # not on Windows, which has no fork
    os.register_at_fork(after_in_child=_after_fork)
atexit.register(_close_all)
