"""How a fact-check is opened: under a policy and a scale, once per claim."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from claims import actions as claims
from claims.lifecycle import ClaimStatus
from claims.models import Claim
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.lifecycle import IllegalMove
from factcheck.models import User
from reviews.actions.policy_rules import chosen_for
from reviews.lifecycle import FactCheckStatus
from reviews.models import FactCheck, Policy, Scale


class AlreadyOpen(Conflict):
    """The claim has a fact-check; `details["fact_check"]` is its id."""

    code = "already_open"


class NoSuchPolicy(Refusal):
    code = "no_such_policy"


@transaction.atomic
def open_fact_check(
    *,
    claim_id: UUID,
    policy: str = "",
    scale: str = "",
    by: User | None,
    at: datetime,
) -> FactCheck:
    """Open the file of a claim under a policy and a scale, by slug.

    Where no policy is named, the first of the desk's rules that fits the claim
    chooses it, else it is the default; the event says which, and why.
    An editor who names a claim not yet accepted accepts it by this. Raises
    Claim.DoesNotExist, NotAllowed, IllegalMove, AlreadyOpen, NoSuchPolicy.
    """
    if by is not None and not by.is_editor:
        raise NotAllowed("Only an editor opens a fact-check.")
    claim = Claim.objects.select_for_update().get(uuid=claim_id)
    there = FactCheck.objects.filter(claim=claim).exclude(status=FactCheckStatus.CLOSED).first()
    if there is not None:
        raise AlreadyOpen("This claim has a fact-check already.", fact_check=str(there.uuid))
    if claim.status != ClaimStatus.ACCEPTED or by is not None:
        claim = _accepted(claim, by=by, at=at)
    found, why = _chosen(claim, policy)
    fact_check = FactCheck(
        claim=claim, policy=found, scale=_scale(scale), opened_at=at, status=FactCheckStatus.OPEN
    )
    data = {"claim": claim.uuid, "policy": found.uuid, "scale": fact_check.scale.uuid, "choice": why}
    record("fact_check.opened", fact_check, by=by, at=at, data=data)
    fact_check.save()
    return fact_check


def _accepted(claim: Claim, *, by: User | None, at: datetime) -> Claim:
    if by is None:
        # Only the reaction to an acceptance comes without a person: there is none to react to any more.
        raise IllegalMove("This claim is not waiting for a fact-check.")
    if claim.status == ClaimStatus.ACCEPTED:
        return claim
    return claims.accept(claim_id=claim.uuid, by=by, at=at)


def _chosen(claim: Claim, slug: str) -> tuple[Policy, dict[str, Any]]:
    """The policy, and how it was chosen: by the editor, by a rule, or as the default."""
    if slug:
        return _policy(slug), {"by": "editor"}
    chosen = chosen_for(claim)
    skipped = [{"rule": rule.id, "because": rule.because, "policy": rule.policy} for rule in chosen.skipped]
    why: dict[str, Any] = {"skipped": skipped} if skipped else {}
    if chosen.rule is None:
        return _policy(""), {"by": "default", **why}
    rule = {"rule": chosen.rule.id, "because": chosen.rule.because}
    return _policy(chosen.rule.policy), {"by": "rule", **rule, **why}


def _policy(slug: str) -> Policy:
    active = Policy.objects.filter(active=True)
    found = (
        active.filter(slug=slug).order_by("-version").first()
        if slug
        else active.filter(is_default=True).first()
    )
    if found is None:
        known = ", ".join(sorted(set(active.values_list("slug", flat=True))))
        raise NoSuchPolicy(f"Choose one of the desk's active policies: {known}.", field="policy")
    return found


def _scale(slug: str) -> Scale:
    rows = Scale.objects.filter(slug=slug) if slug else Scale.objects.filter(is_default=True)
    found = rows.order_by("-version").first()
    if found is None:
        known = ", ".join(sorted(set(Scale.objects.values_list("slug", flat=True))))
        raise NoSuchPolicy(f"Choose one of the desk's scales: {known}.", field="scale")
    return found
