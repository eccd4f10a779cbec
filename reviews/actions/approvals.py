"""What whoever approves has to have looked at, and what stays of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from factcheck.errors import Conflict, Refusal
from factcheck.models import Event, User
from reviews.models import Approval, FactCheck, Report, ReportVersion, Verdict


class ChecklistOpen(Conflict):
    """`details["missing"]` lists what the policy asks for and nobody ticked."""

    code = "checklist_open"


class ReportMissing(Conflict):
    """The policy asks for the written report before the approval."""

    code = "report_missing"


class ClaimReworded(Conflict):
    """The claim has other words than those that were approved."""

    code = "claim_reworded"


class NoSuchItem(Refusal):
    code = "no_such_item"


def missing_before_approval(fact_check: FactCheck, ticked: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the lines of the policy's checklist that are not ticked, in its order."""
    items = {line["item"] for line in ticked}
    return tuple(item for item in fact_check.policy.checklist if item not in items)


def refuse_unready(fact_check: FactCheck, ticked: Sequence[Mapping[str, Any]]) -> None:
    """Refuse an approval whose checklist is open or whose report is not written.

    `ticked` is [{item, note}], the items in the policy's own words. Raises
    NoSuchItem, ChecklistOpen, ReportMissing.
    """
    known = set(fact_check.policy.checklist)
    for line in ticked:
        if line["item"] not in known:
            raise NoSuchItem("The policy's checklist has no such line.", field="checklist")
    missing = missing_before_approval(fact_check, ticked)
    if missing:
        raise ChecklistOpen("Not yet looked at: " + "; ".join(missing), missing=list(missing))
    if fact_check.policy.report_required and not is_written(report_of(fact_check)):
        raise ReportMissing("Under this policy the report is written before the approval.")


def report_of(fact_check: FactCheck) -> Report | None:
    return Report.objects.filter(fact_check=fact_check).first()


def is_written(report: Report | None) -> bool:
    """Whether there is a report: an address in the CMS, or at least one section."""
    if report is None:
        return False
    return bool(report.cms_url) or any(getattr(report, name).strip() for name in Report.SECTIONS)


def record_approval(
    fact_check: FactCheck,
    verdict: Verdict,
    *,
    checklist: Sequence[Mapping[str, Any]] = (),
    deviation: str = "",
    precedents: Sequence[UUID] = (),
    by: User,
    at: datetime,
) -> Approval:
    """Keep what was ticked, which precedents stood beside it, and the report as it is now."""
    freeze_report(fact_check, by=by, at=at)
    # A line that is ticked twice counts once, with its last note.
    lines = {line["item"]: line.get("note", "") for line in checklist}
    return Approval.objects.create(
        fact_check=fact_check,
        round=fact_check.round,
        verdict=verdict,
        checklist=[{"item": item, "note": note} for item, note in lines.items()],
        precedents=[str(uuid) for uuid in precedents],
        deviation=deviation,
        by=by,
        at=at,
    )


def freeze_report(fact_check: FactCheck, *, by: User, at: datetime) -> ReportVersion | None:
    """Return the report as it stands, kept for good; None where nothing is written."""
    report = report_of(fact_check)
    if report is None or not is_written(report):
        return None
    sections = {name: getattr(report, name) for name in Report.SECTIONS}
    kept, _ = ReportVersion.objects.get_or_create(
        report=report,
        version=report.version,
        defaults={"cms_url": report.cms_url, "sections": sections, "by": by, "at": at},
    )
    return kept


def refuse_reworded(fact_check: FactCheck) -> None:
    """Raise ClaimReworded where the claim got other words since the approval: nobody approved those."""
    reworded = Event.objects.filter(subject=fact_check.claim.uuid, name="claim.reworded")
    if reworded.filter(at__gt=fact_check.approved_at).exists():
        raise ClaimReworded(
            "The claim was reworded after the approval: put it on hold and resume it, then approve it anew."
        )
