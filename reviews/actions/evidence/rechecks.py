"""When sources are looked at again."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from factcheck.events import record
from factcheck.models import CHAIN_HEAD
from reviews.actions.evidence.looks import TRIED_AGAIN
from reviews.actions.locks import locked
from reviews.models import Evidence

MOST_DUE = 200  # in one tick
SOON = timedelta(days=1)  # after a publication: then most people read it, and sources notice


@transaction.atomic
def ask_due_rechecks(*, at: datetime) -> int:
    """Have those sources looked at again whose time has come; return how many.

    The time moves on with the job, and is set anew by what the look finds.
    """
    due = Evidence.objects.standing().filter(recheck_at__lte=at)
    rows = list(due.select_for_update(of=("self",), skip_locked=True).order_by("recheck_at", "id")[:MOST_DUE])
    for evidence in sorted(rows, key=lambda row: row.pk):
        evidence.recheck_at = at + TRIED_AGAIN
        record("evidence.recheck_asked", evidence, by=None, at=at)
        evidence.save(update_fields=["recheck_at", *CHAIN_HEAD])
    return len(rows)


@transaction.atomic
def recheck_soon(*, fact_check_id: UUID, at: datetime) -> int:
    """Look at the sources of a fact-check that was just published sooner than else; return at how many."""
    if not settings.EVIDENCE_RECHECK_DAYS:
        return 0
    fact_check = locked(fact_check_id)
    rows = Evidence.objects.standing().filter(fact_check=fact_check, recheck_at__gt=at + SOON)
    for evidence in (found := list(rows.select_for_update(of=("self",)).order_by("id"))):
        evidence.recheck_at = at + SOON
        record("evidence.recheck_set", evidence, by=None, at=at)
        evidence.save(update_fields=["recheck_at", *CHAIN_HEAD])
    return len(found)
