"""What an own outlet or a conflict of interest takes a person off, at once."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import F, Q

from claims.models import Claimant
from factcheck.models import User
from factcheck.roles import Role
from reviews.actions.locks import JUDGES, locked
from reviews.actions.seats import end_seat
from reviews.actions.subjects import barred, subjects_of
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, FactCheck, Reviewer
from reviews.models.sealing import OPEN

_HOLDER = frozenset({Role.HOLDER})
# What is at work, and what was filed for a judging that is not over.
UNUSED = OPEN | Q(
    status=AssignmentStatus.FILED,
    role__in=JUDGES,
    round=F("fact_check__round"),
    fact_check__revealed_stage__lt=F("fact_check__stage"),
)
_CONFLICT = "conflict of interest declared"


def locked_seats_on(reviewer: Reviewer, subject: str, *, also: Iterable[Claimant] = ()) -> list[Assignment]:
    """Return the person's seats on claims about the subject whose work is not used yet, locked behind files.

    Call it before anything is written: fact-checks come first in DESIGN's lock order.
    """
    files = FactCheck.objects.unfinished().values("pk")
    seats = Assignment.objects.filter(UNUSED, reviewer=reviewer, fact_check__in=files)
    rows = list(seats.select_related("fact_check").order_by("fact_check_id", "id"))
    about = subjects_of({seat.fact_check.claim_id for seat in rows}, also=also)
    return [_locked(seat) for seat in rows if subject in about[seat.fact_check.claim_id]]


def locked_seats_barred(claims: Collection[int]) -> list[Assignment]:
    """Return the seats on claims from which an own outlet or an open conflict bars who holds them."""
    files = FactCheck.objects.unfinished().filter(claim__in=claims)
    seats = Assignment.objects.filter(UNUSED, fact_check__in=files.values("pk"))
    rows = list(seats.select_related("fact_check").order_by("fact_check_id", "id"))
    out = barred({(seat.reviewer_id, seat.fact_check.claim_id) for seat in rows})
    return [_locked(seat) for seat in rows if (seat.reviewer_id, seat.fact_check.claim_id) in out]


def _locked(seat: Assignment) -> Assignment:
    fact_check = locked(seat.fact_check.uuid)
    row = Assignment.objects.select_for_update().get(pk=seat.pk)
    row.fact_check = fact_check
    return row


def recuse_from(
    seats: Iterable[Assignment], *, by: User | None, at: datetime, reason: str = _CONFLICT
) -> None:
    """Take the person off these locked seats that he still has; each goes to another."""
    still = Assignment.objects.filter(UNUSED)
    for seat in seats:
        if still.filter(pk=seat.pk).exists():
            end_seat(seat, "recuse", roles=_HOLDER, by=by, at=at, reason=reason)
