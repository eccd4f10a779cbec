"""Publishing at a moment set before: an embargo, or the hour at which readers are there."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from factcheck.errors import Refusal
from factcheck.events import record
from factcheck.models import User
from reviews.actions.approvals import ClaimReworded, refuse_reworded
from reviews.actions.flags import refuse_uncleared
from reviews.actions.locks import SYSTEM, locked, refuse_conflicted
from reviews.actions.moves import moved
from reviews.actions.publication import NoteMissing, refuse_wordless, show
from reviews.actions.to_dos import open_once
from reviews.lifecycle import FACT_CHECK, FactCheckStatus
from reviews.models import FactCheck, Publication, Report, ReportVersion, ToDoKind

log = logging.getLogger(__name__)

_LONGEST = timedelta(days=365)
_WORDS = ("title", "summary", "note")


@transaction.atomic
def schedule(
    *,
    fact_check_id: UUID,
    publish_at: datetime,
    title: str,
    summary: str,
    note: str = "",
    by: User,
    at: datetime,
) -> FactCheck:
    """Let an approved fact-check be published at a moment within a year; done again, it moves the moment.

    What the page will say is kept as a version of the report. A hold takes it
    off the schedule. Raises NotAllowed, IllegalMove, NoteMissing, ClaimReworded, LegalReviewOpen.
    """
    fact_check = locked(fact_check_id)
    fact_check.status = FACT_CHECK.after("schedule", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_wordless(title, summary)
    if not at < publish_at <= at + _LONGEST:
        raise Refusal("It is published later than now, and within a year.", field="publish_at")
    if not note.strip() and Publication.objects.filter(fact_check=fact_check).exists():
        raise NoteMissing("Tell the reader what changed and why.", field="note")
    refuse_reworded(fact_check)
    refuse_uncleared(fact_check)
    _keep(fact_check, {"title": title, "summary": summary, "note": note}, by=by, at=at)
    fact_check.publish_at = publish_at
    return moved(fact_check, "fact_check.scheduled", by=by, at=at, fields=("publish_at",))


def _keep(fact_check: FactCheck, words: dict[str, str], *, by: User, at: datetime) -> None:
    """Keep the report as it was approved, with the words around it, as its next version."""
    Report.objects.get_or_create(fact_check=fact_check, defaults={"saved_by": by, "saved_at": at})
    report = Report.objects.select_for_update(of=("self",)).get(fact_check=fact_check)
    approved = ReportVersion.objects.filter(report=report).order_by("-version").first()
    sections = {**(approved.sections if approved else {}), **words}
    report.version += 1
    record("report.scheduled", report, by=by, at=at, data={"version": report.version})
    report.save()
    ReportVersion.objects.create(
        report=report,
        version=report.version,
        cms_url=approved.cms_url if approved else "",
        sections=sections,
        by=by,
        at=at,
    )


def publish_due(*, at: datetime) -> int:
    """Publish what is due by now; return how many. What is refused is tried again the next time."""
    due = FactCheck.objects.filter(status=FactCheckStatus.SCHEDULED, publish_at__lte=at)
    published = 0
    for uuid in list(due.order_by("publish_at", "id").values_list("uuid", flat=True)):
        try:
            published += publish_scheduled(fact_check_id=uuid, at=at)
        except Refusal as refusal:
            # Such as a legal review asked for since: its to-do tells the editors.
            log.warning("fact-check %s is not published: %s", uuid, refusal.code)
            if isinstance(refusal, ClaimReworded):
                _tell(uuid, refusal, at=at)
    return published


def _tell(fact_check_id: UUID, refusal: ClaimReworded, *, at: datetime) -> None:
    fact_check = FactCheck.objects.select_related("claim").get(uuid=fact_check_id)
    open_once(
        kind=ToDoKind.WORDS_CHANGED,
        key=f"reworded:{fact_check.uuid}:{fact_check.publish_at:%Y%m%dT%H%M%S}",
        text=f"It was to be published by now. {refusal.message}",
        fact_check=fact_check,
        claim=fact_check.claim,
        at=at,
    )


@transaction.atomic
def publish_scheduled(*, fact_check_id: UUID, at: datetime) -> bool:
    """Publish a fact-check whose moment has come; False if it is not scheduled for now any more."""
    fact_check = locked(fact_check_id)
    moment = fact_check.publish_at
    if fact_check.status != FactCheckStatus.SCHEDULED or moment is None or moment > at:
        return False
    status = FACT_CHECK.after("publish", status=fact_check.status, roles=SYSTEM)
    refuse_reworded(fact_check)
    refuse_uncleared(fact_check)
    kept = ReportVersion.objects.filter(report__fact_check=fact_check, sections__has_key="title")
    planned = kept.select_related("by").order_by("-version")[0]
    words = {name: planned.sections[name] for name in _WORDS}
    show(fact_check, status, **words, signed=planned.by, by=None, at=at)
    return True
