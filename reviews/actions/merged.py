"""What follows for the desk's work when claims, or claimants, turn out to be one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from claims.lifecycle import ClaimStatus
from claims.models import Claim, Claimant
from claims.models.families import ahead
from reviews.actions.conflicts import recuse_conflicted
from reviews.actions.fact_checks import close
from reviews.actions.recusals import locked_seats_barred, recuse_from
from reviews.lifecycle import FactCheckStatus
from reviews.models import ConflictOfInterest, FactCheck

_MERGED = "The claim repeats another and was merged into it."
_BARRED = "conflict of interest with what was merged into the claim"


@transaction.atomic
def close_merged(*, claim_id: UUID, at: datetime) -> FactCheck | None:
    """Close the open fact-check of a merged claim; None if it has none, or the claim was taken up again."""
    files = FactCheck.objects.exclude(status=FactCheckStatus.CLOSED).filter(published_at__isnull=True)
    fact_check = files.select_for_update(of=("self",)).filter(claim__uuid=claim_id).first()
    claim = Claim.objects.select_for_update().get(uuid=claim_id)
    if fact_check is None or claim.status == ClaimStatus.ACCEPTED:
        return None
    return close(fact_check_id=fact_check.uuid, reason=_MERGED, by=None, at=at)


@transaction.atomic
def recuse_merged(*, claim_id: UUID, at: datetime) -> int:
    """Take people off the claims that stand for a merged one, where that bars them; return how many seats."""
    claim = Claim.objects.get(uuid=claim_id)
    seats = locked_seats_barred(ahead([claim.pk])[claim.pk])  # several files are locked by id
    recuse_from(seats, by=None, at=at, reason=_BARRED)
    return len(seats)


def recuse_of_merged_claimant(*, claimant_id: UUID, at: datetime) -> int:
    """Take people off what their conflict with one row of a person or body bars now that it has several.

    A transaction for each conflict. Returns how many seats.
    """
    claimant = Claimant.objects.get(uuid=claimant_id)
    stands = claimant.merged_into_id or claimant.pk
    of_either = Q(claimant=stands) | Q(claimant__merged_into=stands)
    conflicts = ConflictOfInterest.objects.filter(of_either, ended_at__isnull=True).order_by("pk")
    ids = list(conflicts.values_list("uuid", flat=True))
    return sum(recuse_conflicted(conflict_id=uuid, at=at) for uuid in ids)
