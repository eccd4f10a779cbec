"""Which rows' places are whose: a claim stands for those merged into it and, as a part, for what was split.

A row that is merged or split points to others; nothing leads back to itself, for only a row
that stands for itself can be pointed to.
"""

from collections import defaultdict
from collections.abc import Collection
from typing import Final

from django.db import connection

_EDGES: Final = """(
    SELECT id AS low, merged_into_id AS high FROM claims_claim WHERE merged_into_id IS NOT NULL
    UNION ALL SELECT claim_id, part_id FROM claims_claimpart)"""
# Of one claim, for a condition: `claim_id IN (...)`.
BEHIND_ONE: Final = f"""
WITH RECURSIVE below(id) AS (
    SELECT CAST(%s AS bigint)
    UNION SELECT e.low FROM below b JOIN {_EDGES} e ON e.high = b.id
) SELECT id FROM below"""  # noqa: S608 - nothing but the text above
_BEHIND: Final = f"""
WITH RECURSIVE below(root, id) AS (
    SELECT id, id FROM claims_claim WHERE id IN (%s)
    UNION SELECT b.root, e.low FROM below b JOIN {_EDGES} e ON e.high = b.id
) SELECT root, id FROM below"""  # noqa: S608
_AHEAD: Final = f"""
WITH RECURSIVE above(root, id) AS (
    SELECT id, id FROM claims_claim WHERE id IN (%s)
    UNION SELECT a.root, e.high FROM above a JOIN {_EDGES} e ON e.low = a.id
) SELECT root, id FROM above WHERE id NOT IN (SELECT low FROM {_EDGES} AS e)"""  # noqa: S608


def behind(claims: Collection[int]) -> dict[int, set[int]]:
    """Claim -> the rows whose places are its own: itself, those merged into it, those it is a part of …"""
    return _walked(_BEHIND, claims)


def ahead(claims: Collection[int]) -> dict[int, set[int]]:
    """Row -> the claims that stand for it: itself, or where the merged and the split ones lead in the end."""
    return _walked(_AHEAD, claims)


def _walked(statement: str, claims: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    if not claims:
        return found
    with connection.cursor() as cursor:
        cursor.execute(statement % ", ".join(["%s"] * len(claims)), list(claims))
        for root, row in cursor.fetchall():
            found[root].add(row)
    return found
