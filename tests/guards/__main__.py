"""Remove each guard in turn: the tests named beside it must turn red.

    python -m tests.guards [--list] [name ...]

Works on copies of the checkout, two at a time. Guards that only PostgreSQL can
miss (row locks) are looked at where TEST_DATABASE_URL names one.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests.guards import children, claims, ground, outside, reviews, triage
from tests.guards.pytest_runs import Ended, Run, preload, whole
from tests.guards.removal import Guard

GUARDS = [
    *ground.GROUND,
    *outside.OUTSIDE,
    *children.CHILDREN,
    *claims.CLAIMS,
    *triage.TRIAGE,
    *reviews.REVIEWS,
]
ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 2
_LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "var", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    guard: Guard
    verdict: str  # "red", "GREEN", "BROKEN" or "left out"
    seconds: float = 0.0
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.verdict in ("red", "left out")


def control(pristine: Path, guards: Sequence[Guard]) -> str:
    """Run the named tests with every guard in place. Returns what went wrong, "" if nothing did."""
    for postgres in (False, True):
        tests = sorted({test for guard in guards if guard.postgres == postgres for test in guard.tests})
        if tests and not (postgres and not _postgres(0)):
            ended = whole(pristine, tests, database=_postgres(0) if postgres else "", at_once=AT_ONCE)
            if ended.code:
                return ended.said[-4000:]
    return ""


def outcomes(place: Path, pristine: Path, guards: Sequence[Guard]) -> Iterator[Outcome]:
    """Each guard's outcome, as they come: two are tried at once."""
    waiting, running = list(guards), dict[int, tuple[Guard, Run]]()
    while waiting or running:
        for seat in range(AT_ONCE):
            if waiting and seat not in running:
                guard = waiting.pop(0)
                started = _without(guard, place / str(seat), pristine, seat)
                if isinstance(started, Run):
                    running[seat] = guard, started
                else:
                    yield started
        time.sleep(0.05)
        for seat, (guard, run) in list(running.items()):
            if ended := run.ended():
                del running[seat]
                yield Outcome(guard, *_verdict(ended), detail=_detail(ended))


def _without(guard: Guard, copy: Path, pristine: Path, seat: int) -> Run | Outcome:
    """Start a guard's tests in a copy that lacks it."""
    if guard.postgres and not _postgres(seat):
        return Outcome(guard, "left out", detail="needs TEST_DATABASE_URL at a PostgreSQL")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(pristine, copy)
    try:
        guard.removed_by.apply(copy)
    except LookupError as failure:
        return Outcome(guard, "BROKEN", detail=str(failure))
    return Run(copy, guard.tests, database=_postgres(seat) if guard.postgres else "")


def _verdict(ended: Ended) -> tuple[str, float]:
    """Red is a test that failed; a set-up that broke, or code that does not load, shows nothing."""
    if ended.code == 0:
        return "GREEN", ended.seconds
    last = ended.last_line
    return (
        "red" if ended.code == 1 and " failed" in last and " error" not in last else "BROKEN",
        ended.seconds,
    )


def _detail(ended: Ended) -> str:
    verdict, _ = _verdict(ended)
    return "" if verdict == "red" else ended.last_line if verdict == "GREEN" else ended.said[-1500:]


def _postgres(seat: int) -> str:
    """A database of this seat's own on the server of TEST_DATABASE_URL; "" where that is none."""
    given = os.environ.get("TEST_DATABASE_URL", "")
    if not given.startswith("postgres"):
        return ""
    return urlunsplit(urlsplit(given)._replace(path=f"/factcheck_guards_{seat}"))


def _chosen(names: Sequence[str]) -> list[Guard]:
    unknown = set(names) - {guard.name for guard in GUARDS}
    if unknown:
        sys.exit(f"No such guard: {', '.join(sorted(unknown))}. See --list.")
    return [guard for guard in GUARDS if not names or guard.name in names]


def main() -> int:
    """Return 0 if removing any of the guards turned its tests red."""
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help="only these")
    parser.add_argument("--list", action="store_true", help="print the names of all guards")
    options = parser.parse_args()
    guards = _chosen(options.names)
    if options.list:
        print("\n".join(guard.name for guard in guards))
        return 0
    started = time.monotonic()
    found = []
    with tempfile.TemporaryDirectory(prefix="guards-") as place:
        pristine = Path(place) / "pristine"
        shutil.copytree(ROOT, pristine, ignore=_LEFT_OUT)
        print(f"{len(guards)} guards; first their tests with all of them in place ...", flush=True)
        if wrong := control(pristine, guards):
            print(f"The tests are not green with the guards in place:\n{wrong}")
            return 1
        print(f"green in {time.monotonic() - started:.0f} s; now without each of them:", flush=True)
        preload()
        for one in outcomes(Path(place), pristine, guards):
            found.append(one)
            print(
                f"{one.verdict:8} {one.seconds:5.1f} s  {one.guard.name}  {one.detail}".rstrip(), flush=True
            )
    counts = {v: sum(o.verdict == v for o in found) for v in ("red", "GREEN", "BROKEN", "left out")}
    print(", ".join(f"{n} {v}" for v, n in counts.items()), f"in {time.monotonic() - started:.0f} s")
    return 0 if all(one.holds for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
