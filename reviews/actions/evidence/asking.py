"""What is asked for of a source's copy, and what is not: columns of a locked row that the caller saves."""

from datetime import datetime

from factcheck.events import record
from factcheck.models import User
from reviews.models import CaptureStatus, Evidence, EvidenceKind


def may_be_fetched(evidence: Evidence) -> bool:
    """Whether the desk may visit the source by itself.

    Not a confidential one: the visit would tell the site, and its job the desk.
    """
    known = not evidence.confidential and evidence.withdrawn_at is None
    return known and bool(evidence.url) and evidence.kind != EvidenceKind.INTERVIEW


def ask_for_copy(evidence: Evidence, *, by: User, at: datetime) -> None:
    """Have the source captured, where it may be fetched."""
    if may_be_fetched(evidence):
        evidence.capture_status, evidence.capture_problem = CaptureStatus.PENDING, ""
        record("evidence.capture_asked", evidence, by=by, at=at)


def forget_copy(evidence: Evidence) -> None:
    """Let the source be one without a copy: the one there is shows another address. Its looks stay."""
    evidence.capture = evidence.near_copy_of = evidence.quote_found = None
    evidence.likeness = evidence.recheck_at = None
    evidence.capture_status, evidence.capture_problem, evidence.last_found = CaptureStatus.NONE, "", ""


def nothing_awaited(evidence: Evidence) -> None:
    """Neither a first copy nor a later look."""
    evidence.recheck_at = None
    if evidence.capture_status == CaptureStatus.PENDING:
        evidence.capture_status = CaptureStatus.NONE
        if evidence.capture is not None:
            evidence.capture_status = status_of_copy(evidence)


def status_of_copy(evidence: Evidence) -> CaptureStatus:
    """What to call a source that has a copy."""
    return CaptureStatus.HASH_ONLY if evidence.hash_only else CaptureStatus.CAPTURED
