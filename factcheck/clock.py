"""The one clock. Edges ask it and pass the moment on as `at`; no action reads it."""

from datetime import UTC, datetime

from django.db import connection


def now() -> datetime:
    """Return the database's idea of now: aware, UTC.

    Microseconds on PostgreSQL, milliseconds on SQLite. Everything that is due,
    leased or late was written by this clock and is compared with it, so two
    machines whose own clocks differ still agree.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT clock_timestamp()")
            moment: datetime = cursor.fetchone()[0]
            return moment.astimezone(UTC)
        cursor.execute("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')")
        return datetime.fromisoformat(cursor.fetchone()[0]).replace(tzinfo=UTC)
