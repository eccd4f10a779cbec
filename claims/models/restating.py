"""Claims that came again, put into their new order at once.

PostgreSQL takes them in one statement, any database by bulk_update, which costs
a millisecond a claim to write out; a test holds both equal.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

import orjson
from django.db import connection

from claims.models.claims import Claim
from claims.models.statements import rows_of

_TYPES: Final = {
    "spread": "integer",
    "gate": "text",
    "priority": "float8",
    "priority_parts": "jsonb",
    "score": "float8",
    "score_parts": "jsonb",
    "score_model": "text",
    "words_changed_at": "timestamptz",
    "chain_seq": "integer",
    "chain_hash": "text",
}
ORDER: Final = ("gate", "priority", "priority_parts")
SCORE: Final = ("score", "score_parts", "score_model")
COLUMNS: Final = ("spread", *ORDER, "words_changed_at", "chain_seq", "chain_hash")


def restate(
    claims: Sequence[Claim], *, columns: Sequence[str] = COLUMNS, at_once: bool | None = None
) -> None:
    """Save these columns of locked claims: spread, order, flag and chain, where nothing else is said.

    `at_once` chooses the way, for the test that holds both equal.
    """
    if at_once is None:
        at_once = connection.vendor == "postgresql"
    if not claims:
        return
    if at_once:
        rows = [{"id": claim.pk, **{name: getattr(claim, name) for name in columns}} for claim in claims]
        rows_of(_statement(tuple(columns)), [orjson.dumps(rows).decode()])
    else:
        Claim.objects.bulk_update(claims, list(columns))


@cache
def _statement(columns: tuple[str, ...]) -> str:
    put = ", ".join(f"{name} = g.{name}" for name in columns)
    given = ", ".join(f"{name} {_TYPES[name]}" for name in columns)
    return (
        f"UPDATE claims_claim c SET {put} FROM jsonb_to_recordset(%s::jsonb) AS g(id bigint, {given})"  # noqa: S608 - names of our own
        " WHERE c.id = g.id RETURNING c.id"
    )
