"""Bytes removed for a legal reason, by two people: one asks, another confirms. Row and hash stay."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck import captures
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, Capture, CaptureFile, CaptureRemoval, User

_MOST_REASON = 500
# What the whole desk reads on the capture; the reason itself is for editors, on the request.
_TOMBSTONE = "Removed for a legal reason, by two people."


class RemovalAsked(Conflict):
    """Somebody asked already; now another confirms or refuses."""

    code = "removal_asked"


class NoRemoval(Conflict):
    """Nobody asks for a removal now."""

    code = "no_removal"


class OwnRemoval(NotAllowed):
    """Two people remove bytes: whoever asked does not confirm."""

    code = "own_removal"


@transaction.atomic
def ask_removal(*, capture_id: UUID, reason: str, by: User, at: datetime) -> CaptureRemoval:
    """Ask that the bytes of a capture be removed, for a legal reason.

    Raises Capture.DoesNotExist, NotAllowed, Refusal, RemovalAsked, BytesRemoved.
    """
    _refuse_all_but_editors(by)
    if not reason.strip():
        raise Refusal("Name the legal reason.", field="reason")
    if len(reason.strip()) > _MOST_REASON:
        raise Refusal(f"A reason has at most {_MOST_REASON} characters.", field="reason")
    capture, _ = _locked(capture_id, by)
    if _open(capture) is not None:
        raise RemovalAsked("A removal is asked for already; another editor confirms or refuses it.")
    removal = CaptureRemoval(capture=capture, reason=reason.strip(), asked_by=by, asked_at=at)
    record("capture_removal.asked", removal, by=by, at=at, data={"capture": capture.uuid})
    removal.save()
    return removal


@transaction.atomic
def confirm_removal(*, capture_id: UUID, by: User, at: datetime) -> CaptureRemoval:
    """Remove the bytes that somebody else asked to remove, for good.

    Raises Capture.DoesNotExist, NotAllowed, OwnRemoval, NoRemoval, BytesRemoved.
    """
    _refuse_all_but_editors(by)
    capture, file = _locked(capture_id, by)
    removal = _asked(capture)
    if removal.asked_by_id == by.pk:
        raise OwnRemoval("You asked for this removal; somebody else confirms it.")
    removal.confirmed_by, removal.confirmed_at = by, at
    record("capture_removal.confirmed", removal, by=by, at=at, data={"capture": capture.uuid})
    removal.save(update_fields=["confirmed_by", "confirmed_at", *CHAIN_HEAD])
    captures.empty(file, reason=_TOMBSTONE, by=by, at=at)
    return removal


@transaction.atomic
def refuse_removal(*, capture_id: UUID, by: User, at: datetime) -> CaptureRemoval:
    """Leave the bytes where they are; whoever asked may take the request back by this.

    Raises Capture.DoesNotExist, NotAllowed, NoRemoval, BytesRemoved.
    """
    _refuse_all_but_editors(by)
    capture, _ = _locked(capture_id, by)
    removal = _asked(capture)
    removal.refused_by, removal.refused_at = by, at
    record("capture_removal.refused", removal, by=by, at=at, data={"capture": capture.uuid})
    removal.save(update_fields=["refused_by", "refused_at", *CHAIN_HEAD])
    return removal


def _refuse_all_but_editors(by: User) -> None:
    if not by.is_editor:
        raise NotAllowed("Only editors have bytes removed.")


def _locked(capture_id: UUID, by: User) -> tuple[Capture, CaptureFile]:
    """The capture, and its file locked. Raises Capture.DoesNotExist, BytesRemoved."""
    capture = Capture.objects.visible_to(by).get(uuid=capture_id)
    file = CaptureFile.objects.select_for_update().filter(capture=capture).first()
    if file is None or file.removed_at is not None:
        raise captures.BytesRemoved("The bytes of this capture were removed, or never kept.")
    return capture, file


def _open(capture: Capture) -> CaptureRemoval | None:
    rows = CaptureRemoval.objects.select_for_update(of=("self",)).filter(capture=capture)
    return rows.filter(confirmed_at__isnull=True, refused_at__isnull=True).first()


def _asked(capture: Capture) -> CaptureRemoval:
    removal = _open(capture)
    if removal is None:
        raise NoRemoval("Nobody asks for the removal of these bytes.")
    return removal
