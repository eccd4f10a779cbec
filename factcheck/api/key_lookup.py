"""The statement that opens the door. Hand-written, because it runs before every request that carries a key.

Through the ORM the same costs a millisecond more, most of it to compile the
query again. A test holds it equal to `ApiKey.objects.live`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection

from factcheck.models import ApiKey, User

_KEY = ("id", "uuid", "name", "prefix", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at")
_USER = ("id", "uuid", "username", "name", "email", "role", "is_active", "created_at")
# As Django spells Now(): milliseconds on SQLite.
_NOW = {"postgresql": "STATEMENT_TIMESTAMP()", "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'NOW')"}


@dataclass(frozen=True, slots=True)
class Admitted:
    """A key that is live by the database's clock, with its person, and what that clock said."""

    key: ApiKey
    at: datetime


def find(token: str) -> Admitted | None:
    """Return the live key of this token and its active person, or None. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(connection.vendor), [ApiKey.digest_of(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    values = _converted(row)
    key = ApiKey.from_db(connection.alias, _KEY, values[: len(_KEY)])
    key.user = User.from_db(connection.alias, _USER, values[len(_KEY) : -1])
    return Admitted(key, values[-1])


@lru_cache(maxsize=2)
def _sql(vendor: str) -> str:
    keys, users, now = ApiKey._meta.db_table, User._meta.db_table, _NOW[vendor]
    columns = [f'k."{name}"' for name in _KEY] + [f'u."{name}"' for name in _USER]
    return (
        f'SELECT {", ".join(columns)}, {now} FROM "{keys}" k JOIN "{users}" u ON u."id" = k."user_id" '  # noqa: S608 - our own names
        'WHERE k."digest" = %s AND k."revoked_at" IS NULL '
        f'AND (k."expires_at" IS NULL OR k."expires_at" > {now}) AND u."is_active"'
    )


@lru_cache(maxsize=2)
def _converters(vendor: str) -> list[tuple[int, Any, list[Any]]]:
    """Position, column and what Django calls to read it, for the columns that need reading."""
    fields = [(ApiKey, name) for name in _KEY] + [(User, name) for name in _USER] + [(ApiKey, "created_at")]
    columns: list[Any] = [
        model._meta.get_field(name).get_col(model._meta.db_table)  # type: ignore[union-attr]
        for model, name in fields
    ]
    found = [
        (at, column, connection.ops.get_db_converters(column) + column.get_db_converters(connection))
        for at, column in enumerate(columns)
    ]
    return [entry for entry in found if entry[2]]


def _converted(row: Sequence[Any]) -> list[Any]:
    values = list(row)
    for at, column, converters in _converters(connection.vendor):
        for convert in converters:
            values[at] = convert(values[at], column, connection)
    return values
