"""Kill the demonstration at random moments and start it again: everything is there, once.

    python -m tests.chaos_demo [--kills 20] [--seed N]

Not part of the suite: a demonstration takes half a minute. At most four kills
fall on one; each kill -9 hits the whole process group at a random moment, and
the demonstration is started again on the same data. When it has come to its end
its tables are compared with those of an undisturbed run: the same rows by the
names that they have in life, none missing, none twice, and an audit trail that
holds. The last line is JSON.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.source_code import ROOT

MOST_KILLS = 4  # in one demonstration
PORTS = ("--port", "18870", "--site-port", "18871")
SECONDS = 180  # for one start of the demonstration to come to its end

# What must be there once, by its name in life; ids and moments differ from run to run.
TABLES = {
    "articles": "SELECT url || ' ' || status FROM claims_article",
    "snapshots": (
        "SELECT a.url || ' #' || s.number || ' ' || s.text_hash FROM claims_snapshot s"
        " JOIN claims_article a ON a.id = s.article_id"
    ),
    "claims": (
        "SELECT c.wording || ' / ' || coalesce(p.key, '') || ' / ' || c.status || ' x' || c.spread"
        " FROM claims_claim c LEFT JOIN claims_claimant p ON p.id = c.claimant_id"
    ),
    "appearances": (
        "SELECT a.url || ' #' || s.number || ' ' || p.start || '-' || p.\"end\" FROM claims_appearance p"
        " JOIN claims_snapshot s ON s.id = p.snapshot_id JOIN claims_article a ON a.id = s.article_id"
    ),
    "fact-checks": (
        "SELECT c.wording || ' / ' || f.status || ' round ' || f.round || ' stage ' || f.stage"
        " FROM reviews_factcheck f JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "assignments": (
        "SELECT c.wording || ' / ' || s.role || ' ' || s.seat || ' ' || s.status FROM reviews_assignment s"
        " JOIN reviews_factcheck f ON f.id = s.fact_check_id JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "reviews": (
        "SELECT c.wording || ' / ' || s.role || ' ' || s.seat || ' #' || r.revision || ' ' || r.reasoning"
        " FROM reviews_review r JOIN reviews_assignment s ON s.id = r.assignment_id"
        " JOIN reviews_factcheck f ON f.id = r.fact_check_id JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "evidence": (
        "SELECT c.wording || ' / ' || e.title FROM reviews_evidence e"
        " JOIN reviews_factcheck f ON f.id = e.fact_check_id JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "contacts": (
        "SELECT c.wording || ' / ' || k.whom || ' ' || k.status FROM reviews_contact k"
        " JOIN reviews_factcheck f ON f.id = k.fact_check_id JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "verdicts": (
        "SELECT c.wording || ' / ' || v.version || ' ' || v.reasoning FROM reviews_verdict v"
        " JOIN reviews_factcheck f ON f.id = v.fact_check_id JOIN claims_claim c ON c.id = f.claim_id"
    ),
    "publications": (
        "SELECT p.slug || ' ' || p.status || ' #' || v.version || ' ' || v.kind"
        " FROM reviews_publicationversion v JOIN reviews_publication p ON p.id = v.publication_id"
    ),
    "conflicts": "SELECT reason FROM reviews_conflictofinterest",
}


@dataclass
class Run:
    """One demonstration: how often it was killed, how long its starts took, and what it left."""

    killed_at: list[float] = field(default_factory=list)  # seconds after the start
    seconds: float = 0.0  # of the start that came to its end
    code: int = 0
    tables: dict[str, Counter[str]] = field(default_factory=dict)
    audit: str = ""
    jobs: dict[str, int] = field(default_factory=dict)


class Demonstration:
    """`manage.py demo` over a directory of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "BROKER_URL", "REDIS_URL")}
        self.environment = {**kept, "DATA_DIR": str(home)}

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "manage.py", "demo", *PORTS],
            cwd=ROOT,
            env=self.environment,
            stdout=(self.home / "log").open("ab"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def killed_after(self, seconds: float) -> bool:
        """Start it and kill it after so many seconds; False if it had come to its end by then."""
        process = self.start()
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=10)
            return True
        return False

    def finished(self) -> tuple[int, float]:
        """Start it and let it come to its end; return exit code and seconds."""
        begun = time.monotonic()
        process = self.start()
        try:
            code = process.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            code = process.wait(timeout=10)
        return code, time.monotonic() - begun

    def examine(self, run: Run) -> Run:
        database = sqlite3.connect(self.home / "desk.sqlite3", timeout=20)
        run.tables = {
            name: Counter(str(row[0]) for row in database.execute(statement))
            for name, statement in TABLES.items()
        }
        run.jobs = dict(database.execute("SELECT status, count(*) FROM factcheck_job GROUP BY status"))
        database.close()
        audit = subprocess.run(
            [sys.executable, "manage.py", "audit_verify"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        run.audit = "" if audit.returncode == 0 else audit.stdout + audit.stderr
        return run


def undisturbed(home: Path) -> Run:
    """One run in peace: what the others are compared with, and how long one takes."""
    demonstration = Demonstration(home)
    run = Run()
    run.code, run.seconds = demonstration.finished()
    return demonstration.examine(run)


def disturbed(home: Path, *, kills: int, span: float, chance: random.Random) -> Run:
    """A run that is killed so many times, each time anywhere in what an undisturbed one takes."""
    demonstration = Demonstration(home)
    run = Run()
    for _ in range(kills):
        # Early moments are set-up; the later ones find a desk that goes on where it was and is done sooner.
        after = chance.uniform(1.0, span / (1 + len(run.killed_at)))
        if not demonstration.killed_after(after):
            break
        run.killed_at.append(round(after, 1))
    run.code, run.seconds = demonstration.finished()
    return demonstration.examine(run)


def complaints(run: Run, peace: Run) -> list[str]:
    """All that is not as in peace."""
    found = [f"exit code {run.code}"] if run.code else []
    if run.audit:
        found.append(f"the audit trail: {run.audit.strip()}")
    if run.jobs.get("dead") or run.jobs.get("running"):
        found.append(f"jobs: {run.jobs}")
    for name, rows in run.tables.items():
        lost, more = peace.tables[name] - rows, rows - peace.tables[name]
        found += [f"{name}, lost: {row[:150]}" for row in lost.elements()]
        found += [f"{name}, too many: {row[:150]}" for row in more.elements()]
    return found


def main() -> int:
    """Return 0 if every killed demonstration ended as the undisturbed one did."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos_demo", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=20, help="in all (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000), help="of the moments")
    parser.add_argument("--keep", action="store_true", help="leave the directories of runs that went wrong")
    options = parser.parse_args()
    chance = random.Random(options.seed)
    place = Path(tempfile.mkdtemp(prefix="chaos-demo-"))
    print(f"seed {options.seed}; first a run in peace ...", flush=True)
    (place / "peace").mkdir()
    peace = undisturbed(place / "peace")
    rows = {name: sum(table.values()) for name, table in peace.tables.items()}
    print(f"{peace.seconds:.0f} s, exit code {peace.code}: {json.dumps(rows)}", flush=True)
    if peace.code or peace.audit:
        print((place / "peace" / "log").read_text()[-2000:])
        return 1
    killed, wrong, seconds, number = 0, 0, [], 0
    while killed < options.kills:
        number += 1
        home = place / str(number)
        home.mkdir()
        kills = min(MOST_KILLS, options.kills - killed)
        run = disturbed(home, kills=kills, span=peace.seconds, chance=chance)
        found = complaints(run, peace)
        killed, wrong = killed + len(run.killed_at), wrong + bool(found)
        seconds.append(run.seconds)
        verdict = "as in peace" if not found else f"{len(found)} differences"
        print(f"{number:3}  killed after {run.killed_at} s, then {run.seconds:.0f} s: {verdict}", flush=True)
        for line in found[:20]:
            print(f"       {line}", flush=True)
        if found and options.keep:
            print(f"       kept: {home}")
        else:
            shutil.rmtree(home)
    if not (wrong and options.keep):
        shutil.rmtree(place, ignore_errors=True)
    result = {"kills": killed, "demonstrations": number, "wrong": wrong, "seed": options.seed}
    print(json.dumps(result | {"longest_last_start_s": round(max(seconds, default=0.0), 1), "rows": rows}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
