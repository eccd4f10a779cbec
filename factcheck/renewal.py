"""Keeps the leases of a batch while it is worked through."""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import Error as DatabaseError
from django.db import connection

from factcheck import clock, leases
from factcheck.leases import Lease

log = logging.getLogger(__name__)

EVERY = timedelta(seconds=20)
LONGEST = timedelta(seconds=300)  # who is still at it then is stuck, and somebody else may try


@dataclass(slots=True)
class Kept:
    """A batch and the moment until which its leases hold, moved by the renewing thread."""

    batch: Sequence[Lease]
    until: datetime
    last: datetime

    def renew(self, *, at: datetime) -> bool:
        """Prolong the batch to 60 s from now. False: nothing is left to prolong, or 300 s are over."""
        until = min(at + leases.LEASE, self.last)
        if at >= self.last or not leases.renew(self.batch, until=until):
            return False
        self.until = until
        return True


@contextmanager
def kept(batch: Sequence[Lease], *, at: datetime) -> Iterator[Kept]:
    """Renew the batch every 20 s inside the block, from a thread with its own database connection.

    `at` is the moment the leases were taken.
    """
    held = Kept(batch, until=at + leases.LEASE, last=at + LONGEST)
    over = threading.Event()
    thread = threading.Thread(target=_renew, args=(held, over), name="lease renewal", daemon=True)
    thread.start()
    try:
        yield held
    finally:
        over.set()
        thread.join()


def _renew(held: Kept, over: threading.Event) -> None:
    try:
        while not over.wait(EVERY.total_seconds()):
            try:
                if not held.renew(at=clock.now()):
                    return
            except DatabaseError as failure:
                # The lease is three renewals long: one that fails costs nothing yet.
                log.warning("leases were not renewed: %s", type(failure).__name__)
                connection.close()
    finally:
        connection.close()
