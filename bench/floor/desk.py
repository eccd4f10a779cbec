"""What filing and taking the next one cost at least: the same rows by hand-written statements, no rules."""

from hashlib import sha256
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from factcheck import clock

_EVENT = """
INSERT INTO factcheck_event (uuid, name, subject_type, subject, seq, at, by, data, previous_hash, hash)
VALUES (%s, %s, %s, %s, %s, %s, NULL, '{}', '', %s)"""
_FIRST = """
SELECT f.id, f.uuid, f.chain_seq FROM reviews_factcheck f JOIN claims_claim c ON c.id = f.claim_id
WHERE f.status = 'open' ORDER BY c.priority DESC, f.id LIMIT 1 FOR UPDATE OF f SKIP LOCKED"""
_SEAT = """
INSERT INTO reviews_assignment (uuid, chain_seq, chain_hash, fact_check_id, round, role, seat, reviewer_id,
    status, source, fence, offered_at, accepted_at, lapses_at, reason, explanation, overrides,
    override_reason)
VALUES (%s, 1, '', %s, 1, 'researcher', 1, %s, 'accepted', 'next', 1, %s, %s, %s, '', '{}', '[]', '')"""
_REVIEW = """
INSERT INTO reviews_review (uuid, assignment_id, fact_check_id, round, stage, revision, rating_id, words,
    reasoning, evidence, fence, filed_at)
SELECT %s, a.id, a.fact_check_id, 1, 1, 1, %s, '', 'The table says otherwise.', '[]', a.fence, %s
FROM reviews_assignment a WHERE a.uuid = %s RETURNING id, fact_check_id"""
_FILED = """
UPDATE reviews_assignment SET status = 'filed', filed_at = %s, lapses_at = NULL, chain_seq = 2
WHERE uuid = %s"""
_PROPOSED = "UPDATE reviews_factcheck SET status = 'agreed', proposal_id = %s, chain_seq = 3 WHERE id = %s"
_BEGUN = "UPDATE reviews_factcheck SET status = 'in_research', chain_seq = 2 WHERE id = %s"


def file_and_next(request: HttpRequest, reviewer: int, rating: int, seat: str) -> HttpResponse:
    """File under a seat ("-": none), and take the most pressing open fact-check; answer with the new seat."""
    at = clock.now()
    with transaction.atomic(), connection.cursor() as cursor:
        if seat != "-":
            cursor.execute(_REVIEW, [uuid4(), rating, at, seat])
            review, fact_check = cursor.fetchone()
            cursor.execute(_FILED, [at, seat])
            cursor.execute(_PROPOSED, [review, fact_check])
            _event(cursor, "assignment.filed", "reviews.assignment", seat, 2, at)
        cursor.execute(_FIRST)
        pk, uuid, _ = cursor.fetchone()
        if seat != "-":
            _event(cursor, "fact_check.proposed", "reviews.factcheck", uuid4(), 3, at)
        taken = uuid4()
        cursor.execute(_SEAT, [taken, pk, reviewer, at, at, at])
        cursor.execute(_BEGUN, [pk])
        _event(cursor, "assignment.accepted", "reviews.assignment", taken, 1, at)
        _event(cursor, "fact_check.research_started", "reviews.factcheck", uuid, 2, at)
    return HttpResponse(str(taken))


def _event(cursor, name, label, subject, seq, at) -> None:  # type: ignore[no-untyped-def]
    digest = sha256(f"{subject} {seq}".encode()).hexdigest()
    cursor.execute(_EVENT, [uuid4(), name, label, subject, seq, at, digest])
