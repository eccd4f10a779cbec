"""The worker is asked to stop: one byte that a worker shares with the children it forks.

A pool child never learns of its parent's SIGTERM, so a signal handler or an
Event of this process would leave it working. Anonymous shared memory reaches it.
"""

import mmap
from typing import Any

_byte = mmap.mmap(-1, 1)


def ask(**_signal: Any) -> None:
    """Start no more jobs, in this process and in its children. Safe inside a signal handler."""
    _byte[0] = 1


def asked() -> bool:
    """Return whether unstarted jobs are to be given back."""
    return _byte[0] == 1


def forget() -> None:
    """Work again. For tests, which stop and go on within one process."""
    _byte[0] = 0
