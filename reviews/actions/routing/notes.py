"""What a fact-check says of seats that nobody is free for."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from factcheck.events import record_each
from factcheck.models import CHAIN_HEAD
from reviews.models import FactCheck
from reviews.routing import Exclusion, Remedy

Note = dict[str, Any]


def note_of(role: str, *, missing: int, remedy: Remedy, excluded: Iterable[Exclusion]) -> Note:
    """Return the note on seats that stay empty; `excluded` is counted by reason, nobody is named."""
    return {
        "role": str(role),
        "seats": missing,
        "message": remedy.message,
        "codes": list(remedy.codes),
        "candidate": remedy.candidate,
        "changes": [asdict(change) for change in remedy.changes],
        "new_people": remedy.new_people,
        "excluded": dict(sorted(Counter(str(e.code) for e in excluded).items())),
    }


def note_unfilled(notes: Sequence[tuple[FactCheck, Note]], *, at: datetime) -> int:
    """Write the notes that say something new (an empty one: all seats are filled); return how many.

    The fact-checks must be locked.
    """
    changed = [(fact_check, note) for fact_check, note in notes if note != fact_check.unfilled]
    for name, some in (
        ("fact_check.unfilled", [pair for pair in changed if pair[1]]),
        ("fact_check.filled", [pair for pair in changed if not pair[1]]),
    ):
        _write(name, some, at=at)
    return len(changed)


def _write(name: str, notes: Collection[tuple[FactCheck, Note]], *, at: datetime) -> None:
    data = []
    for fact_check, note in notes:
        told = note or {"role": fact_check.unfilled.get("role", ""), "seats": 0}
        data.append({"role": told["role"], "seats": told["seats"]})
        fact_check.unfilled = note
    rows = [fact_check for fact_check, _ in notes]
    record_each(name, rows, by=None, at=at, data=data)
    FactCheck.objects.bulk_update(rows, ["unfilled", *CHAIN_HEAD])
