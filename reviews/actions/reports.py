"""The written report of a fact-check, saved as it grows; what is frozen of it, `approvals` says."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import User
from reviews.actions.building import refuse_all_but_builders
from reviews.actions.locks import FileClosed, locked
from reviews.lifecycle import FactCheckStatus
from reviews.models import Report

# What is judged, or approved as it stands, is not written on.
_CLOSED = {
    FactCheckStatus.JUDGING,
    FactCheckStatus.APPROVED,
    FactCheckStatus.SCHEDULED,
    FactCheckStatus.CLOSED,
}


class StaleReport(Conflict):
    """The report was saved elsewhere meanwhile; `details["version"]` is the one that stands."""

    code = "stale_report"


class TwoReports(Refusal):
    """A report is written here or in the newsroom's CMS."""

    code = "two_reports"


@transaction.atomic
def save_report(
    *,
    fact_check_id: UUID,
    version: int,
    cms_url: str = "",
    quote_and_wording: str = "",
    finding: str = "",
    evidence: str = "",
    claimant_said: str = "",
    how_we_checked: str = "",
    by: User,
    at: datetime,
) -> Report:
    """Save the report, all of it; `version` is the one it grew from, 0 for the first.

    Either sections or the address of the piece in the CMS. Raises NotAllowed,
    FileClosed, StaleReport, TwoReports.
    """
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    status = fact_check.held_from or fact_check.status  # a hold opens nothing
    if status in _CLOSED:
        raise FileClosed(f"The report cannot be changed while it is {status.replace('_', ' ')}.")
    sections = {
        "quote_and_wording": quote_and_wording,
        "finding": finding,
        "evidence": evidence,
        "claimant_said": claimant_said,
        "how_we_checked": how_we_checked,
    }
    if cms_url and any(text.strip() for text in sections.values()):
        raise TwoReports("Write the report here, or name where it is in the CMS.", field="cms_url")
    kept = Report.objects.select_for_update().filter(fact_check=fact_check).first()
    report = kept or Report(fact_check=fact_check, version=0)
    if report.version != version:
        raise StaleReport("This report was saved elsewhere meanwhile.", version=report.version)
    for name, text in sections.items():
        setattr(report, name, text)
    report.cms_url, report.version, report.saved_by, report.saved_at = cms_url, version + 1, by, at
    record("report.saved", report, by=by, at=at, data={"version": report.version})
    report.save()
    return report
