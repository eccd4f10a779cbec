"""Copies that people ask for or hand in."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from factcheck import captures
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.evidence.asking import ask_for_copy, may_be_fetched
from reviews.actions.evidence.looks import cite, found_in, next_look
from reviews.actions.evidence.sources import locked_evidence
from reviews.actions.locks import refuse_closed_file
from reviews.evidence.changes import Found
from reviews.evidence.texts import Words
from reviews.models import Evidence, EvidenceCheck, EvidenceKind, FactCheck


class ConfidentialSource(Conflict):
    """The visit would tell the site of the source, and its job the desk."""

    code = "confidential_source"


class NothingToCapture(Refusal):
    """There is no address to fetch."""

    code = "nothing_to_capture"


class HashOnly(Conflict):
    """Of this source no bytes are kept."""

    code = "hash_only"


class Withdrawn(Conflict):
    """The source was withdrawn."""

    code = "withdrawn"


@transaction.atomic
def ask_capture(*, evidence_id: UUID, by: User, at: datetime) -> Evidence:
    """Have the source fetched soon; a fresh copy takes the place of the one cited.

    Raises Evidence.DoesNotExist, NotAllowed, FileClosed (once there is a copy),
    ConfidentialSource, Withdrawn, NothingToCapture.
    """
    fact_check, evidence = locked_evidence(evidence_id, by)
    _refuse_on_closed_file(fact_check, evidence)
    if evidence.confidential:
        raise ConfidentialSource("A confidential source is not fetched; a copy can be handed in.")
    if not may_be_fetched(evidence):
        interview = evidence.kind == EvidenceKind.INTERVIEW
        message = "An interview is not fetched" if interview else "This source has no address"
        raise NothingToCapture(f"{message}; a copy can be handed in.", field="url")
    ask_for_copy(evidence, by=by, at=at)
    evidence.save(update_fields=["capture_status", "capture_problem", *CHAIN_HEAD])
    return evidence


@transaction.atomic
def hand_in_copy(
    *, evidence_id: UUID, body: bytes, media_type: str, words: Words, by: User, at: datetime
) -> Evidence:
    """Keep a file that a person hands in as the copy of a source.

    `words` were read before, in the parser child. Raises Evidence.DoesNotExist,
    NotAllowed, FileClosed (once there is a copy), Withdrawn, HashOnly, Refusal.
    """
    fact_check, evidence = locked_evidence(evidence_id, by)
    _refuse_on_closed_file(fact_check, evidence)
    if evidence.hash_only:
        raise HashOnly("Of this source the hash alone is kept.", field="file")
    if not body:
        raise Refusal("The file is empty.", field="file")
    first = evidence.capture is None
    capture = captures.keep_upload(body, media_type=media_type, at=at)
    found = found_in(evidence.quote, words)
    cite(evidence, capture, words, found, at=at)
    evidence.last_found = Found.FIRST if first else Found.CHANGED
    evidence.recheck_at = next_look(evidence, evidence.last_found, at=at)
    data = {"capture": capture.uuid, "sha256": capture.sha256}
    record("evidence.copy_handed_in", evidence, by=by, at=at, data=data)
    evidence.save()
    EvidenceCheck.objects.create(
        evidence=evidence,
        found=evidence.last_found,
        capture=capture,
        quote_found=found,
        problem=words.unread[:500],
        at=at,
    )
    return evidence


@transaction.atomic
def note_quote(*, evidence_id: UUID, quote: str, words: Words, at: datetime) -> Evidence:
    """Say whether the quote stands in the copy; nothing where it is another quote by now."""
    evidence = Evidence.objects.select_for_update(of=("self",)).get(uuid=evidence_id)
    found = found_in(quote, words)
    if evidence.quote == quote and not evidence.confidential and evidence.quote_found != found:
        evidence.quote_found = found
        record("evidence.quote_looked_for", evidence, by=None, at=at, data={"found": found})
        evidence.save(update_fields=["quote_found", *CHAIN_HEAD])
    return evidence


def _refuse_on_closed_file(fact_check: FactCheck, evidence: Evidence) -> None:
    """A first copy changes nothing that was judged; another one would."""
    if evidence.capture_id is not None:
        refuse_closed_file(fact_check)
    if evidence.withdrawn_at is not None:
        raise Withdrawn("This source was withdrawn.")
