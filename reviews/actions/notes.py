"""What we know so far: notes without a rating, for the desk and, once an editor says so, for readers."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.building import file_changed, refuse_all_but_builders
from reviews.actions.locks import FileClosed, locked, refuse_conflicted
from reviews.actions.moves import ReasonMissing
from reviews.lifecycle import FactCheckStatus
from reviews.models import FactCheck, Note


class NotePublished(Conflict):
    """Readers have seen it: it is withdrawn, and another one written."""

    code = "note_published"


class NoteWithdrawn(Conflict):
    code = "note_withdrawn"


class RatingsSealed(Conflict):
    """While ratings are sealed nothing about the claim goes out."""

    code = "sealed"


@transaction.atomic
def add_note(*, fact_check_id: UUID, title: str, text: str, by: User, at: datetime) -> Note:
    """Write down what is known so far. Raises NotAllowed, FileClosed, Refusal."""
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    if fact_check.status == FactCheckStatus.CLOSED:
        raise FileClosed("The file of a closed fact-check cannot be changed.")
    _complete(title, text)
    note = Note(fact_check=fact_check, title=title, text=text, created_by=by, created_at=at)
    record("note.added", note, by=by, at=at, data={"fact_check": fact_check.uuid})
    note.save()
    file_changed(fact_check, "fact_check.note_added", note.uuid, by=by, at=at)
    return note


@transaction.atomic
def edit_note(*, note_id: UUID, by: User, at: datetime, **fields: str) -> Note:
    """Change a note that readers have not seen. Raises NotAllowed, NotePublished, NoteWithdrawn, Refusal."""
    fact_check, note = _locked(note_id)
    refuse_all_but_builders(fact_check, by)
    _refuse_withdrawn(note)
    if note.published_at is not None:
        raise NotePublished("Readers have seen this note: withdraw it and write another.")
    for name, value in fields.items():
        setattr(note, name, value)
    _complete(note.title, note.text)
    record("note.edited", note, by=by, at=at, data={"fields": sorted(fields)})
    note.save(update_fields=[*fields, *CHAIN_HEAD])
    file_changed(fact_check, "fact_check.note_edited", note.uuid, by=by, at=at)
    return note


@transaction.atomic
def publish_note(*, note_id: UUID, by: User, at: datetime) -> Note:
    """Show a note to readers. Raises NotAllowed, NotePublished, NoteWithdrawn, RatingsSealed, FileClosed."""
    fact_check, note = _locked(note_id)
    if not by.is_editor:
        raise NotAllowed("Only an editor publishes a note.")
    refuse_conflicted(fact_check, by)
    _refuse_withdrawn(note)
    if fact_check.is_sealed:
        raise RatingsSealed("While ratings are sealed nothing about the claim goes out.")
    if fact_check.status == FactCheckStatus.CLOSED:
        raise FileClosed("Nothing is published about a closed fact-check.")
    if note.published_at is not None:
        raise NotePublished("This note is published.")
    note.published_by, note.published_at = by, at
    return _moved(fact_check, note, "published", ["published_by", "published_at"], by=by, at=at)


@transaction.atomic
def withdraw_note(*, note_id: UUID, reason: str, by: User, at: datetime) -> Note:
    """Take a note back; readers of its page see that and why. A published one is an editor's to withdraw.

    Raises NotAllowed, NoteWithdrawn, ReasonMissing.
    """
    fact_check, note = _locked(note_id)
    refuse_all_but_builders(fact_check, by)
    if note.published_at is not None and not by.is_editor:
        raise NotAllowed("Only an editor withdraws what readers have seen.")
    _refuse_withdrawn(note)
    if not reason.strip():
        raise ReasonMissing("Say why the note is withdrawn.", field="reason")
    note.withdrawn_at, note.withdrawn_reason = at, reason.strip()
    return _moved(fact_check, note, "withdrawn", ["withdrawn_at", "withdrawn_reason"], by=by, at=at)


def _locked(note_id: UUID) -> tuple[FactCheck, Note]:
    file_id = Note.objects.values_list("fact_check__uuid", flat=True).get(uuid=note_id)
    fact_check = locked(file_id)
    return fact_check, Note.objects.select_for_update().get(uuid=note_id)


def _refuse_withdrawn(note: Note) -> None:
    if note.withdrawn_at is not None:
        raise NoteWithdrawn("This note was withdrawn.")


def _complete(title: str, text: str) -> None:
    if not title.strip():
        raise Refusal("A note needs a title.", field="title")
    if not text.strip():
        raise Refusal("A note says something.", field="text")


def _moved(
    fact_check: FactCheck, note: Note, what: str, fields: list[str], *, by: User, at: datetime
) -> Note:
    record(f"note.{what}", note, by=by, at=at)
    note.save(update_fields=[*fields, *CHAIN_HEAD])
    file_changed(fact_check, f"fact_check.note_{what}", note.uuid, by=by, at=at)
    return note
