"""What the file says about its sources: put in, changed, withdrawn.

A confidential source leaves no trace where somebody could notice it: nothing on
the chain of the fact-check, no job, no comparison with others.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.models import User
from reviews.actions.building import file_changed, refuse_all_but_builders
from reviews.actions.evidence.asking import ask_for_copy, forget_copy, nothing_awaited
from reviews.actions.evidence.near_copies import lift_copies_of
from reviews.actions.locks import locked, refuse_closed_file
from reviews.models import CaptureStatus, Evidence, EvidenceKind, FactCheck

EVIDENCE_FIELDS = (
    "kind",
    "title",
    "url",
    "publisher",
    "owner",
    "quote",
    "stance",
    "primary",
    "independent",
    "rests_on",
    "interests",
    "language",
    "accessed_on",
    "confidential",
    "hash_only",
)


class CopyKept(Conflict):
    """The bytes are kept already; two people can have them removed."""

    code = "copy_is_kept"


@transaction.atomic
def add_evidence(*, fact_check_id: UUID, by: User, at: datetime, **fields: Any) -> Evidence:
    """Put a source into the file; what has an address is captured soon. `fields` are EVIDENCE_FIELDS.

    Raises NotAllowed, FileClosed, Refusal.
    """
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    refuse_closed_file(fact_check)
    evidence = Evidence(fact_check=fact_check, added_by=by, added_at=at, **fields)
    _complete(evidence)
    record("evidence.added", evidence, by=by, at=at, data={"fact_check": fact_check.uuid})
    ask_for_copy(evidence, by=by, at=at)
    evidence.save()
    if not evidence.confidential:
        file_changed(fact_check, "fact_check.evidence_added", evidence.uuid, by=by, at=at)
    return evidence


@transaction.atomic
def edit_evidence(*, evidence_id: UUID, by: User, at: datetime, **fields: Any) -> Evidence:
    """Change what the file says about a source. What a verdict cited stays as it was cited.

    Another address is captured anew, another quote looked for in the copy there is.
    Raises Evidence.DoesNotExist, NotAllowed, FileClosed, Refusal, CopyKept.
    """
    fact_check, evidence = locked_evidence(evidence_id, by)
    refuse_closed_file(fact_check)
    url, quote, hidden = evidence.url, evidence.quote, evidence.confidential
    if hidden and not fields.get("confidential", True) and evidence.added_by_id != by.pk:
        raise NotAllowed("Who added a confidential source says who else may see it.")
    if fields.get("hash_only") and not evidence.hash_only and evidence.capture_id is not None:
        raise CopyKept("A copy is kept already; two editors can have its bytes removed.", field="hash_only")
    for name, value in fields.items():
        setattr(evidence, name, value)
    _complete(evidence)
    record("evidence.edited", evidence, by=by, at=at, data={"fields": sorted(fields)})
    if evidence.confidential and not hidden:
        nothing_awaited(evidence)
        evidence.near_copy_of = None
        lift_copies_of(evidence, by=by, at=at)
    if evidence.url != url:
        forget_copy(evidence)
        lift_copies_of(evidence, by=by, at=at)
    elif evidence.quote != quote:
        _look_for_quote(evidence, by=by, at=at)
    if evidence.url != url or (hidden and not evidence.confidential and evidence.capture_id is None):
        ask_for_copy(evidence, by=by, at=at)
    evidence.save()
    if not (hidden and evidence.confidential):
        event = "evidence_added" if hidden else "evidence_edited"
        file_changed(fact_check, f"fact_check.{event}", evidence.uuid, by=by, at=at)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: UUID, reason: str, by: User, at: datetime) -> Evidence:
    """Take a source out of the count; it stays in the file with the reason.

    Raises Evidence.DoesNotExist, NotAllowed, FileClosed, Refusal, Conflict.
    """
    fact_check, evidence = locked_evidence(evidence_id, by)
    refuse_closed_file(fact_check)
    if not reason.strip():
        raise Refusal("Say why the source is withdrawn.", field="reason")
    if evidence.withdrawn_at is not None:
        raise Conflict("This source was withdrawn already.")
    evidence.withdrawn_at, evidence.withdrawn_reason = at, reason
    nothing_awaited(evidence)
    record("evidence.withdrawn", evidence, by=by, at=at)
    evidence.save()
    if not evidence.confidential:
        file_changed(fact_check, "fact_check.evidence_withdrawn", evidence.uuid, by=by, at=at)
    return evidence


def locked_evidence(evidence_id: UUID, by: User) -> tuple[FactCheck, Evidence]:
    """Return the fact-check and the source, locked in this order, for who builds the file.

    Raises Evidence.DoesNotExist (a confidential one that he must not notice, too), NotAllowed.
    """
    known = Evidence.objects.exclude(pk__in=Evidence.objects.kept_from(by).values("pk"))
    fact_check = locked(known.values_list("fact_check__uuid", flat=True).get(uuid=evidence_id))
    refuse_all_but_builders(fact_check, by)
    return fact_check, Evidence.objects.select_for_update(of=("self",)).get(uuid=evidence_id)


def _complete(evidence: Evidence) -> None:
    if not evidence.title.strip():
        raise Refusal("A source needs a title.", field="title")
    if evidence.kind == EvidenceKind.LINK and not evidence.url:
        raise Refusal("A link needs its address.", field="url")


def _look_for_quote(evidence: Evidence, *, by: User, at: datetime) -> None:
    evidence.quote_found = None
    if evidence.capture_status == CaptureStatus.CAPTURED and not evidence.confidential:
        record("evidence.quote_changed", evidence, by=by, at=at)
