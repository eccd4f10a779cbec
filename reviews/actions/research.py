"""How the research of a fact-check begins."""

from datetime import datetime

from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.locks import SYSTEM
from reviews.lifecycle import FACT_CHECK, AssignmentRole, FactCheckStatus
from reviews.models import Assignment, FactCheck


def begin_research(fact_check: FactCheck, seat: Assignment, *, by: User, at: datetime) -> None:
    """Move an open fact-check on; one that is on hold comes back to its research."""
    held = fact_check.status == FactCheckStatus.ON_HOLD
    was = fact_check.held_from if held else fact_check.status
    if seat.role == AssignmentRole.RESEARCHER and was == FactCheckStatus.OPEN:
        now = FACT_CHECK.after("start_research", status=was, roles=SYSTEM)
        fact_check.status, fact_check.held_from = (fact_check.status, now) if held else (now, "")
        record("fact_check.research_started", fact_check, by=by, at=at, data={"assignment": seat.uuid})
        fact_check.save(update_fields=["status", "held_from", *CHAIN_HEAD])
