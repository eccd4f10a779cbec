"""Remove each guard in turn: the tests named beside it must turn red.

    python -m tests.guards [--list] [name ...]

Works on copies of the checkout, two at a time. Guards that only PostgreSQL can
miss (row locks) are looked at where TEST_DATABASE_URL names one.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlsplit, urlunsplit

from tests.guards import claims, ground, outside, reviews
from tests.guards.removal import Guard

GUARDS = [*ground.GROUND, *outside.OUTSIDE, *claims.CLAIMS, *reviews.REVIEWS]
ROOT = Path(__file__).resolve().parent.parent.parent
AT_ONCE = 2
SECONDS = 120
# Tables straight from the models: that these agree with the migrations is a test of its own.
_QUICK = ("-q", "--tb=line", "-p", "no:cacheprovider", "--no-migrations")
_LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "var", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    guard: Guard
    verdict: str  # "red", "GREEN", "BROKEN" or "left out"
    seconds: float
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.verdict in ("red", "left out")


class Bench:
    """A pristine copy of the checkout, and runs of tests in copies of it that lack a guard."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.pristine = place / "pristine"
        shutil.copytree(ROOT, self.pristine, ignore=_LEFT_OUT)
        self._seats: SimpleQueue[int] = SimpleQueue()
        for seat in range(AT_ONCE):
            self._seats.put(seat)

    def control(self, guards: Sequence[Guard]) -> str:
        """Run the named tests with every guard in place. Returns what went wrong, "" if nothing did."""
        for postgres in (False, True):
            tests = sorted({test for guard in guards if guard.postgres == postgres for test in guard.tests})
            if tests and not (postgres and not _postgres()):
                ended = _pytest(
                    self.pristine, tests, seat=0, postgres=postgres, more=["-n", str(AT_ONCE)], seconds=300
                )
                if ended.returncode:
                    return ended.stdout[-4000:]
        return ""

    def without(self, guard: Guard) -> Outcome:
        """Run a guard's tests in a copy that lacks it."""
        started = time.monotonic()
        if guard.postgres and not _postgres():
            return Outcome(guard, "left out", 0, "needs TEST_DATABASE_URL at a PostgreSQL")
        copy = Path(tempfile.mkdtemp(prefix="without-", dir=self.place))
        seat = self._seats.get()
        try:
            shutil.copytree(self.pristine, copy, dirs_exist_ok=True)
            guard.removed_by.apply(copy)
            ended = _pytest(copy, guard.tests, seat=seat, postgres=guard.postgres)
            verdict, detail = _verdict(ended)
        except (LookupError, subprocess.TimeoutExpired) as failure:
            verdict, detail = "BROKEN", str(failure)
        finally:
            self._seats.put(seat)
            shutil.rmtree(copy, ignore_errors=True)
        return Outcome(guard, verdict, time.monotonic() - started, detail)


def _verdict(ended: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """Red is a test that failed; a set-up that broke, or code that does not load, shows nothing."""
    last = ended.stdout.strip().splitlines()[-1] if ended.stdout.strip() else ended.stderr[-300:]
    if ended.returncode == 0:
        return "GREEN", last
    failed = re.search(r"(\d+) failed", last)
    if ended.returncode == 1 and failed and " error" not in last:
        return "red", last
    return "BROKEN", ended.stdout[-1500:]


def _pytest(
    copy: Path,
    tests: Sequence[str],
    *,
    seat: int,
    postgres: bool,
    more: Sequence[str] = (),
    seconds: float = SECONDS,
) -> subprocess.CompletedProcess[str]:
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("TEST_", "PYTEST_")) and k != "PYTHONPATH"
    }
    if postgres:
        kept["TEST_DATABASE_URL"] = _postgres(seat)
    return subprocess.run(
        [sys.executable, "-m", "pytest", *_QUICK, *more, *tests],
        cwd=copy,
        env=kept,
        capture_output=True,
        text=True,
        timeout=seconds,
    )


def _postgres(seat: int = 0) -> str:
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
    with tempfile.TemporaryDirectory(prefix="guards-") as place:
        bench = Bench(Path(place))
        print(f"{len(guards)} guards; first their tests with all of them in place ...", flush=True)
        if wrong := bench.control(guards):
            print(f"The tests are not green with the guards in place:\n{wrong}")
            return 1
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = []
            for outcome in pool.map(bench.without, guards):
                outcomes.append(outcome)
                detail = f"  {outcome.detail}" if outcome.verdict != "red" else ""
                print(
                    f"{outcome.verdict:8} {outcome.seconds:5.1f} s  {outcome.guard.name}{detail}", flush=True
                )
    counts = {v: sum(o.verdict == v for o in outcomes) for v in ("red", "GREEN", "BROKEN", "left out")}
    print(", ".join(f"{n} {v}" for v, n in counts.items()), f"in {time.monotonic() - started:.0f} s")
    return 0 if all(outcome.holds for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
