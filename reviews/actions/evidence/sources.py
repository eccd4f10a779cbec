"""Sources in the shared file: put in, changed, withdrawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.building import file_changed, refuse_all_but_builders
from reviews.actions.locks import locked, refuse_closed_file
from reviews.models import Evidence, EvidenceKind, FactCheck

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
)


@transaction.atomic
def add_evidence(*, fact_check_id: UUID, by: User, at: datetime, **fields: Any) -> Evidence:
    """Put a source into the file. `fields` are EVIDENCE_FIELDS. Raises NotAllowed, FileClosed, Refusal."""
    fact_check = locked(fact_check_id)
    refuse_all_but_builders(fact_check, by)
    refuse_closed_file(fact_check)
    evidence = Evidence(fact_check=fact_check, added_by=by, added_at=at, **fields)
    _complete(evidence)
    record("evidence.added", evidence, by=by, at=at, data={"fact_check": fact_check.uuid})
    evidence.save()
    file_changed(fact_check, "fact_check.evidence_added", evidence.uuid, by=by, at=at)
    return evidence


@transaction.atomic
def edit_evidence(*, evidence_id: UUID, by: User, at: datetime, **fields: Any) -> Evidence:
    """Change what the file says about a source. What a verdict cited stays as it was cited."""
    fact_check, evidence = _locked_evidence(evidence_id, by)
    for name, value in fields.items():
        setattr(evidence, name, value)
    _complete(evidence)
    record("evidence.edited", evidence, by=by, at=at, data={"fields": sorted(fields)})
    evidence.save(update_fields=[*fields, *CHAIN_HEAD])
    file_changed(fact_check, "fact_check.evidence_edited", evidence.uuid, by=by, at=at)
    return evidence


@transaction.atomic
def withdraw_evidence(*, evidence_id: UUID, reason: str, by: User, at: datetime) -> Evidence:
    """Take a source out of the count; it stays in the file with the reason."""
    fact_check, evidence = _locked_evidence(evidence_id, by)
    if not reason.strip():
        raise Refusal("Say why the source is withdrawn.", field="reason")
    if evidence.withdrawn_at is not None:
        raise Conflict("This source was withdrawn already.")
    evidence.withdrawn_at, evidence.withdrawn_reason = at, reason
    record("evidence.withdrawn", evidence, by=by, at=at)
    evidence.save(update_fields=["withdrawn_at", "withdrawn_reason", *CHAIN_HEAD])
    file_changed(fact_check, "fact_check.evidence_withdrawn", evidence.uuid, by=by, at=at)
    return evidence


def _locked_evidence(evidence_id: UUID, by: User) -> tuple[FactCheck, Evidence]:
    file_id = Evidence.objects.values_list("fact_check__uuid", flat=True).get(uuid=evidence_id)
    fact_check = locked(file_id)
    refuse_all_but_builders(fact_check, by)
    refuse_closed_file(fact_check)
    return fact_check, Evidence.objects.select_for_update().get(uuid=evidence_id)


def _complete(evidence: Evidence) -> None:
    if not evidence.title.strip():
        raise Refusal("A source needs a title.", field="title")
    if evidence.kind == EvidenceKind.LINK and not evidence.url:
        raise Refusal("A link needs its address.", field="url")
