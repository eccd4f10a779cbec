"""Recompute every chain of the audit trail and compare it with the rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.apps import apps

from factcheck import chain
from factcheck.models import Chained, Event


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong with one subject's chain."""

    subject_type: str
    subject: UUID
    seq: int
    problem: str


def faults() -> Iterator[Fault]:
    """Yield one fault for each chain that does not hold, in the order of subjects.

    Found are: a changed, missing, inserted or reordered event, a cut tail, and a
    row whose head differs from its last event. Reads rows in batches.
    """
    heads = _heads()
    born = _born_in_bulk()
    events = Event.objects.order_by("subject", "seq").iterator(chunk_size=1000)
    for subject, group in groupby(events, key=lambda e: e.subject):
        fault, last = _walk(list(group), born)
        head = heads.pop(subject, None)
        if fault is None and head is not None and (last.seq, last.hash) != head[1:]:
            fault = Fault(head[0], subject, last.seq, "the row's head is not its last event")
        if fault is None and head is None and last.subject_type in _labels():
            fault = Fault(last.subject_type, subject, last.seq, "the row of this chain is gone")
        if fault is not None:
            yield fault
    for subject, (label, seq, digest) in heads.items():
        if seq or digest not in born.get(subject, {""}):
            yield Fault(label, subject, seq, "the row has a head, but its events are gone")


def _walk(events: list[Event], born: dict[UUID, set[str]]) -> tuple[Fault | None, Event]:
    previous, expected = None, 1
    for event in events:
        problem = _problem(event, previous, expected, born)
        if problem:
            return Fault(event.subject_type, event.subject, event.seq, problem), events[-1]
        previous, expected = event.hash, expected + 1
    return None, events[-1]


def _problem(event: Event, previous: str | None, expected: int, born: dict[UUID, set[str]]) -> str:
    if event.seq != expected:
        return f"event {expected} is missing"
    first_link = born.get(event.subject, set()) | {""}
    if (previous is None and event.previous_hash not in first_link) or (
        previous is not None and event.previous_hash != previous
    ):
        return "the event does not continue from the one before it"
    recomputed = chain.digest(
        previous=event.previous_hash,
        subject=event.subject,
        seq=event.seq,
        name=event.name,
        at=event.at,
        by=event.by,
        data=event.data,
    )
    return "" if recomputed == event.hash else "the event was changed"


def _born_in_bulk() -> dict[UUID, set[str]]:
    """Subject -> hashes of the bulk events that made it."""
    born: dict[UUID, set[str]] = {}
    for digest, data in Event.objects.filter(data__has_key="rows").values_list("hash", "data").iterator():
        for row in data["rows"]:
            born.setdefault(UUID(row), set()).add(digest)
    return born


def _models() -> list[type[Chained]]:
    return [m for m in apps.get_models() if issubclass(m, Chained)]


def _labels() -> set[str]:
    return {m._meta.label_lower for m in _models()}


def _heads() -> dict[UUID, tuple[str, int, str]]:
    return {
        subject: (model._meta.label_lower, seq, digest)
        for model in _models()
        for subject, seq, digest in model._default_manager.values_list("uuid", "chain_seq", "chain_hash")
    }
