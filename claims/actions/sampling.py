"""One in twenty on the list comes from the low scores: what people make of them measures the model."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils.crypto import salted_hmac

from claims.actions.ordering import SAMPLE, current_rules, last_published, put_in_order
from claims.lifecycle import ClaimStatus
from claims.models import Claim
from claims.triage import Rules
from claims.triage.sampling import drawn, lot, wanted_beside
from factcheck.events import record
from factcheck.models import CHAIN_HEAD

RECENT: Final = timedelta(days=7)
KEPT: Final = timedelta(days=14)  # undecided on the list
MOST_DRAWN: Final = 100  # in one call
_MOST_LOOKED_AT: Final = 20_000
_COLUMNS: Final = ("sampled_at", "gate", "priority", "priority_parts", *CHAIN_HEAD)


class SampleFigures(NamedTuple):
    """What became of the claims that were shown from the low scores."""

    sampled: int
    waiting: int
    accepted: int
    declined: int
    accepted_share: float | None  # of those that a person decided; None before the first


def sample_figures() -> SampleFigures:
    """Return how often people accepted what the model had put aside."""
    rows = Claim.objects.filter(sampled_at__isnull=False).values_list("status").annotate(n=Count("id"))
    of: dict[str, int] = dict(rows.order_by())
    accepted = of.get(ClaimStatus.ACCEPTED, 0) + of.get(ClaimStatus.SETTLED, 0)
    declined = of.get(ClaimStatus.DECLINED, 0)
    waiting = of.get(ClaimStatus.DETECTED, 0) + of.get(ClaimStatus.SHORTLISTED, 0)
    decided = accepted + declined
    share = accepted / decided if decided else None
    return SampleFigures(sum(of.values()), waiting, accepted, declined, share)


@transaction.atomic
def refresh_sample(*, at: datetime) -> tuple[int, int]:
    """Keep the share of the list that comes from the low scores; return how many came and went.

    Which ones is drawn with a key of the installation, so that no author can steer it.
    """
    rules = current_rules()
    others = Claim.objects.listed().filter(sampled_at__isnull=True)
    count = others.count()
    wanted = wanted_beside(count, percent=rules.weights.sample_percent)
    there = _shown().count()
    gone = _retire(max(0, there - wanted - 1), rules, at=at)
    missing = min(MOST_DRAWN, wanted - there + gone)
    came = _show(missing, others.filter(pinned=False), rules, at=at) if missing > 0 else 0
    return came, gone


def _shown() -> QuerySet[Claim]:
    waiting = (ClaimStatus.DETECTED, ClaimStatus.SHORTLISTED)
    return Claim.objects.filter(sampled_at__isnull=False, status__in=waiting)


def _show(missing: int, others: QuerySet[Claim], rules: Rules, *, at: datetime) -> int:
    candidates = Claim.objects.filter(
        status=ClaimStatus.DETECTED,
        gate="not_checkable",
        sampled_at__isnull=True,
        created_at__gt=at - RECENT,
    )
    uuids = candidates.order_by("-id").values_list("uuid", flat=True)[:_MOST_LOOKED_AT]
    chosen = drawn(uuids, key=_key(), wanted=missing)
    locked = list(candidates.filter(uuid__in=chosen).select_for_update(skip_locked=True).order_by("id"))
    order = list(others.order_by("-priority", "-id").values_list("priority", flat=True)[:_MOST_LOOKED_AT])
    for claim in locked:
        place = int(lot(claim.uuid, key=_key(), use="place") * len(order))
        points = max(0.0, order[place] - claim.priority) if order else 0.0
        claim.sampled_at = at
        claim.priority_parts = [*claim.priority_parts, {"name": SAMPLE, "weight": points}]
    _save(locked, "claim.sampled", rules, at=at)
    return len(locked)


def _retire(excess: int, rules: Rules, *, at: datetime) -> int:
    """Take off the list those that nobody decided on for long, and those that are too many."""
    shown = list(
        _shown()
        .filter(status=ClaimStatus.DETECTED)
        .order_by("sampled_at", "id")
        .values_list("uuid", "sampled_at")
    )
    old = [uuid for uuid, sampled_at in shown if sampled_at and sampled_at <= at - KEPT]
    more = [uuid for uuid, _ in shown[len(old) : max(excess, len(old))]]
    locked = list(
        _shown()
        .filter(uuid__in=[*old, *more], status=ClaimStatus.DETECTED)
        .select_for_update()
        .order_by("id")
    )
    for claim in locked:
        claim.sampled_at = None
    _save(locked, "claim.sample_ended", rules, at=at)
    return len(locked)


def _save(claims: Sequence[Claim], event: str, rules: Rules, *, at: datetime) -> None:
    published = last_published([claim.pk for claim in claims])
    for claim in claims:
        put_in_order(claim, rules, published_at=published.get(claim.pk), at=at)
        record(event, claim, by=None, at=at, data={"gate": claim.gate})
        claim.save(update_fields=_COLUMNS)


def _key() -> bytes:
    return salted_hmac("claims.sampling", "drawn", secret=settings.SECRET_KEY, algorithm="sha256").digest()
