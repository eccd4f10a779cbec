"""One fact-check at a time: who is asked to take its seats, and what is said where nobody is free."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict
from reviews.actions.locks import locked, locked_profiles
from reviews.actions.routing.candidates import candidates_among
from reviews.actions.routing.needs import free_seats, need_of
from reviews.actions.routing.notes import note_of, note_unfilled
from reviews.actions.routing_settings import weights_in_force
from reviews.actions.seats import new_seat, offer_ends
from reviews.lifecycle import AssignmentRole, RoutingRunStatus
from reviews.models import Assignment, AssignmentSource, FactCheck, Reviewer, RoutingRun
from reviews.routing import Candidate, Explanation, as_json, choose
from reviews.routing.table import FILLED

# How often to look again where the chosen take other work in this moment.
_LOOKS = 5
# What people were worth to a backlog says little about the claims of another week.
_PRICES_HOLD = timedelta(days=7)


class Crowded(Conflict):
    """The chosen took other work again and again while this was routed."""

    code = "routing_crowded"


class _TookOtherWork(Exception):
    """Somebody chosen is no longer as he was when he was chosen."""


def route(*, fact_check_id: UUID, at: datetime) -> list[Assignment]:
    """Offer the free seats of a fact-check to the best reviewers; return the offers.

    What the last routing of the backlog found people to be worth counts, too.
    Where nobody is free, the fact-check says so with the smallest change that
    would help. Routing twice offers nothing twice. Raises Crowded.
    """
    for _ in range(_LOOKS):
        try:
            return _route(fact_check_id, at=at)
        except _TookOtherWork:
            continue
    raise Crowded("Too much is routed in this moment. Try again.")


@transaction.atomic
def _route(fact_check_id: UUID, *, at: datetime) -> list[Assignment]:
    fact_check = locked(fact_check_id)
    if not fact_check.policy.offers:
        return []
    role, seats = free_seats(fact_check)
    if not seats:
        return []
    found = explain(fact_check, role, wanted=len(seats), at=at)
    reviewers = _locked_as_seen(found, at=at)
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
    missing = len(seats) - len(offers)
    note = (
        note_of(role, missing=missing, remedy=found.remedy, excluded=found.excluded) if found.remedy else {}
    )
    note_unfilled([(fact_check, note)], at=at)
    return offers


def note_taken(fact_check: FactCheck, *, at: datetime) -> None:
    """Take back what is said of empty seats once none is: given by hand or by "next", they are filled, too.

    The fact-check must be locked.
    """
    if fact_check.unfilled and not free_seats(fact_check)[1]:
        note_unfilled([(fact_check, {})], at=at)


def _locked_as_seen(found: Explanation, *, at: datetime) -> Mapping[int, Reviewer]:
    """Lock the chosen, so that two routings at once cannot fill somebody above his capacity.

    Raises _TookOtherWork where one is no longer as he was when he was chosen.
    """
    seen = {candidate.id: replace(candidate, price=0) for candidate in found.candidates}
    reviewers = locked_profiles(found.chosen)
    now = candidates_among(Reviewer.objects.filter(pk__in=reviewers), at=at)
    if any(seen[candidate.id] != candidate for candidate in now) or len(now) < len(found.chosen):
        raise _TookOtherWork
    return reviewers


def explain(
    fact_check: FactCheck,
    role: AssignmentRole,
    *,
    wanted: int,
    at: datetime,
    only: Reviewer | None = None,
    handed_out: bool = False,
) -> Explanation:
    """Choose among all reviewers (or judge one alone) for a role on this fact-check, and say why.

    Goes by the weights in force and, among all, by the prices of the last routed backlog.
    """
    need = need_of(fact_check, role, handed_out=handed_out)
    weights = weights_in_force()
    if only is not None:
        alone = candidates_among(Reviewer.objects.filter(pk=only.pk), at=at)
        return choose(alone, need, wanted=wanted, weights=weights)
    prices = prices_now(at=at)
    everybody = candidates_among(Reviewer.objects.all(), at=at)
    return choose((_priced(c, prices) for c in everybody), need, wanted=wanted, weights=weights)


def prices_now(*, at: datetime) -> Mapping[str, int]:
    """Return what one more seat of each reviewer was worth to the last backlog that was routed, if lately."""
    runs = RoutingRun.objects.filter(status=RoutingRunStatus.DONE, started_at__gt=at - _PRICES_HOLD)
    last = runs.order_by("-started_at", "-id").values_list("prices", flat=True).first() or {}
    if FactCheck.objects.unfinished().exclude(unfilled={}).exists():
        return last
    # A price as high as an empty seat says that somebody waited for this person. Nobody does any more.
    return {reviewer: price for reviewer, price in last.items() if price < FILLED}


def _priced(candidate: Candidate, prices: Mapping[str, int]) -> Candidate:
    return replace(candidate, price=prices.get(str(candidate.id), 0))
