"""Conflicts of interest: declared by a person or an editor, in force at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from claims.actions import claimant_named
from claims.models import Outlet, Topic
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from factcheck.roles import Role
from reviews.actions.locks import locked
from reviews.actions.reviewers import refuse_others
from reviews.actions.seats import end_seat
from reviews.models import Assignment, ConflictOfInterest, FactCheck, Reviewer

_HOLDER = frozenset({Role.HOLDER})


@transaction.atomic
def declare_conflict(
    *, reviewer_id: UUID, kind: str, value: str, reason: str = "", by: User, at: datetime
) -> ConflictOfInterest:
    """Declare a conflict with an outlet (slug), a claimant (name) or a topic (slug). It takes effect at once.

    Seats that it touches are recused, and go to others. Raises NotAllowed, Refusal.
    """
    reviewer = Reviewer.objects.get(uuid=reviewer_id)
    refuse_others(reviewer, by)
    conflict = ConflictOfInterest(
        reviewer=reviewer, reason=reason, declared_at=at, **_subject(kind, value, by, at)
    )
    # The fact-checks touched are locked before anything is written: DESIGN's lock order.
    seats = [_locked_seat(seat) for seat in _touched(reviewer, conflict)]
    record("conflict.declared", conflict, by=by, at=at, data={"reviewer": reviewer.uuid, "kind": kind})
    conflict.save()
    for seat in seats:
        end_seat(seat, "recuse", roles=_HOLDER, by=by, at=at, reason="conflict of interest declared")
    return conflict


def _subject(kind: str, value: str, by: User, at: datetime) -> dict[str, Any]:
    if kind == "outlet":
        return {"outlet": _found(Outlet.objects.filter(slug=value).first(), value)}
    if kind == "topic":
        return {"topic": _found(Topic.objects.filter(slug=value).first(), value)}
    if kind == "claimant":
        return {"claimant": claimant_named(value, by=by, at=at)}
    raise Refusal("A conflict is about an outlet, a claimant or a topic.", field="kind")


def _found(row: Outlet | Topic | None, value: str) -> Outlet | Topic:
    if row is None:
        raise Refusal(f"The desk knows no “{value}”.", field="value")
    return row


def _touched(reviewer: Reviewer, conflict: ConflictOfInterest) -> list[Assignment]:
    """Seats still open (or sealed) of the reviewer on claims that the conflict is about, by fact-check."""
    about = Q()
    if conflict.outlet_id:
        about = Q(claim__appearances__snapshot__article__outlet=conflict.outlet_id)
    elif conflict.claimant_id:
        about = Q(claim__claimant=conflict.claimant_id)
    else:
        about = Q(claim__claim_topics__topic=conflict.topic_id)
    files = FactCheck.objects.unfinished().filter(about).values("pk")
    seats = Assignment.objects.open_work().filter(reviewer=reviewer, fact_check__in=files)
    return list(seats.select_related("fact_check").order_by("fact_check_id", "id"))


def _locked_seat(seat: Assignment) -> Assignment:
    fact_check = locked(seat.fact_check.uuid)
    row = Assignment.objects.select_for_update().get(pk=seat.pk)
    row.fact_check = fact_check
    return row


@transaction.atomic
def end_conflict(*, conflict_id: UUID, by: User, at: datetime) -> ConflictOfInterest:
    """End a declared conflict; by an editor, never by the person it bars."""
    if not by.is_editor:
        raise NotAllowed("Only an editor ends a conflict of interest.")
    rows = ConflictOfInterest.objects.select_for_update(of=("self",)).select_related("reviewer")
    conflict = rows.get(uuid=conflict_id)
    if conflict.reviewer.user_id == by.pk:
        raise NotAllowed("Somebody else ends your conflict of interest.")
    if conflict.ended_at is not None:
        raise Conflict("This conflict has ended already.")
    conflict.ended_at = at
    record("conflict.ended", conflict, by=by, at=at)
    conflict.save(update_fields=["ended_at", *CHAIN_HEAD])
    return conflict
