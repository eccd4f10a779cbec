"""Verdicts that are looked at again after a while."""

import logging
from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Refusal
from reviews.actions.fact_checks import reopen
from reviews.actions.locks import locked
from reviews.actions.to_dos import open_once
from reviews.lifecycle import FactCheckStatus, PublicationStatus
from reviews.models import Publication, ToDoKind

log = logging.getLogger(__name__)


def expire(*, at: datetime) -> int:
    """Open a new round for each published verdict whose time is over, and tell the editors; return how many.

    The published verdict stands until the new one replaces it. What was taken
    up again by a person, or retracted, is left alone.
    """
    over = Publication.objects.filter(valid_until__lte=at, fact_check__status=FactCheckStatus.PUBLISHED)
    over = over.exclude(status=PublicationStatus.RETRACTED).order_by("valid_until", "id")
    expired = 0
    for uuid in list(over.values_list("uuid", flat=True)):
        try:
            expired += _expire(uuid, at=at)
        except Refusal as refusal:
            log.warning("publication %s is not taken up again: %s", uuid, refusal.code)
    return expired


@transaction.atomic
def _expire(publication_id: UUID, *, at: datetime) -> bool:
    file_id = Publication.objects.values_list("fact_check__uuid", flat=True).get(uuid=publication_id)
    fact_check = locked(file_id)  # whoever brings the page up to date, or retracts it, holds this lock
    publication = Publication.objects.get(uuid=publication_id)
    valid_until = publication.valid_until
    if valid_until is None or valid_until > at or publication.status == PublicationStatus.RETRACTED:
        return False
    when = f"{valid_until:%Y-%m-%d}"
    reopen(fact_check_id=fact_check.uuid, reason=f"The verdict was valid until {when}.", by=None, at=at)
    open_once(
        kind=ToDoKind.EXPIRED,
        key=f"expired:{publication.uuid}:{publication.version}",
        text=f"A verdict was valid until {when}: a new round is open.",
        at=at,
        fact_check=fact_check,
        claim=fact_check.claim,
    )
    return True
