"""Taking the next one: the most pressing seat that waits for a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict
from factcheck.models import User
from reviews.actions.assignments import accept
from reviews.actions.locks import locked_profiles, reviewer_of
from reviews.actions.research import begin_research
from reviews.actions.routing import candidates_among, note_taken
from reviews.actions.routing.candidates import candidate_now
from reviews.actions.routing.needs import File, Opening, openings, waiting, waiting_for
from reviews.actions.routing_settings import weights_in_force
from reviews.actions.seats import LEASE, new_seat
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer
from reviews.routing import Candidate, Explanation, Weights, as_json, choose, exclusions

# So many are looked at one by one: what the database cannot rule out is rare.
_MOST = 100
_AT_ONCE = 20


class NothingWaiting(Conflict):
    """No seat waits that this person could take; `details["excluded"]` counts why, of the most pressing."""

    code = "nothing_waiting"


class _Busy(Exception):
    """Somebody else has the row of the fact-check in this moment."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks for the next one, as he was a moment ago."""

    user: User
    reviewer: Reviewer
    candidate: Candidate
    weights: Weights
    at: datetime


def take_next(*, by: User, at: datetime) -> Assignment:
    """Take the most pressing seat that waits for this person: an own offer first, then a free seat.

    Under the same hard rules as routing. The seat lapses after 30 minutes
    unless it is renewed or filed. Two people at once never get one seat: the
    fact-check's row is locked, and the seat is unique. A row that another holds
    is passed over, and waited for only where nothing else is left. Raises
    NoReviewer, NothingWaiting.
    """
    reviewer = reviewer_of(by)
    offer = (
        Assignment.objects.of(by).filter(status=AssignmentStatus.OFFERED).order_by("offered_at", "id").first()
    )
    if offer is not None:
        return accept(assignment_id=offer.uuid, by=by, at=at)
    found = candidates_among(Reviewer.objects.filter(pk=reviewer.pk), at=at)
    if not found:
        raise NothingWaiting("Who is not active takes nothing.", excluded={})
    asking = _Asking(by, reviewer, found[0], weights_in_force(), at)
    seat = _first(asking)
    if seat is None:
        raise NothingWaiting("Nothing waits that you could take.", excluded=_why(asking.candidate))
    return seat


def _first(asking: _Asking) -> Assignment | None:
    busy: list[UUID] = []
    for fact_check_id in _waiting(asking.candidate):
        try:
            seat = _take(fact_check_id, asking)
        except _Busy:
            busy.append(fact_check_id)
        else:
            if seat is not None:
                return seat
    waited = (_take(fact_check_id, asking, wait=True) for fact_check_id in busy)
    return next((seat for seat in waited if seat is not None), None)


def _waiting(person: Candidate) -> Iterator[UUID]:
    """Fact-checks with a free seat that may be pulled, the most pressing first."""
    rows = waiting_for(person).filter(policy__pull=True).values_list("uuid", flat=True)
    for start in range(0, _MOST, _AT_ONCE):
        some = list(rows[start : start + _AT_ONCE])
        yield from some
        if len(some) < _AT_ONCE:
            return


@transaction.atomic
def _take(fact_check_id: UUID, asking: _Asking, *, wait: bool = False) -> Assignment | None:
    """Take a seat of this fact-check; None where there is none for this person. Raises _Busy."""
    rows = FactCheck.objects.select_for_update(of=("self",), skip_locked=not wait)
    fact_check = rows.select_related("policy", "scale", "claim").filter(uuid=fact_check_id).first()
    if fact_check is None:
        if wait:
            return None
        raise _Busy
    person = _locked(asking)
    opening = next(iter(openings([File.of(fact_check)])), None)
    if person is None or opening is None:
        return None
    found = choose([person], opening.need, wanted=1, weights=asking.weights)
    return _granted(fact_check, opening, found, asking) if found.chosen else None


def _locked(asking: _Asking) -> Candidate | None:
    """Return the person as he stands now; who asks twice at once is not filled above his capacity."""
    profile = locked_profiles([asking.reviewer.pk])[asking.reviewer.pk]
    if profile.chain_seq == asking.reviewer.chain_seq:
        return candidate_now(asking.candidate, at=asking.at)
    return next(iter(candidates_among(Reviewer.objects.filter(pk=profile.pk), at=asking.at)), None)


def _granted(fact_check: FactCheck, opening: Opening, found: Explanation, asking: _Asking) -> Assignment:
    number, by, at = opening.seats[0], asking.user, asking.at
    seat = new_seat(
        fact_check,
        asking.reviewer,
        role=opening.role,
        seat=number,
        source=AssignmentSource.NEXT,
        accepted=True,
        explanation=as_json(found),
        by=by,
        at=at,
        lapses_at=at + LEASE,
        grants=opening.grants.get(number, 0),
    )
    begin_research(fact_check, seat, by=by, at=at)
    note_taken(fact_check, at=at)
    return seat


def _why(person: Candidate) -> dict[str, int]:
    """Count what keeps the person from the most pressing that waits, by reason."""
    pressing = waiting().filter(policy__pull=True).values_list(*File._fields)[:_MOST]
    free = openings([File._make(row) for row in pressing])
    return dict(Counter(str(e.code) for opening in free for e in exclusions(person, opening.need)))
