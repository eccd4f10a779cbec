"""One fact-check at a time: who is asked to take its seats, and what is said where nobody is free."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from factcheck.events import record
from factcheck.models import CHAIN_HEAD
from reviews.actions.locks import locked, locked_profiles
from reviews.actions.routing.candidates import candidates_among
from reviews.actions.routing.needs import free_seats, need_of
from reviews.actions.seats import new_seat, offer_ends
from reviews.lifecycle import AssignmentRole
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer
from reviews.routing import Explanation, as_json, choose


@transaction.atomic
def route(*, fact_check_id: UUID, at: datetime) -> list[Assignment]:
    """Offer the free seats of a fact-check to the best reviewers; return the offers.

    Where nobody is free, the fact-check says so with the smallest change that
    would help. Routing twice offers nothing twice.
    """
    fact_check = locked(fact_check_id)
    if not fact_check.policy.offers:
        return []
    role, seats = free_seats(fact_check)
    if not seats:
        return []
    found = explain(fact_check, role, wanted=len(seats), at=at)
    reviewers = locked_profiles(found.chosen)
    stored = as_json(found)
    offers = [
        new_seat(
            fact_check,
            reviewers[chosen],
            role=role,
            seat=seat,
            source=AssignmentSource.OFFER,
            accepted=False,
            explanation=stored,
            by=None,
            at=at,
            lapses_at=offer_ends(fact_check, at=at),
        )
        for seat, chosen in zip(seats, found.chosen, strict=False)
    ]
    _note_unfilled(fact_check, role, found, missing=len(seats) - len(offers), at=at)
    return offers


def route_unfilled(*, at: datetime) -> int:
    """Look again at fact-checks nobody was free for: people return, join, finish. Return the offers made."""
    waiting = FactCheck.objects.unfinished().exclude(unfilled={}).order_by("id")
    ids = list(waiting.values_list("uuid", flat=True)[:500])
    return sum(len(route(fact_check_id=fact_check_id, at=at)) for fact_check_id in ids)


def _note_unfilled(
    fact_check: FactCheck, role: AssignmentRole, found: Explanation, *, missing: int, at: datetime
) -> None:
    note: dict[str, Any] = {}
    if missing and found.remedy:
        excluded = [{"candidate": e.candidate, "code": e.code} for e in found.excluded]
        note = {
            "role": str(role),
            "seats": missing,
            "message": found.remedy.message,
            "codes": list(found.remedy.codes),
            "candidate": found.remedy.candidate,
            "changes": [asdict(change) for change in found.remedy.changes],
            "new_people": found.remedy.new_people,
            "excluded": excluded,
        }
    if note != fact_check.unfilled:
        fact_check.unfilled = note
        name = "fact_check.unfilled" if note else "fact_check.filled"
        record(name, fact_check, by=None, at=at, data={"role": str(role), "seats": missing})
        fact_check.save(update_fields=["unfilled", *CHAIN_HEAD])


def explain(
    fact_check: FactCheck,
    role: AssignmentRole,
    *,
    wanted: int,
    at: datetime,
    only: Reviewer | None = None,
    handed_out: bool = False,
) -> Explanation:
    """Choose among all reviewers (or judge one alone) for a role on this fact-check, and say why."""
    need = need_of(fact_check, role, handed_out=handed_out)
    rows = Reviewer.objects.filter(pk=only.pk) if only else Reviewer.objects.all()
    return choose(candidates_among(rows, at=at), need, wanted=wanted)
