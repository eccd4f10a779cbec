"""What a child may use. It binds itself, once at its start and anew before each document."""

import math
import os
import re
import signal
import sys
import time
from dataclasses import asdict, dataclass
from typing import Any, Final, Self

try:
    import resource
except ImportError:  # Windows: only the parent's deadline holds there, and the parent says so
    resource = None  # type: ignore[assignment]

_FILES: Final = 32  # the three pipes, and what the libraries open while they read: zone files, mostly
_REFUSED: Final = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_SIZES: Final = re.compile(rb"^(VmSize|VmPeak):\s+(\d+) kB$", re.MULTILINE)
_MARGIN: Final = 1.0  # seconds by which the child's own clock runs longer than the parent's


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one document, but for the memory, which is the whole child's."""

    cpu: float = 5.0  # seconds
    memory: int = 512 * 1024 * 1024  # bytes of address space
    seconds: float = 20.0  # on the wall, kept by the parent: four busy processes to a core
    documents: int = 200  # then the child is renewed

    @classmethod
    def told(cls, words: list[str]) -> Self:
        """Read what as_words() wrote."""
        return cls(float(words[0]), int(words[1]), float(words[2]), int(words[3]))

    def as_words(self) -> list[str]:
        """Return them as arguments of a command line."""
        return [str(value) for value in asdict(self).values()]


def bind(limits: Limits) -> list[str]:
    """Give up for good what no document needs; return the names of the limits that this platform keeps."""
    if resource is None:
        return []
    # Documents are few and end with their child, so the total has a limit that cannot be raised again.
    in_all = math.ceil(time.process_time() + limits.documents * (limits.cpu + 1))
    wanted = {
        "cpu": (resource.RLIMIT_CPU, in_all),
        "memory": (resource.RLIMIT_AS, limits.memory),
        "files": (resource.RLIMIT_NOFILE, _FILES),
        "writing": (resource.RLIMIT_FSIZE, 0),
        "processes": (resource.RLIMIT_NPROC, 0),
        "core": (resource.RLIMIT_CORE, 0),
    }
    return [name for name, (which, most) in wanted.items() if _lowered(which, most)]


def arm(limits: Limits) -> None:
    """Give the document its CPU seconds, counted from now.

    The profiling timer is exact and kills by SIGPROF. RLIMIT_CPU, which knows
    whole seconds only, stands behind it. The third clock kills a child whose
    parent died while it was stuck; nobody else would.
    """
    if resource is None:
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = math.ceil(time.process_time() + limits.cpu)
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))
    signal.setitimer(signal.ITIMER_PROF, limits.cpu)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + _MARGIN)


def disarm() -> None:
    """Stop the clocks between documents."""
    if resource is not None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def memory_used() -> tuple[int, int]:
    """Return bytes of address space now and at most so far; zeros where the platform does not tell."""
    try:
        with open("/proc/self/status", "rb") as file:
            found = _SIZES.findall(file.read())
    except OSError:
        return 0, 0
    sizes = {name: int(kilobytes) * 1024 for name, kilobytes in found}
    return sizes.get(b"VmSize", 0), sizes.get(b"VmPeak", 0)


def starved(most: int, limits: Limits) -> bool:
    """Whether an allocation may have failed, whatever the answer looks like.

    Libraries catch the MemoryError and go on with less: lxml then says that a
    page is broken, an extractor that it holds no article. No single allocation
    for a document of 10 MB is larger than the eighth held back here.
    """
    return most > limits.memory - limits.memory // 8


def swollen(now: int, limits: Limits) -> bool:
    """Whether so little memory is left that the next document might fail for it."""
    return now > limits.memory * 3 // 4


def forbid() -> None:
    """Refuse sockets, programs and written files to all Python code of this process, from now on.

    A parser that fetches what it is told to fetch has been seen (feedparser,
    given a text instead of a stream).
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    # The arguments of "open" are path, mode and flags, whichever way it was called.
    if event.startswith(_REFUSED) or (event == "open" and arguments[2] & _WRITING):
        raise PermissionError(f"{event} is refused to a child")


def _lowered(which: int, most: int) -> bool:
    """Lower one limit; a stricter one stays. False where the platform refuses (macOS and RLIMIT_AS)."""
    try:
        hard = resource.getrlimit(which)[1]
        most = most if hard < 0 else min(most, hard)
        resource.setrlimit(which, (most, most))
    except (OSError, ValueError):
        return False
    return True
