"""Claims that came again, put into their new order at once.

PostgreSQL takes them in one statement, any database by bulk_update, which costs
a millisecond a claim to write out; a test holds both equal.
"""

from collections.abc import Sequence
from typing import Any, Final

import orjson
from django.db import connection

from claims.models.claims import Claim
from claims.models.statements import rows_of

COLUMNS: Final = (
    "spread",
    "gate",
    "priority",
    "priority_parts",
    "words_changed_at",
    "chain_seq",
    "chain_hash",
)

_STATEMENT: Final = """
UPDATE claims_claim c SET spread = g.spread, gate = g.gate, priority = g.priority,
    priority_parts = g.priority_parts, words_changed_at = g.words_changed_at,
    chain_seq = g.chain_seq, chain_hash = g.chain_hash
FROM jsonb_to_recordset(%s::jsonb) AS g(id bigint, spread integer, gate text, priority float8,
    priority_parts jsonb, words_changed_at timestamptz, chain_seq integer, chain_hash text)
WHERE c.id = g.id RETURNING c.id"""


def restate(claims: Sequence[Claim], *, at_once: bool | None = None) -> None:
    """Save spread, order, flag and chain of these locked claims.

    `at_once` chooses the way, for the test that holds both equal.
    """
    if at_once is None:
        at_once = connection.vendor == "postgresql"
    if not claims:
        return
    if at_once:
        rows_of(_STATEMENT, [orjson.dumps([_row(claim) for claim in claims]).decode()])
    else:
        Claim.objects.bulk_update(claims, list(COLUMNS))


def _row(claim: Claim) -> dict[str, Any]:
    return {"id": claim.pk, **{name: getattr(claim, name) for name in COLUMNS}}
