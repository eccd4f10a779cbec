"""The shared file: questions, comments, and answers to the gate."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.building import file_changed, refuse_all_but_builders
from reviews.actions.locks import (
    Sealed,
    locked,
    refuse_closed_file,
    refuse_conflicted,
    refuse_own_work,
    roles_on,
)
from reviews.gate import Answer, GapCode
from reviews.lifecycle import CONTACT, AssignmentRole, ContactStatus
from reviews.models import Comment, Contact, ContactKind, FactCheck, GateAnswer


class AnsweredAlready(Conflict):
    code = "answered_already"


@transaction.atomic
def plan_contact(
    *,
    fact_check_id: UUID,
    kind: str,
    whom: str,
    question: str,
    channel: str = "",
    by: User,
    at: datetime,
) -> Contact:
    """Plan a question to the claimant, an expert or somebody else."""
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    refuse_closed_file(fact_check)
    contact = Contact(
        fact_check=fact_check,
        kind=kind,
        claimant=fact_check.claim.claimant if kind == ContactKind.CLAIMANT else None,
        whom=whom,
        channel=channel,
        question=question,
        status=ContactStatus.PLANNED,
        created_by=by,
        created_at=at,
    )
    record("contact.planned", contact, by=by, at=at, data={"fact_check": fact_check.uuid})
    contact.save()
    file_changed(fact_check, "fact_check.contact_planned", contact.uuid, by=by, at=at)
    return contact


@transaction.atomic
def ask(*, contact_id: UUID, deadline_hours: int = 24, by: User, at: datetime) -> Contact:
    """Note that the question was asked now, with a deadline for the answer."""
    fact_check, contact = _locked_contact(contact_id, by)
    contact.status = CONTACT.after("ask", status=contact.status, roles=roles_on(fact_check, by))
    contact.asked_at, contact.deadline_at = at, at + timedelta(hours=deadline_hours)
    return _contact_moved(fact_check, contact, ["asked_at", "deadline_at"], by=by, at=at)


@transaction.atomic
def record_answer(*, contact_id: UUID, answer: str, by: User, at: datetime) -> Contact:
    """Keep what came back; an answer after the deadline is still an answer."""
    fact_check, contact = _locked_contact(contact_id, by)
    roles = roles_on(fact_check, by)
    contact.status = CONTACT.after("record_answer", status=contact.status, roles=roles)
    if not answer.strip():
        raise Refusal("An answer has words; without any, record that none came.", field="answer")
    contact.answer, contact.answered_at = answer, at
    return _contact_moved(fact_check, contact, ["answer", "answered_at"], by=by, at=at)


@transaction.atomic
def record_no_reply(*, contact_id: UUID, by: User, at: datetime) -> Contact:
    """Note that no answer came by the deadline. Raises Conflict while there is still time."""
    fact_check, contact = _locked_contact(contact_id, by)
    roles = roles_on(fact_check, by)
    contact.status = CONTACT.after("record_no_reply", status=contact.status, roles=roles)
    if contact.deadline_at is not None and at < contact.deadline_at:
        raise Conflict("The deadline given to them has not passed yet.")
    return _contact_moved(fact_check, contact, [], by=by, at=at)


def _locked_contact(contact_id: UUID, by: User) -> tuple[FactCheck, Contact]:
    file_id = Contact.objects.values_list("fact_check__uuid", flat=True).get(uuid=contact_id)
    fact_check = locked(file_id)
    refuse_conflicted(fact_check, by)
    _refuse_rater(fact_check, by)
    return fact_check, Contact.objects.select_for_update().get(uuid=contact_id)


def _contact_moved(
    fact_check: FactCheck, contact: Contact, fields: list[str], *, by: User, at: datetime
) -> Contact:
    record(f"contact.{contact.status}", contact, by=by, at=at)
    contact.save(update_fields=["status", *fields, *CHAIN_HEAD])
    file_changed(fact_check, f"fact_check.contact_{contact.status}", contact.uuid, by=by, at=at)
    return contact


@transaction.atomic
def add_comment(*, fact_check_id: UUID, text: str, by: User, at: datetime) -> Comment:
    """Say something to the others on the file. A rater does not while ratings are sealed.

    Raises NotAllowed, Sealed.
    """
    fact_check = locked(fact_check_id)
    refuse_conflicted(fact_check, by)
    if not by.is_on_desk:
        raise NotAllowed("Only the desk comments.")
    _refuse_rater(fact_check, by)
    comment = Comment.objects.create(fact_check=fact_check, author=by, text=text, created_at=at)
    file_changed(fact_check, "fact_check.commented", comment.uuid, by=by, at=at)
    return comment


def _refuse_rater(fact_check: FactCheck, by: User) -> None:
    """A rater may speak in the discussion, once the first ratings are open, and not before."""
    seats = fact_check.assignments.active().of(by).filter(round=fact_check.round)
    if fact_check.is_sealed and not fact_check.discussed and seats.filter(role=AssignmentRole.RATER).exists():
        raise Sealed("While ratings are sealed, raters say nothing in the shared file.")


@transaction.atomic
def answer_gap(*, fact_check_id: UUID, code: str, reason: str, by: User, at: datetime) -> GateAnswer:
    """Give an ordinary answer to a gap: only source there is, no primary exists, why not contacted."""
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    if code not in set(Answer):
        raise Refusal("Ordinary answers are: " + ", ".join(Answer) + ".", field="code")
    return _answer(fact_check, code, reason, exception=False, by=by, at=at)


@transaction.atomic
def grant_exception(*, fact_check_id: UUID, code: str, reason: str, by: User, at: datetime) -> GateAnswer:
    """Let a gap pass, by an editor who is not the researcher, with a reason that is kept."""
    fact_check = locked(fact_check_id)
    if not by.is_editor:
        raise NotAllowed("Only an editor grants an exception.")
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    if code not in set(GapCode):
        raise Refusal("Exceptions are granted for: " + ", ".join(GapCode) + ".", field="code")
    return _answer(fact_check, code, reason, exception=True, by=by, at=at)


def _answer(
    fact_check: FactCheck, code: str, reason: str, *, exception: bool, by: User, at: datetime
) -> GateAnswer:
    if not reason.strip():
        raise Refusal("Give the reason.", field="reason")
    if fact_check.gate_answers.filter(round=fact_check.round, code=code).exists():
        raise AnsweredAlready("This was answered already in this round.")
    answer = GateAnswer.objects.create(
        fact_check=fact_check,
        round=fact_check.round,
        code=code,
        is_exception=exception,
        reason=reason,
        by=by,
        at=at,
    )
    event = "fact_check.exception_granted" if exception else "fact_check.gap_answered"
    record(event, fact_check, by=by, at=at, data={"code": code, "id": answer.uuid})
    fact_check.save(update_fields=CHAIN_HEAD)
    return answer
