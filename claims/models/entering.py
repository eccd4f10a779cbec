"""What was found in an article, entered at once: claims, their places, their topics.

PostgreSQL takes all in one statement, any database the same rows in three; a test holds both equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from string import Template
from typing import Any, Final
from uuid import UUID, uuid4

import orjson
from django.db import connection

from claims.models.articles import Article
from claims.models.claims import Appearance, Claim
from claims.models.statements import rows_of
from claims.models.topics import ClaimTopic
from factcheck.events import insertion_of
from factcheck.models import Event


@dataclass(frozen=True, slots=True)
class NewClaim:
    """A claim to be entered as detected; it stays out if its fingerprint is there already."""

    uuid: UUID
    wording: str
    fingerprint: str
    claimant: int | None
    kind: str
    language: str
    score: float
    score_parts: str  # JSON, as are the other parts
    score_model: str
    priority: float
    priority_parts: str
    gate: str
    topics: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class NewPlace:
    """A place in the snapshot's text, of the claim with that id, or of the one that is entered with it."""

    claim: int | None
    fingerprint: str
    start: int
    end: int
    quote: str
    quoted_parts: str  # JSON
    claimant: int | None
    role: str
    organisation: str
    speech: str


@dataclass(frozen=True, slots=True)
class Told:
    """What is told if all claims are entered: a prepared event, and how its article stands after it."""

    event: Event
    article: int
    detected_at: datetime | None


def enter(
    claims: Sequence[NewClaim],
    places: Sequence[NewPlace],
    *,
    snapshot: int,
    told: Told | None = None,
    at: datetime,
    at_once: bool | None = None,
) -> dict[str, int]:
    """Enter claims, in the order given, and places; return the ids of the new claims by fingerprint.

    What is there already is left alone, and so are places whose claim was not
    entered. The chains of the claims continue from the event, which is recorded,
    with its article's head, only if all of them were entered: who returns fewer
    has that left to do. `at_once` chooses the way, for the test that holds both equal.
    """
    if at_once is None:
        at_once = connection.vendor == "postgresql"
    columns = _Columns(claims, places) if at_once else None
    if columns is not None and columns.fit:
        return _at_once(columns, snapshot=snapshot, told=told, at=at)
    return _by_rows(claims, places, snapshot=snapshot, told=told, at=at)


def _by_rows(
    claims: Sequence[NewClaim],
    places: Sequence[NewPlace],
    *,
    snapshot: int,
    told: Told | None,
    at: datetime,
) -> dict[str, int]:
    drafts = [
        Claim(
            uuid=c.uuid,
            chain_hash=told.event.hash if told else "",
            wording=c.wording,
            fingerprint=c.fingerprint,
            claimant_id=c.claimant,
            kind=c.kind,
            language=c.language,
            score=c.score,
            score_parts=orjson.loads(c.score_parts),
            score_model=c.score_model,
            priority=c.priority,
            priority_parts=orjson.loads(c.priority_parts),
            gate=c.gate,
            created_at=at,
        )
        for c in claims
    ]
    Claim.objects.bulk_create(drafts, ignore_conflicts=True)
    entered: dict[str, int] = dict(
        Claim.objects.filter(uuid__in=[c.uuid for c in claims]).values_list("fingerprint", "id")
    )
    Appearance.objects.bulk_create(
        [
            Appearance(
                claim_id=claim,
                snapshot_id=snapshot,
                start=p.start,
                end=p.end,
                quote=p.quote,
                quoted_parts=orjson.loads(p.quoted_parts),
                claimant_id=p.claimant,
                claimant_role=p.role,
                claimant_organisation=p.organisation,
                speech=p.speech,
                created_at=at,
            )
            for p in places
            if (claim := p.claim or entered.get(p.fingerprint))
        ],
        ignore_conflicts=True,
    )
    ClaimTopic.objects.bulk_create(
        ClaimTopic(claim_id=entered[c.fingerprint], topic_id=topic)
        for c in claims
        if c.fingerprint in entered
        for topic in c.topics
    )
    if told and len(entered) == len(claims):
        told.event.save(force_insert=True)
        head = {"chain_seq": told.event.seq, "chain_hash": told.event.hash, "detected_at": told.detected_at}
        Article.objects.filter(pk=told.article).update(**head)
    return entered


# A column travels as one text that the database cuts up: an array of 50 costs ten times as much to send.
_CUT: Final = "\x1f"
_NOBODY: Final = "-"
# $t takes texts, which end with a cut (or one empty text would be none), $v values, which are never empty.
_STATEMENT: Final = Template("""
WITH entered AS (
    INSERT INTO claims_claim (uuid, chain_seq, chain_hash, wording, fingerprint, claimant_id, kind, language,
        status, score, score_parts, score_model, priority, priority_parts, gate,
        pinned, spread, demand, pitch, decline_reason, created_at)
    SELECT c.uuid, 0, %s, c.wording, c.fingerprint, c.claimant, c.kind, c.language,
        'detected', c.score, c.score_parts, c.score_model, c.priority, c.priority_parts, c.gate,
        false, 1, 0, '', '', %s
    FROM unnest($v::uuid[], $t, $t, $v::bigint[], $t, $t,
        $v::float8[], $v::jsonb[], $t, $v::float8[], $v::jsonb[], $t) WITH ORDINALITY
    AS c(uuid, wording, fingerprint, claimant, kind, language,
        score, score_parts, score_model, priority, priority_parts, gate, place)
    WHERE c.uuid IS NOT NULL ORDER BY c.place
    ON CONFLICT (fingerprint) DO NOTHING
    RETURNING id, fingerprint
), placed AS (
    INSERT INTO claims_appearance (uuid, claim_id, kind, snapshot_id, start, "end", url, quote, quoted_parts,
        claimant_id, claimant_role, claimant_organisation, speech, occasion, created_at)
    SELECT p.uuid, COALESCE(p.claim, e.id), 'text', %s, p.start, p.stop, '', p.quote, p.quoted_parts,
        p.claimant, p.role, p.organisation, p.speech, '', %s
    FROM unnest($v::uuid[], $v::bigint[], $t, $v::int[], $v::int[], $t, $v::jsonb[],
        $v::bigint[], $t, $t, $t) WITH ORDINALITY
    AS p(uuid, claim, fingerprint, start, stop, quote, quoted_parts,
        claimant, role, organisation, speech, place)
    LEFT JOIN entered e ON p.claim IS NULL AND e.fingerprint = p.fingerprint
    WHERE p.uuid IS NOT NULL AND COALESCE(p.claim, e.id) IS NOT NULL ORDER BY p.place
    ON CONFLICT DO NOTHING
), about AS (
    INSERT INTO claims_claimtopic (claim_id, topic_id)
    SELECT e.id, t.topic FROM unnest($t, $v::bigint[]) AS t(fingerprint, topic)
    JOIN entered e USING (fingerprint)
)""").substitute(t="string_to_array(%s, E'\\x1f')", v=f"string_to_array(%s, E'\\x1f', '{_NOBODY}')")
_ALL_ENTERED: Final = "(SELECT count(*) FROM entered) = %s"
_HEAD_MOVED: Final = """
UPDATE claims_article SET chain_seq = %s, chain_hash = %s, detected_at = %s
WHERE id = %s AND (SELECT count(*) FROM entered) = %s"""
_ANSWER: Final = "SELECT fingerprint, id FROM entered"


class _Columns:
    """Claims, places and topics by column, as the statement takes them."""

    def __init__(self, claims: Sequence[NewClaim], places: Sequence[NewPlace]) -> None:
        self.count = len(claims)
        self.fit = True  # whether no text holds the character that separates them
        about = [(c.fingerprint, topic) for c in claims for topic in c.topics]
        self.claims = [
            _values(c.uuid for c in claims),
            self._texts(c.wording for c in claims),
            self._texts(c.fingerprint for c in claims),
            _values(c.claimant for c in claims),
            self._texts(c.kind for c in claims),
            self._texts(c.language for c in claims),
            _values(c.score for c in claims),
            _values(c.score_parts for c in claims),
            self._texts(c.score_model for c in claims),
            _values(c.priority for c in claims),
            _values(c.priority_parts for c in claims),
            self._texts(c.gate for c in claims),
        ]
        self.places = [
            _values(uuid4() for _ in places),
            _values(p.claim for p in places),
            self._texts(p.fingerprint for p in places),
            _values(p.start for p in places),
            _values(p.end for p in places),
            self._texts(p.quote for p in places),
            _values(p.quoted_parts for p in places),
            _values(p.claimant for p in places),
            self._texts(p.role for p in places),
            self._texts(p.organisation for p in places),
            self._texts(p.speech for p in places),
        ]
        self.topics = [self._texts(mark for mark, _ in about), _values(topic for _, topic in about)]

    def _texts(self, texts: Iterable[str]) -> str:
        listed = list(texts)
        joined = "".join([text + _CUT for text in listed])
        self.fit = self.fit and joined.count(_CUT) == len(listed)
        return joined


def _values(values: Iterable[Any]) -> str:
    return _CUT.join([_NOBODY if value is None else str(value) for value in values])


def _at_once(columns: _Columns, *, snapshot: int, told: Told | None, at: datetime) -> dict[str, int]:
    given = [
        told.event.hash if told else "",
        at,
        *columns.claims,
        snapshot,
        at,
        *columns.places,
        *columns.topics,
    ]
    if told is None:
        return dict(rows_of(_STATEMENT + _ANSWER, given))
    event, values = insertion_of(told.event, condition=_ALL_ENTERED)
    given += [
        *values,
        columns.count,
        told.event.seq,
        told.event.hash,
        told.detected_at,
        told.article,
        columns.count,
    ]
    return dict(rows_of(f"{_STATEMENT}, told AS ({event}), head AS ({_HEAD_MOVED}) {_ANSWER}", given))
