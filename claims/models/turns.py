"""Taking turns at what has no row to lock yet. SQLite lets one writer in at a time: there is nothing to do.

All are asked for before any row is locked, texts before families, and held
until the transaction ends. What those who went before have stored is visible then.

Merging and splitting change where the claims of others lead, so who merges is alone
with the claims; whoever stores, pitches or words some goes beside his like, and meets no merge halfway.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db import connection

from claims.models.statements import rows_of

_FAMILIES: Final = 0x6661  # the first of two 32-bit keys: apart from the 64-bit ones of texts
_MERGING: Final = (0x6D65, 0)


def alone_merging() -> None:
    """Wait until nobody else merges or splits, and nobody stores claims."""
    _take("pg_advisory_xact_lock")


def beside_merging() -> None:
    """Wait until nobody merges or splits; others who store or word claims may go on."""
    _take("pg_advisory_xact_lock_shared")


def _take(lock: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {lock}(%s, %s)", _MERGING)


def at_texts(keys: Sequence[int]) -> None:
    """Wait until nobody else stores a text with one of these keys: two alike would both be the first."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Sorted inside, locked outside: all take them in one order, so nobody waits in a circle.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(key) FROM"
                " (SELECT DISTINCT key FROM unnest(%s::bigint[]) AS key ORDER BY key) AS wanted",
                [list(keys)],
            )


# The turn beside merges first: who waits for one must not hold what another who has it waits for.
_LOCK: Final = """
SELECT pg_advisory_xact_lock_shared(%s, %s), f.first, pg_advisory_xact_lock(%s, (f.first %% 2147483648)::int)
FROM (SELECT COALESCE(a.copy_of_id, a.id) AS first FROM claims_article a
      WHERE a.uuid = %s OR a.id = (SELECT s.article_id FROM claims_snapshot s WHERE s.id = %s)) AS f"""


def at_family_of(*, snapshot: int | None = None, article: UUID | None = None) -> int | None:
    """Wait until nobody else is at this article (or that of the snapshot), its first or their copies.

    Nor merges. Returns the id of the first as it was before waiting; None where nobody waits.
    """
    if connection.vendor != "postgresql":
        return None
    rows = rows_of(_LOCK, [*_MERGING, _FAMILIES, article, snapshot])
    return rows[0][1] if rows else None
