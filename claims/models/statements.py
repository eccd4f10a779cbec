"""Hand-written statements of hot paths, sent to PostgreSQL with their values apart from them.

Django writes values into the statement, and PostgreSQL reads 30 kB of it out again.
"""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def rows_of(statement: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement in Django's transaction; return its rows.

    Not prepared: that would tie a transaction-mode pool to one server process,
    and was measured to win nothing.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        return cursor.execute(statement, values, prepare=False).fetchall()
