"""Conflicts of interest: declared by a person or an editor, in force at once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from claims.actions import claimant_named
from claims.fingerprint import normalised
from claims.models import Claimant, ClaimantKind, Outlet, Topic
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.locks import locked_profiles
from reviews.actions.permission import refuse_others
from reviews.actions.recusals import locked_seats_on, recuse_from
from reviews.models import ConflictOfInterest, Reviewer

# What a conflict can be about; a person and a body are claimants, whether they have claimed anything or not.
KINDS = ("outlet", "topic", "claimant", "person", "organisation")
_CLAIMANTS = {
    "claimant": None,
    "person": ClaimantKind.PERSON,
    "organisation": ClaimantKind.ORGANISATION,
}


class AlreadyDeclared(Conflict):
    """This conflict is in force; `details["conflict"]` is its id."""

    code = "already_declared"


@transaction.atomic
def declare_conflict(
    *, reviewer_id: UUID, kind: str, value: str, reason: str = "", by: User, at: datetime
) -> ConflictOfInterest:
    """Declare a conflict with an outlet or a topic (slug), or with a person or body (name). In force at once.

    One with a person or body bars from what they claimed, what people who speak
    for them claimed, and what names them. Seats that it touches are recused, and
    go to others; `recuse_conflicted` reaches those that were being given in this
    moment. Raises NotAllowed, AlreadyDeclared, Refusal.
    """
    reviewer = Reviewer.objects.get(uuid=reviewer_id)
    refuse_others(reviewer, by)
    about = _about(kind, value, by, at)
    there = ConflictOfInterest.objects.filter(reviewer=reviewer, ended_at__isnull=True, **about).first()
    if there is not None:
        raise AlreadyDeclared("This conflict is in force already.", field="value", conflict=str(there.uuid))
    conflict = ConflictOfInterest(reviewer=reviewer, reason=reason, declared_at=at, **about)
    # The fact-checks touched are locked before anything is written: DESIGN's lock order.
    seats = locked_seats_on(reviewer, subject_of(conflict), also=_claimant(conflict))
    locked_profiles([reviewer.pk])
    record("conflict.declared", conflict, by=by, at=at, data={"reviewer": reviewer.uuid, "kind": kind})
    conflict.save()
    recuse_from(seats, by=by, at=at)
    return conflict


@transaction.atomic
def recuse_conflicted(*, conflict_id: UUID, at: datetime) -> int:
    """Take the person off what a conflict bars him from and he was given meanwhile; return how many seats."""
    rows = ConflictOfInterest.objects.select_related("reviewer", "claimant", "topic")
    conflict = rows.get(uuid=conflict_id)
    if conflict.ended_at is not None:
        return 0
    seats = locked_seats_on(conflict.reviewer, subject_of(conflict), also=_claimant(conflict))
    recuse_from(seats, by=None, at=at)
    return len(seats)


def subject_of(conflict: ConflictOfInterest) -> str:
    """Return what it is about, in the words of `reviews.actions.subjects`."""
    if conflict.outlet_id:
        return f"outlet:{conflict.outlet_id}"
    return f"claimant:{conflict.claimant_id}" if conflict.topic is None else f"topic:{conflict.topic.slug}"


def _claimant(conflict: ConflictOfInterest) -> list[Claimant]:
    return [conflict.claimant] if conflict.claimant else []


def _about(kind: str, value: str, by: User, at: datetime) -> dict[str, Any]:
    if kind == "outlet":
        return {"outlet": _found(Outlet.objects.filter(slug=value).first(), value)}
    if kind == "topic":
        return {"topic": _found(Topic.objects.filter(slug=value).first(), value)}
    if kind in _CLAIMANTS:
        if not normalised(value):
            raise Refusal("Name a person or an organisation.", field="value")
        return {"claimant": claimant_named(value, kind=_CLAIMANTS[kind], by=by, at=at)}
    raise Refusal("A conflict is about an outlet, a topic, a person or an organisation.", field="kind")


def _found(row: Outlet | Topic | None, value: str) -> Outlet | Topic:
    if row is None:
        raise Refusal(f"The desk knows no “{value}”.", field="value")
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
