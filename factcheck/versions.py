"""Which version of a row the caller saw, checked under the row's lock.

A check before the action would leave a gap between reading and locking. The
expectation travels beside the call instead, and `record` compares it with the
locked row before the first event is appended to it.
"""

from contextvars import ContextVar
from uuid import UUID

from factcheck.errors import Conflict
from factcheck.models import Chained


class StaleVersion(Conflict):
    """The row has changed since the caller read it."""

    code = "stale_version"


_expected: ContextVar[tuple[UUID, frozenset[int]] | None] = ContextVar("expected_version", default=None)


def expect(subject: UUID, seqs: frozenset[int]) -> None:
    """Let the next event on this subject pass only if the row is at one of these versions."""
    _expected.set((subject, seqs))


def forget() -> None:
    """Expect nothing any more."""
    _expected.set(None)


def check(subject: Chained) -> None:
    """Compare a locked row with what is expected of it, once. Raises StaleVersion."""
    expected = _expected.get()
    if expected is None or expected[0] != subject.uuid:
        return
    forget()
    if subject.chain_seq not in expected[1]:
        raise StaleVersion("This was changed since you read it. Read it again.")
