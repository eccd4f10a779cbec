"""What constraints cannot say, said to the database itself: triggers, installed after every migrate.

SQLite drops a table's triggers when a migration remakes the table, so they are
put back after each migrate, and `missing()` lets a check and a test compare.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Trigger:
    """Refuse a change. `when` is SQL over NEW and OLD, valid in both databases."""

    name: str
    on: tuple[str, ...]  # out of INSERT, UPDATE, DELETE
    when: str
    message: str


_APPEND_ONLY = Trigger(
    name="append_only", on=("UPDATE", "DELETE"), when="TRUE", message="rows are append-only"
)


def of(model: type[models.Model]) -> list[Trigger]:
    """The triggers of one model: `append_only = True` and its own `triggers` list."""
    found = list(getattr(model, "triggers", []))
    return [_APPEND_ONLY, *found] if getattr(model, "append_only", False) else found


def protected() -> list[type[models.Model]]:
    """All models that carry triggers, out of the app registry."""
    return [model for model in apps.get_models() if of(model)]


def install(**_signal: Any) -> None:
    """Put all triggers in place, replacing earlier forms. Idempotent. Runs after every migrate."""
    existing = set(connection.introspection.table_names())
    for model in protected():
        if model._meta.db_table in existing:
            for statement in _removal(model) + _creation(model):
                _run(statement)


def remove() -> None:
    """Take all triggers away. For emptying a test database, never for a living desk."""
    existing = set(connection.introspection.table_names())
    for model in protected():
        if model._meta.db_table in existing:
            for statement in _removal(model):
                _run(statement)


@contextmanager
def lifted() -> Iterator[None]:
    """Without triggers inside the block; they are back after it."""
    remove()
    try:
        yield
    finally:
        install()


def missing() -> set[str]:
    """Names of triggers that should be in the database and are not."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return {name for model in protected() for name in names(model)} - present


def absent() -> set[str]:
    """Return missing triggers of tables that exist: before the first migrate there is nothing to guard."""
    existing = set(connection.introspection.table_names())
    there = {name for m in protected() if m._meta.db_table in existing for name in names(m)}
    return missing() & there


def names(model: type[models.Model]) -> list[str]:
    """What the triggers of one model are called in the database in use."""
    table = model._meta.db_table
    found = [_name(table, trigger, event) for trigger in of(model) for event in trigger.on]
    if connection.vendor == "postgresql" and _APPEND_ONLY in of(model):
        found.append(f"{table}_append_only_truncate")
    return found


def _name(table: str, trigger: Trigger, event: str) -> str:
    return f"{table}_{trigger.name}_{event.lower()}"


def _removal(model: type[models.Model]) -> list[str]:
    table = model._meta.db_table
    on_table = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    return [f'DROP TRIGGER IF EXISTS "{name}"{on_table}' for name in names(model)]


def _creation(model: type[models.Model]) -> list[str]:
    build = _postgres if connection.vendor == "postgresql" else _sqlite
    table = model._meta.db_table
    statements = [s for t in of(model) for event in t.on for s in build(table, t, event)]
    if connection.vendor == "postgresql" and _APPEND_ONLY in of(model):
        statements.append(
            f'CREATE TRIGGER "{table}_append_only_truncate" BEFORE TRUNCATE ON "{table}" '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{_name(table, _APPEND_ONLY, "UPDATE")}"()'
        )
    return statements


def _sqlite(table: str, trigger: Trigger, event: str) -> list[str]:
    return [
        f'CREATE TRIGGER "{_name(table, trigger, event)}" BEFORE {event} ON "{table}" WHEN {trigger.when} '
        f"BEGIN SELECT RAISE(ABORT, '{_quoted(table, trigger)}'); END"
    ]


def _postgres(table: str, trigger: Trigger, event: str) -> list[str]:
    name = _name(table, trigger, event)
    row = "OLD" if event == "DELETE" else "NEW"
    # 23001, restrict_violation: Django raises IntegrityError for it, as SQLite's RAISE does.
    return [
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $trigger$ BEGIN '
        f"IF {trigger.when} THEN "
        f"RAISE EXCEPTION '{_quoted(table, trigger)}' USING ERRCODE = '23001'; END IF; "
        f"RETURN {row}; END $trigger$",
        f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    ]


def _quoted(table: str, trigger: Trigger) -> str:
    return f"{table}: {trigger.message}".replace("'", "''").replace("%", "%%")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
