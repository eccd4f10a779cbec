"""Snapshots that share bands with a signature: worth comparing, and bounded however many there are."""

import json
from collections.abc import Sequence
from typing import Final

from django.db import connection

_NEWEST: Final = (
    16  # of each band: copies come soon after each other, and furniture of a site is in thousands
)
_BEST: Final = 20

# The index holds a band's snapshots in order: each costs 16 rows, whatever the archive.
_POSTGRES: Final = """
SELECT near.snapshot_id FROM unnest(%s::bigint[]) AS band(key) CROSS JOIN LATERAL (
    SELECT b.snapshot_id FROM claims_snapshotband b WHERE b.key = band.key
    ORDER BY b.snapshot_id DESC LIMIT %s
) AS near
GROUP BY near.snapshot_id ORDER BY count(*) DESC, near.snapshot_id LIMIT %s"""
_SQLITE: Final = """
SELECT near.snapshot_id FROM (
    SELECT b.snapshot_id, row_number() OVER (PARTITION BY b.key ORDER BY b.snapshot_id DESC) AS place
    FROM claims_snapshotband b WHERE b.key IN (SELECT value FROM json_each(%s))
) AS near WHERE near.place <= %s
GROUP BY near.snapshot_id ORDER BY count(*) DESC, near.snapshot_id LIMIT %s"""


def sharing(keys: Sequence[int]) -> list[int]:
    """Return ids of the snapshots that share most bands with these keys, at most 20, most shared first."""
    if not keys:
        return []
    on_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        wanted = list(keys) if on_postgres else json.dumps(list(keys))
        cursor.execute(_POSTGRES if on_postgres else _SQLITE, [wanted, _NEWEST, _BEST])
        return [snapshot for (snapshot,) in cursor.fetchall()]
