"""What an own outlet or a conflict of interest takes a person off, at once."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from claims.models import Claimant
from factcheck.models import User
from factcheck.roles import Role
from reviews.actions.locks import locked
from reviews.actions.seats import end_seat
from reviews.actions.subjects import subjects_of
from reviews.models import Assignment, FactCheck, Reviewer

_HOLDER = frozenset({Role.HOLDER})
_CONFLICT = "conflict of interest declared"


def locked_seats_on(reviewer: Reviewer, subject: str, *, also: Iterable[Claimant] = ()) -> list[Assignment]:
    """Return the person's seats, open or sealed, on claims about the subject, each locked behind its file.

    Call it before anything is written: fact-checks come first in DESIGN's lock order.
    """
    files = FactCheck.objects.unfinished().values("pk")
    seats = Assignment.objects.open_work().filter(reviewer=reviewer, fact_check__in=files)
    rows = list(seats.select_related("fact_check").order_by("fact_check_id", "id"))
    about = subjects_of({seat.fact_check.claim_id for seat in rows}, also=also)
    return [_locked(seat) for seat in rows if subject in about[seat.fact_check.claim_id]]


def _locked(seat: Assignment) -> Assignment:
    fact_check = locked(seat.fact_check.uuid)
    row = Assignment.objects.select_for_update().get(pk=seat.pk)
    row.fact_check = fact_check
    return row


def recuse_from(
    seats: Iterable[Assignment], *, by: User | None, at: datetime, reason: str = _CONFLICT
) -> None:
    """Take the person off these locked seats that he still has; each goes to another."""
    still: Any = Assignment.objects.open_work()
    for seat in seats:
        if still.filter(pk=seat.pk).exists():
            end_seat(seat, "recuse", roles=_HOLDER, by=by, at=at, reason=reason)
