"""Handlers that leave their traces in DATA_DIR/notes, one line each."""

import os
import time
from datetime import datetime
from uuid import UUID

from django.conf import settings

from factcheck.jobs import Lease, job


def note(line: str) -> None:
    with (settings.DATA_DIR / "notes").open("a") as notes:
        notes.write(f"{line}\n")


@job(queue="desk")
def quick(*, subject: UUID, at: datetime) -> None:
    note(f"quick {subject}")


@job(queue="parse")
def patient(*, subject: UUID, at: datetime, lease: Lease) -> None:
    """Wait for as long as DATA_DIR/hold exists, then note the end."""
    note(f"start {subject}")
    while (settings.DATA_DIR / "hold").exists():
        time.sleep(0.02)
    note(f"end {subject}")


@job(queue="parse")
def deadly(*, subject: UUID, at: datetime) -> None:
    """Kill the process that runs it."""
    note(f"deadly {subject}")
    os._exit(9)
