"""The second read that an urgent check owes once it is public: by a third person, and never dismissed."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.locks import OwnWork, locked, refuse_conflicted
from reviews.actions.moves import ReasonMissing, moved
from reviews.actions.to_dos import open_once
from reviews.lifecycle import AssignmentRole
from reviews.models import FactCheck, ToDo, ToDoKind
from reviews.models.todos import OWED

MOST_REASON: Final = 500


class NothingOwed(Conflict):
    """No second read is owed for this fact-check."""

    code = "nothing_owed"


def owe(fact_check: FactCheck, *, at: datetime) -> ToDo | None:
    """Open the to-do for the editors where the policy owes a second read of what was just published."""
    hours = fact_check.policy.second_read_hours
    if not hours:
        return None
    return open_once(
        kind=ToDoKind.SECOND_READ,
        key=f"{OWED}{fact_check.uuid}:{fact_check.round}",
        text="Published before a second person had read it: a second read is owed.",
        options=[{"code": "second_read", "label": "Read it and say so.", "fact_check": str(fact_check.uuid)}],
        due_at=at + timedelta(hours=hours),
        fact_check=fact_check,
        at=at,
    )


def owed_for(fact_check: FactCheck) -> ToDo | None:
    """The open to-do of a fact-check whose second read is owed, the oldest first."""
    rows = ToDo.objects.open().filter(fact_check=fact_check, key__startswith=OWED)
    return rows.order_by("id").first()


@transaction.atomic
def give_second_read(
    *, fact_check_id: UUID, confirms: bool, reason: str = "", by: User, at: datetime
) -> FactCheck:
    """Read what was published in a hurry: confirm it, or object with a reason.

    By a person of the desk who neither researched it in any round nor approved
    it. An objection is word to the editors, who may take the fact-check up
    again; the verdict stands until they do. Raises NotAllowed, OwnWork,
    ConflictDeclared, NothingOwed, ReasonMissing.
    """
    fact_check = locked(fact_check_id)
    _refuse_readers(fact_check, by)
    if not confirms and not reason.strip():
        raise ReasonMissing("Say what you object to.", field="reason")
    owed = owed_for(fact_check)
    if owed is None:
        raise NothingOwed("No second read is owed for this fact-check.")
    owed = ToDo.objects.select_for_update(of=("self",)).get(pk=owed.pk)
    outcome = "confirmed" if confirms else "objected"
    owed.closed_at, owed.closed_by, owed.reason = at, by, reason.strip()[:MOST_REASON]
    record("to_do.done", owed, by=by, at=at, data={"outcome": outcome})
    owed.save(update_fields=["closed_at", "closed_by", "reason", *CHAIN_HEAD])
    if not confirms:
        _tell(fact_check, owed, at=at)
    data = {"outcome": outcome, "to_do": owed.uuid}
    return moved(fact_check, "fact_check.read_again", by=by, at=at, data=data)


def _refuse_readers(fact_check: FactCheck, by: User) -> None:
    if not by.is_on_desk:
        raise NotAllowed("Only the desk reads again what it published.")
    refuse_conflicted(fact_check, by)
    worked = fact_check.assignments.of(by).filter(accepted_at__isnull=False)
    if (
        worked.filter(role=AssignmentRole.RESEARCHER).exists()
        or fact_check.verdicts.filter(approved_by=by).exists()
    ):
        raise OwnWork("A second read is for somebody who neither researched nor approved it.")


def _tell(fact_check: FactCheck, owed: ToDo, *, at: datetime) -> None:
    """Word to the editors: what the second reader objects to, and what can be done."""
    open_once(
        kind=ToDoKind.SECOND_READ,
        key=f"second-read-objection:{owed.uuid}",
        text=f"A second reader objects: {owed.reason}",
        options=[
            {"code": "reopen", "label": "Take it up again.", "fact_check": str(fact_check.uuid)},
            {"code": "done", "label": "It was looked at, and the verdict stands."},
        ],
        fact_check=fact_check,
        at=at,
    )
