"""Answers to gaps in the evidence: ordinary ones, and exceptions that an editor grants."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.building import refuse_all_but_builders
from reviews.actions.locks import locked, refuse_conflicted, refuse_own_work
from reviews.gate import Answer, GapCode
from reviews.models import FactCheck, GateAnswer


class AnsweredAlready(Conflict):
    code = "answered_already"


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
