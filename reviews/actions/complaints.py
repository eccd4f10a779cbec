"""Objections to what is published, each with a clock. Events hold none of their words."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.permission import refuse_all_but_editors
from reviews.actions.to_dos import let_pass, open_once
from reviews.hours import add_working_time
from reviews.lifecycle import COMPLAINT, ComplaintStatus
from reviews.models import Complaint, ComplaintOutcome, Publication, ToDoKind

_WORKDAYS = [[day, "00:00", "24:00"] for day in range(1, 6)]
_SOON = timedelta(days=3)
_WORDS = "Removed."


class WordMissing(Refusal):
    """A complaint and its answer say something."""

    code = "word_missing"


class NotUpheld(Conflict):
    """A change names only a complaint about this page that was upheld, in whole or in part."""

    code = "complaint_not_upheld"


@transaction.atomic
def receive_complaint(
    *,
    publication_id: UUID,
    text: str,
    from_name: str = "",
    contact: str = "",
    by: User | None,
    at: datetime,
) -> Complaint:
    """Take in an objection; it is due in as many working days as the desk allows itself.

    `by` is who entered it. Raises Publication.DoesNotExist, WordMissing.
    """
    publication = Publication.objects.select_related("fact_check__claim").get(uuid=publication_id)
    if not text.strip():
        raise WordMissing("Say what is wrong.", field="text")
    due_at = add_working_time(at, settings.COMPLAINT_DAYS * 24, settings.TIME_ZONE, _WORKDAYS)
    given = {"text": text, "from_name": from_name, "contact": contact, "entered_by": by}
    complaint = Complaint(publication=publication, received_at=at, due_at=due_at, **given)
    record("complaint.received", complaint, by=by, at=at, data={"publication": publication.uuid})
    complaint.save()
    _tell(complaint, "new", "A complaint came in and nobody has looked at it.", at=at)
    return complaint


@transaction.atomic
def look_at_complaint(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """Take it on. Raises NotAllowed, IllegalMove."""
    complaint = _locked(complaint_id)
    complaint.status = COMPLAINT.after("look_at", status=complaint.status, roles=by.roles)
    complaint.looked_at_by, complaint.looked_at_at = by, at
    let_pass(keys=[_key(complaint, "new")], at=at)
    return _saved(complaint, "complaint.looked_at", "looked_at_by", "looked_at_at", by=by, at=at)


@transaction.atomic
def answer_complaint(*, complaint_id: UUID, outcome: str, answer: str, by: User, at: datetime) -> Complaint:
    """Answer it: `outcome` is upheld, partly or rejected. Raises NotAllowed, IllegalMove, WordMissing."""
    complaint = _locked(complaint_id)
    complaint.status = COMPLAINT.after("answer", status=complaint.status, roles=by.roles)
    if not answer.strip():
        raise WordMissing("Say what came of it.", field="answer")
    if outcome not in ComplaintOutcome.values:
        raise WordMissing(f"The outcome is one of: {', '.join(ComplaintOutcome.values)}.", field="outcome")
    complaint.outcome, complaint.answer = outcome, answer
    complaint.answered_by, complaint.answered_at = by, at
    let_pass(keys=[_key(complaint, told) for told in ("new", "soon", "late")], at=at)
    fields = ("outcome", "answer", "answered_by", "answered_at")
    return _saved(complaint, "complaint.answered", *fields, by=by, at=at, data={"outcome": outcome})


@transaction.atomic
def forget_complaint(*, complaint_id: UUID, by: User, at: datetime) -> Complaint:
    """Remove who complained and all words of it; that there was one, when, and its outcome stay.

    Raises NotAllowed, Conflict while it is not answered.
    """
    refuse_all_but_editors(by)
    complaint = _locked(complaint_id)
    if complaint.status != ComplaintStatus.ANSWERED:
        raise Conflict("It is answered first.")
    complaint.from_name = complaint.contact = ""
    complaint.text = complaint.answer = _WORDS
    fields = ("from_name", "contact", "text", "answer")
    return _saved(complaint, "complaint.forgotten", *fields, by=by, at=at)


def remind_of_complaints(*, at: datetime) -> int:
    """Tell the editors of complaints due within three days and of late ones, each once; return how many."""
    waiting = Complaint.objects.exclude(status=ComplaintStatus.ANSWERED).filter(due_at__lte=at + _SOON)
    told = 0
    for complaint in waiting.select_related("publication__fact_check__claim").order_by("due_at", "id"):
        late = complaint.due_at <= at
        when = f"{complaint.due_at:%Y-%m-%d}"
        words = f"A complaint was to be answered by {when}." if late else f"A complaint is due by {when}."
        told += _tell(complaint, "late" if late else "soon", words, at=at)
    return told


def named_in_change(
    complaint_id: UUID, publication: Publication, *, by: User, at: datetime
) -> dict[str, Any]:
    """Note on a complaint which version of the page it led to; return what the page's event says of it."""
    complaint = Complaint.objects.select_for_update(of=("self",)).filter(uuid=complaint_id).first()
    upheld = {ComplaintOutcome.UPHELD, ComplaintOutcome.PARTLY}
    if complaint is None or complaint.publication_id != publication.pk or complaint.outcome not in upheld:
        raise NotUpheld("No such complaint about this page was upheld.", field="complaint")
    _saved(complaint, "complaint.led_to_change", by=by, at=at, data={"version": publication.version})
    return {"complaint": complaint.uuid}


def _locked(complaint_id: UUID) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",))
    return rows.select_related("publication__fact_check__claim").get(uuid=complaint_id)


def _saved(
    complaint: Complaint,
    event: str,
    *fields: str,
    by: User | None,
    at: datetime,
    data: dict[str, Any] | None = None,
) -> Complaint:
    record(event, complaint, by=by, at=at, data=data)
    complaint.save(update_fields=["status", *fields, *CHAIN_HEAD])
    return complaint


def _key(complaint: Complaint, told: str) -> str:
    return f"complaint:{complaint.uuid}:{told}"


def _tell(complaint: Complaint, told: str, text: str, *, at: datetime) -> bool:
    fact_check = complaint.publication.fact_check
    about: dict[str, Any] = {"fact_check": fact_check, "claim": fact_check.claim, "due_at": complaint.due_at}
    key = _key(complaint, told)
    return open_once(kind=ToDoKind.COMPLAINT, key=key, text=text, at=at, **about) is not None
