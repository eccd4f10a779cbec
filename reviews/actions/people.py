"""Reviewers, their conflicts, and what the desk works by: policies and scales."""

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
from reviews.actions.seats import end_seat
from reviews.models import (
    Assignment,
    ConflictOfInterest,
    FactCheck,
    Policy,
    Rating,
    Reviewer,
    ReviewerLanguage,
    ReviewerTopic,
    Scale,
)

_HOLDER = frozenset({Role.HOLDER})


class AlreadyThere(Conflict):
    code = "already_there"


@transaction.atomic
def add_reviewer(
    *,
    user: User,
    capacity: int = 2,
    languages: dict[str, str] | None = None,
    topics: dict[str, int] | None = None,
    opted_out: list[str] | None = None,
    employer: str = "",
    by: User | None,
    at: datetime,
) -> Reviewer:
    """Give a person a working profile. `languages`: code -> level; `topics`: slug -> skill 1 to 5.

    Raises AlreadyThere, Refusal for unknown topics or outlets.
    """
    if Reviewer.objects.filter(user=user).exists():
        raise AlreadyThere("This person has a profile already.", field="user")
    skills: dict[str, int | None] = dict(topics or {}) | {slug: None for slug in opted_out or [] if slug not in (topics or {})}
    known = {t.slug: t for t in Topic.objects.filter(slug__in=skills)}
    if set(skills) - set(known):
        raise Refusal(f"Unknown topics: {', '.join(sorted(set(skills) - set(known)))}.", field="topics")
    outlet = _outlet(employer) if employer else None
    reviewer = Reviewer(user=user, capacity=capacity, employer=outlet, created_at=at)
    record("reviewer.added", reviewer, by=by, at=at, data={"user": user.uuid})
    reviewer.save()
    ReviewerLanguage.objects.bulk_create(
        ReviewerLanguage(reviewer=reviewer, language=code, level=level)
        for code, level in (languages or {}).items()
    )
    ReviewerTopic.objects.bulk_create(
        ReviewerTopic(reviewer=reviewer, topic=known[slug], skill=skill, opted_out=slug in (opted_out or []))
        for slug, skill in skills.items()
    )
    return reviewer


def _outlet(slug: str) -> Outlet:
    outlet = Outlet.objects.filter(slug=slug).first()
    if outlet is None:
        raise Refusal(f"There is no outlet “{slug}”.", field="employer")
    return outlet


@transaction.atomic
def set_absence(*, reviewer_id: UUID, until: datetime | None, by: User, at: datetime) -> Reviewer:
    """Say until when somebody is away; by the person or an editor. None ends the absence."""
    reviewer = Reviewer.objects.select_for_update().get(uuid=reviewer_id)
    _own_or_editor(reviewer, by)
    reviewer.absent_until = until
    record("reviewer.absence_set", reviewer, by=by, at=at)
    reviewer.save(update_fields=["absent_until", *CHAIN_HEAD])
    return reviewer


def _own_or_editor(reviewer: Reviewer, by: User) -> None:
    if reviewer.user_id != by.pk and not by.is_editor:
        raise NotAllowed("Only the person or an editor changes this.")


@transaction.atomic
def declare_conflict(
    *, reviewer_id: UUID, kind: str, value: str, reason: str = "", by: User, at: datetime
) -> ConflictOfInterest:
    """Declare a conflict with an outlet (slug), a claimant (name) or a topic (slug). It takes effect at once.

    Seats that it touches are recused, and go to others. Raises NotAllowed, Refusal.
    """
    reviewer = Reviewer.objects.get(uuid=reviewer_id)
    _own_or_editor(reviewer, by)
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


@transaction.atomic
def add_policy(*, slug: str, by: User | None, at: datetime, **fields: Any) -> Policy:
    """Enter the next version of a policy; a new default replaces the old one.

    Fact-checks that are open keep the version they have.
    """
    latest = Policy.objects.filter(slug=slug).order_by("-version").first()
    policy = Policy(slug=slug, version=latest.version + 1 if latest else 1, created_at=at, **fields)
    record("policy.added", policy, by=by, at=at, data={"version": policy.version})
    Policy.objects.filter(slug=slug).update(active=False, is_default=False)
    if policy.is_default:
        Policy.objects.filter(is_default=True).update(is_default=False)
    policy.save()
    return policy


@transaction.atomic
def add_scale(
    *,
    slug: str,
    name: str,
    ratings: list[dict[str, Any]],
    description: str = "",
    words_only: bool = False,
    is_default: bool = False,
    by: User | None,
    at: datetime,
) -> Scale:
    """Enter the next version of a scale with its ratings: {slug, label, definition, value, position}.

    The numbers of a scale span from its worst to its best value.
    """
    latest = Scale.objects.filter(slug=slug).order_by("-version").first()
    scale = Scale(
        slug=slug,
        version=latest.version + 1 if latest else 1,
        name=name,
        description=description,
        words_only=words_only,
        is_default=is_default,
        created_at=at,
    )
    record("scale.added", scale, by=by, at=at, data={"version": scale.version})
    if is_default:
        Scale.objects.filter(is_default=True).update(is_default=False)
    scale.save()
    values = [r["value"] for r in ratings if r.get("value") is not None]
    span = {"worst": min(values), "best": max(values)} if values else {}
    Rating.objects.bulk_create(
        Rating(scale=scale, **(r | (span if r.get("value") is not None else {}))) for r in ratings
    )
    return scale
