"""CPU time of process trees, from /proc: what a request costs, whatever the neighbours do."""

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
