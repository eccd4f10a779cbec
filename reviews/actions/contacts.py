"""Questions to the claimant, experts and others: planned, asked, answered or not."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.building import file_changed, refuse_all_but_builders
from reviews.actions.clocks import waits_for_reply
from reviews.actions.locks import (
    locked,
    refuse_closed_file,
    refuse_conflicted,
    refuse_rater_under_seal,
    roles_on,
)
from reviews.lifecycle import CONTACT, ContactStatus
from reviews.models import Contact, ContactKind, FactCheck


class AnswerPublished(Conflict):
    code = "answer_published"


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
def ask(*, contact_id: UUID, deadline_hours: int | None = None, by: User, at: datetime) -> Contact:
    """Note that the question was asked now, with a deadline for the answer (the policy's, unless given).

    Until then the clock of whoever researches stands.
    """
    fact_check, contact = _locked_contact(contact_id, by)
    contact.status = CONTACT.after("ask", status=contact.status, roles=roles_on(fact_check, by))
    hours = fact_check.policy.reply_hours if deadline_hours is None else deadline_hours
    contact.asked_at, contact.deadline_at = at, at + timedelta(hours=hours)
    return _contact_moved(fact_check, contact, ["asked_at", "deadline_at"], by=by, at=at)


@transaction.atomic
def record_answer(*, contact_id: UUID, answer: str, by: User, at: datetime) -> Contact:
    """Keep what came back, or put right what was kept; an answer after the deadline is still an answer."""
    fact_check, contact = _locked_contact(contact_id, by)
    roles = roles_on(fact_check, by)
    again = contact.status == ContactStatus.ANSWERED
    contact.status = CONTACT.after("record_answer", status=contact.status, roles=roles)
    if not answer.strip():
        raise Refusal("An answer has words; without any, record that none came.", field="answer")
    if again and fact_check.published_at is not None:
        raise AnswerPublished("Readers have seen this answer; a correction says what it should have been.")
    contact.answer, contact.answered_at = answer, contact.answered_at or at
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
    refuse_rater_under_seal(fact_check, by)
    return fact_check, Contact.objects.select_for_update().get(uuid=contact_id)


def _contact_moved(
    fact_check: FactCheck, contact: Contact, fields: list[str], *, by: User, at: datetime
) -> Contact:
    record(f"contact.{contact.status}", contact, by=by, at=at)
    contact.save(update_fields=["status", *fields, *CHAIN_HEAD])
    file_changed(fact_check, f"fact_check.contact_{contact.status}", contact.uuid, by=by, at=at)
    waits_for_reply(fact_check, by=by, at=at)
    return contact
