"""What a person owes: told once, until it is done, dismissed with a reason, or has passed by itself."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.moves import ReasonMissing
from reviews.models import ToDo, ToDoKind

_MOST_TEXT = 500


class ToDoClosed(Conflict):
    """It is done, dismissed or has passed already."""

    code = "to_do_closed"


class StillOwed(Conflict):
    """A second read is done by reading, and by nothing else."""

    code = "second_read_owed"


class NotClosed(Conflict):
    """It is open, or has passed by itself: there is nothing to take back."""

    code = "to_do_not_closed"


def told_of(keys: Collection[str]) -> set[str]:
    """Return those occasions that somebody has been told of: open, or closed by a person.

    What passed by itself, and is so again, may be told again.
    """
    rows = ToDo.objects.filter(Q(closed_at__isnull=True) | Q(closed_by__isnull=False), key__in=keys)
    return set(rows.values_list("key", flat=True))


@transaction.atomic
def open_once(
    *,
    kind: ToDoKind,
    key: str,
    text: str,
    options: Sequence[dict[str, Any]] = (),
    at: datetime,
    **about: Any,
) -> ToDo | None:
    """Tell of an occasion, if nobody was told of it yet (`told_of`); None if somebody was.

    `key` names the occasion. "{name}" in the text stands for the reviewer it is
    about, in an option's label for the option's: names are put in when it is read.
    `about` are the columns owner (None: any editor), claim, fact_check,
    assignment, reviewer and due_at. Two at once open one.
    """
    if told_of([key]):
        return None
    to_do = ToDo(kind=kind, key=key, text=text[:_MOST_TEXT], options=list(options), created_at=at, **about)
    ToDo.objects.bulk_create([to_do], ignore_conflicts=True)
    row = ToDo.objects.filter(uuid=to_do.uuid).first()
    if row is not None:
        record("to_do.opened", row, by=None, at=at, data={"kind": str(kind)})
        row.save(update_fields=CHAIN_HEAD)
    return row


@transaction.atomic
def done(*, to_do_id: UUID, by: User, at: datetime) -> ToDo:
    """Say that it is seen to. Raises NotAllowed, ToDoClosed, StillOwed."""
    to_do = _locked(to_do_id, by)
    _refuse_owed(to_do)
    return _close(to_do, "to_do.done", by=by, at=at)


@transaction.atomic
def dismiss(*, to_do_id: UUID, reason: str, by: User, at: datetime) -> ToDo:
    """Say that nothing will be done about it, and why.

    Raises NotAllowed, ToDoClosed, ReasonMissing, StillOwed.
    """
    to_do = _locked(to_do_id, by)
    _refuse_owed(to_do)
    if not reason.strip():
        raise ReasonMissing("Say why nothing is to be done.", field="reason")
    to_do.dismissed, to_do.reason = True, reason.strip()[:_MOST_TEXT]
    return _close(to_do, "to_do.dismissed", by=by, at=at)


@transaction.atomic
def take_back(*, to_do_id: UUID, by: User, at: datetime) -> ToDo:
    """Open again what a person closed by mistake. Raises NotAllowed, NotClosed, StillOwed."""
    to_do = _locked(to_do_id, by)
    _refuse_owed(to_do)
    if to_do.closed_by_id is None:
        raise NotClosed("It is open, or has passed by itself.")
    if ToDo.objects.open().filter(key=to_do.key).exists():
        raise NotClosed("It was told again meanwhile.")
    to_do.closed_at = to_do.closed_by = None
    to_do.dismissed, to_do.reason = False, ""
    return _saved(to_do, "to_do.taken_back", by=by, at=at)


@transaction.atomic
def let_pass(*, keys: Collection[str], at: datetime) -> int:
    """Close what has passed by itself, by the names of the occasions; return how many."""
    rows = ToDo.objects.select_for_update(of=("self",)).open().filter(key__in=keys).order_by("id")
    passed = [_close(to_do, "to_do.passed", by=None, at=at) for to_do in rows]
    return len(passed)


def _refuse_owed(to_do: ToDo) -> None:
    if not to_do.may_be_dismissed:
        raise StillOwed("A second read is given on the fact-check, by somebody who did not work on it.")


def _locked(to_do_id: UUID, by: User) -> ToDo:
    to_do = ToDo.objects.select_for_update(of=("self",)).get(uuid=to_do_id)
    if not ToDo.objects.visible_to(by).filter(pk=to_do.pk).exists():
        raise NotAllowed("This is for somebody else to do.")
    return to_do


def _close(to_do: ToDo, event: str, *, by: User | None, at: datetime) -> ToDo:
    if to_do.closed_at is not None:
        raise ToDoClosed("It is closed already.")
    to_do.closed_at, to_do.closed_by = at, by
    return _saved(to_do, event, by=by, at=at)


def _saved(to_do: ToDo, event: str, *, by: User | None, at: datetime) -> ToDo:
    record(event, to_do, by=by, at=at)
    to_do.save(update_fields=["closed_at", "closed_by", "dismissed", "reason", *CHAIN_HEAD])
    return to_do
