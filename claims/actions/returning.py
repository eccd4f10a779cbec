"""Declined claims that come back by themselves: they spread, or more people ask."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from claims.actions.ordering import added_since, current_rules, last_published, put_in_order
from claims.lifecycle import CLAIM, ClaimStatus
from claims.models import Claim
from claims.triage.weights import RETURNING, Weights
from factcheck.events import record
from factcheck.models import CHAIN_HEAD
from factcheck.roles import Role

SLICE: Final = 200
_SYSTEM: Final = frozenset({Role.SYSTEM})
_COLUMNS: Final = ("status", "decline_reason", "gate", "priority", "priority_parts", *CHAIN_HEAD)


@transaction.atomic
def take_back_declined(*, at: datetime, most: int = SLICE) -> int:
    """Put claims back on the list that grew past the desk's line since they were declined; return how many.

    The line is counted from the spread and the demand at the last declining, so a
    claim that is declined again comes back only by what is added after that.
    """
    rules = current_rules()
    declined = Claim.objects.filter(_past_the_line(rules.weights), status=ClaimStatus.DECLINED)
    claims = list(declined.select_for_update(skip_locked=True).order_by("id")[:most])
    published = last_published([claim.pk for claim in claims])
    for claim in claims:
        since, reason = added_since(claim), claim.decline_reason
        claim.status = CLAIM.after("restore", status=claim.status, roles=_SYSTEM)
        claim.decline_reason = ""
        put_in_order(claim, rules, published_at=published.get(claim.pk), at=at)
        data = {"declined_for": reason, "places": since.places, "askers": since.askers} if since else {}
        record("claim.came_back", claim, by=None, at=at, data=data)
        claim.save(update_fields=_COLUMNS)
    return len(claims)


def _past_the_line(weights: Weights) -> Q:
    lines = [Q(pk__in=[])]
    for reason in RETURNING:
        places, askers = (getattr(weights, f"{reason}_{of}") for of in ("places", "askers"))
        if places:
            lines.append(Q(decline_reason=reason, spread__gte=F("declined_spread") + places))
        if askers:
            lines.append(Q(decline_reason=reason, demand__gte=F("declined_demand") + askers))
    return reduce(or_, lines)
