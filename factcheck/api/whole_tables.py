"""The first page of an unfiltered list, without writing its SQL again each time.

To compile the query costs as much as to run it (bench/api.py), and the list that
people open all day is always the same one. A query with any condition goes the
usual way; a test holds the two equal.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql import Query

# A query writes into itself only what was asked of it.
_UNASKED = frozenset(vars(Query(None)))


def is_whole(queryset: QuerySet[Any]) -> bool:
    """Whether all rows of a table are asked for, in no order yet, and nothing else."""
    query = queryset.query
    asked = query.where or query.annotations or query.extra or query.alias_map
    return not asked and vars(query).keys() <= _UNASKED


def first_rows(
    queryset: QuerySet[Any], *, order: Sequence[str], columns: Sequence[str], limit: int
) -> list[Sequence[Any]]:
    """Return the first rows of a whole table as `order_by(*order).values_list(*columns)[:limit]` would."""
    connection = connections[queryset.db]
    # Kept with the connection: the statement belongs to its vendor, and the connection to its thread.
    known = vars(connection).setdefault("whole_tables", {})
    key = (queryset.model, tuple(order), tuple(columns), limit)
    if key not in known:
        query = queryset.order_by(*order).values_list(*columns)[:limit].query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        known[key] = sql, params, compiler, converters
    sql, params, compiler, converters = known[key]
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    return list(compiler.apply_converters(rows, converters)) if converters else list(rows)
