"""Record what happened, and the work that follows from it, in the transaction that makes the change."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from django.conf import settings
from django.db import transaction

from factcheck import chain, doorbell, versions
from factcheck.models import Chained, Event, Job, User

# A parameter that is selected has no type of its own: NULL would be a text.
_COLUMNS: Final = {
    "uuid": "%s::uuid",
    "name": "%s::text",
    "subject_type": "%s::text",
    "subject": "%s::uuid",
    "seq": "%s::integer",
    "at": "%s::timestamptz",
    "by": "%s::uuid",
    "data": "%s::jsonb",
    "previous_hash": "%s::text",
    "hash": "%s::text",
}


def record(
    name: str, subject: Chained, *, by: User | None, at: datetime, data: dict[str, Any] | None = None
) -> Event:
    """Append an event to the subject's chain and write one job for each reaction to it.

    Moves the chain's head on the object; the caller saves the row with
    CHAIN_HEAD among its `update_fields`, and holds the row's lock. `data` holds
    ids, codes, numbers and hashes: never names or personal text.
    """
    event = _next(name, subject, by=by, at=at, data=data or {})
    event.save(force_insert=True)
    due(tasks=settings.REACTIONS.get(name, []), subjects=[subject.uuid], event=event.uuid, at=at)
    return event


def record_many(
    name: str,
    subject: Chained,
    rows: Sequence[Chained],
    *,
    by: User | None,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append one event for rows made in one call; each row's own chain continues from it.

    The event goes to the chain of `subject` (what the rows were made from) and
    names the rows. Call it before the rows are saved.
    """
    event = prepared_many(name, subject, [row.uuid for row in rows], by=by, at=at, data=data)
    for row in rows:
        row.chain_hash = event.hash
    append_many(event)
    return event


def prepared_many(
    name: str,
    subject: Chained,
    rows: Sequence[UUID],
    *,
    by: User | None,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> Event:
    """Return the event of `record_many` before it is recorded, so that the rows can be entered with its hash.

    Moves the head of `subject`. `append_many` records it; who could not enter
    all the rows puts the head back and prepares another.
    """
    return _next(name, subject, by=by, at=at, data={**(data or {}), "rows": [str(row) for row in rows]})


def append_many(event: Event) -> None:
    """Record a prepared event, with the jobs of its rows."""
    event.save(force_insert=True)
    make_due(event)


def insertion_of(event: Event, *, condition: str) -> tuple[str, list[Any]]:
    """Return the statement that appends a prepared event on PostgreSQL if a condition holds, and its values.

    For who enters the event in one statement with its rows; `make_due` is left to do.
    """
    given = [orjson.dumps(event.data).decode() if c == "data" else getattr(event, c) for c in _COLUMNS]
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    values = ", ".join(_COLUMNS.values())
    return f"INSERT INTO factcheck_event ({columns}) SELECT {values} WHERE {condition}", given


def make_due(event: Event) -> None:
    """Write the jobs of the rows of a recorded event."""
    if tasks := settings.REACTIONS.get(event.name):
        rows = [UUID(row) for row in event.data["rows"]]
        due(tasks=tasks, subjects=rows, event=event.uuid, at=event.at)


def record_each(
    name: str,
    subjects: Sequence[Chained],
    *,
    by: User | None,
    at: datetime,
    data: Sequence[dict[str, Any]],
) -> None:
    """Append an event to the chain of each subject, as `record` does, in one statement for all of them.

    `data` has one entry for each. The same event has no reactions here: who
    reacts to thousands of rows should be told once, by `record_many`.
    """
    if settings.REACTIONS.get(name):
        raise ValueError(f"somebody reacts to {name}; record_each rings for nobody")
    Event.objects.bulk_create(
        _next(name, subject, by=by, at=at, data=known) for subject, known in zip(subjects, data, strict=True)
    )


def due(
    *,
    tasks: Sequence[str],
    subjects: Sequence[UUID],
    event: UUID | None,
    at: datetime,
    due_at: datetime | None = None,
) -> None:
    """Write a job for each task and subject, and ring for them after commit."""
    Job.objects.bulk_create(
        Job(task=task, subject=subject, event=event, due_at=due_at or at, created_at=at)
        for task in tasks
        for subject in subjects
    )
    if due_at is None or due_at <= at:
        for task in tasks:
            # A lambda: Django 5.2 logs a failed robust callback by its __qualname__, which partial() lacks.
            transaction.on_commit(lambda task=task: doorbell.ring(task), robust=True)  # type: ignore[misc]


def _next(name: str, subject: Chained, *, by: User | None, at: datetime, data: dict[str, Any]) -> Event:
    """Return the next event of a chain, unsaved, and move the chain's head on the subject."""
    versions.check(subject)
    seq = subject.chain_seq + 1
    author = by.uuid if by else None
    data = chain.plain(data)
    digest = chain.digest(
        previous=subject.chain_hash, subject=subject.uuid, seq=seq, name=name, at=at, by=author, data=data
    )
    event = Event(
        uuid=uuid4(),
        name=name,
        subject_type=subject._meta.label_lower,
        subject=subject.uuid,
        seq=seq,
        at=at,
        by=author,
        data=data,
        previous_hash=subject.chain_hash,
        hash=digest,
    )
    subject.chain_seq, subject.chain_hash = seq, digest
    return event
