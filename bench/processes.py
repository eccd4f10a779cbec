"""CPU time of process trees, from /proc: what a request costs, whatever the neighbours do."""

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path


def tree(pid: int) -> list[int]:
    """The process and all its living descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_ms(pids: Iterable[int]) -> float:
    """Milliseconds that these processes have run on a CPU so far, all their threads together.

    Source: schedstat, Documentation/scheduler/sched-stats of the Linux kernel: its first number is
    nanoseconds on the CPU.
    """
    total = 0
    for pid in pids:
        for stat in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            total += int(stat.read_text().split()[0])
    return total / 1e6


def fixed_work() -> float:
    """CPU milliseconds of hashing 64 MB: it changes when neighbours take the core's caches or clock."""
    begun = time.process_time()
    for _ in range(64):
        hashlib.sha256(bytes(1 << 20)).digest()
    return (time.process_time() - begun) * 1000
