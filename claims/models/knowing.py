"""What storing the claims of a snapshot must know beforehand, read at once.

PostgreSQL answers in one statement, any database the same in nine; a test holds both equal.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from string import Template
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Coalesce

from claims.lifecycle import SPOKEN_FOR
from claims.models.articles import Article, Snapshot
from claims.models.claimants import Claimant, ClaimantRole
from claims.models.claims import Appearance, Claim
from claims.models.ruling import IN_ONE, rules_in_force
from claims.models.statements import rows_of


class Piece(NamedTuple):
    """A snapshot whose claims are stored, and how its article stands."""

    snapshot: int
    number: int
    language: str
    published_at: datetime | None
    article: int
    article_uuid: UUID
    first: int  # the article that it is a copy of, or itself
    newest: int | None  # snapshot of the article
    detected_at: datetime | None
    has_places: bool  # of claims, in any of its snapshots
    has_copies: bool

    @property
    def superseded(self) -> bool:
        """Whether a newer snapshot was taken meanwhile: that one's own job says what stands."""
        return self.newest != self.snapshot

    @property
    def passed_by(self) -> bool:
        """Whether that newer one was looked at already."""
        return self.superseded and self.detected_at is not None

    @property
    def is_first_look(self) -> bool:
        """Whether nothing can be known of the article's words yet."""
        return self.first == self.article and not self.has_copies and not self.has_places


class NamedRole(NamedTuple):
    """A claimant with one of the roles noted of it; the last four are None where there is none.

    One that was merged is known as the row that stands for it, under its own key.
    """

    key: str
    claimant: int
    known_as: str  # the key of that row
    role: str | None
    organisation: str | None
    row: int | None
    last_seen_at: datetime | None


class Knowledge(NamedTuple):
    piece: Piece
    rules: str  # of triage, as claims.triage.rules_from reads them
    claimants: list[NamedRole]
    some_claim_is_there: bool
    some_claim_is_spoken_for: bool  # by others: it was merged or split


def read(
    snapshot: int, *, keys: Collection[str], fingerprints: Collection[str], at_once: bool | None = None
) -> Knowledge:
    """Return what is known: the piece, the rules, claimants by key, and whether fingerprints are there.

    `at_once` chooses the way, for the test that holds both equal. Raises Snapshot.DoesNotExist.
    """
    at_once = connection.vendor == "postgresql" if at_once is None else at_once
    way = _at_once if at_once else _one_by_one
    return way(snapshot, list(keys), list(fingerprints))


def _one_by_one(snapshot: int, keys: list[str], fingerprints: list[str]) -> Knowledge:
    piece = Snapshot.objects.filter(pk=snapshot).values_list(
        "id",
        "number",
        "language",
        "published_at",
        "article_id",
        "article__uuid",
        Coalesce(F("article__copy_of_id"), F("article_id")),
        "article__snapshot_id",
        "article__detected_at",
        Exists(Appearance.objects.filter(snapshot__article=OuterRef("article"))),
        Exists(Article.objects.filter(copy_of=OuterRef("article"))),
    )
    there = set(Claim.objects.filter(fingerprint__in=fingerprints).values_list("status", flat=True))
    return Knowledge(
        Piece(*piece.get()),
        rules_in_force(at_once=False),
        list(_roles_of(keys)),
        bool(there),
        bool(there & SPOKEN_FOR),
    )


def _roles_of(keys: list[str]) -> Iterator[NamedRole]:
    standing = Coalesce("merged_into_id", "id"), Coalesce("merged_into__key", "key")
    people = list(Claimant.objects.filter(key__in=keys).values_list("key", *standing))
    roles: dict[int, list[Any]] = defaultdict(list)
    rows = ClaimantRole.objects.filter(claimant__in={pk for _, pk, _ in people})
    for pk, *role in rows.values_list("claimant_id", "role", "organisation", "id", "last_seen_at"):
        roles[pk].append(role)
    for key, pk, known_as in people:
        for role in roles[pk] or [[None] * 4]:
            yield NamedRole(key, pk, known_as, *role)


_READ: Final = Template("""
SELECT s.id, s.number, s.language, s.published_at, a.id, a.uuid, COALESCE(a.copy_of_id, a.id), a.snapshot_id,
    a.detected_at,
    EXISTS (SELECT 1 FROM claims_appearance p JOIN claims_snapshot o ON o.id = p.snapshot_id
        WHERE o.article_id = a.id),
    EXISTS (SELECT 1 FROM claims_article c WHERE c.copy_of_id = a.id),
    (SELECT bool_or(c.status IN ('merged', 'split')) FROM claims_claim c
        WHERE c.fingerprint = ANY(string_to_array(%s, ','))),
    $rules,
    (SELECT json_agg(json_build_array(w.key, k.id, k.key, r.role, r.organisation, r.id, r.last_seen_at))::text
        FROM claims_claimant w JOIN claims_claimant k ON k.id = COALESCE(w.merged_into_id, w.id)
        LEFT JOIN claims_claimantrole r ON r.claimant_id = k.id WHERE w.key = ANY(%s))
FROM claims_snapshot s JOIN claims_article a ON a.id = s.article_id
WHERE s.id = %s""").substitute(rules=IN_ONE)


def _at_once(snapshot: int, keys: list[str], fingerprints: list[str]) -> Knowledge:
    rows = rows_of(_READ, [",".join(fingerprints), keys, snapshot])
    if not rows:
        raise Snapshot.DoesNotExist
    *piece, some, rules, claimants = rows[0]
    return Knowledge(
        Piece(*piece),
        rules,
        [
            NamedRole(key, who, known_as, role, body, pk, datetime.fromisoformat(seen) if seen else None)
            for key, who, known_as, role, body, pk, seen in json.loads(claimants or "[]")
        ],
        some is not None,
        bool(some),
    )
