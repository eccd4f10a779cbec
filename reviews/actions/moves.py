"""What every verb on a fact-check ends with."""

from datetime import datetime
from typing import Any

from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.models import FactCheck


class ReasonMissing(Refusal):
    code = "reason_missing"


def moved(
    fact_check: FactCheck,
    event: str,
    *,
    by: User | None,
    at: datetime,
    fields: tuple[str, ...] = (),
    data: dict[str, Any] | None = None,
) -> FactCheck:
    """Record a move and save the row once."""
    record(event, fact_check, by=by, at=at, data=data)
    fact_check.save(update_fields=["status", *fields, *CHAIN_HEAD])
    return fact_check
