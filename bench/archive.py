"""An archive of many articles for the benches, made inside PostgreSQL as fast as it writes.

Each article has a snapshot with signature and bands, three claims with their
places, two events; there is a claimant for twenty of them. Sites share furniture,
as in life: three bands of each snapshot are those of its site. Rows are like those
that the desk stores, but their texts are short and their hashes drawn by lot.
"""

from typing import Any, Final

from django.db import connection
from django.db.models import JSONField, Model

from claims.models import (
    Appearance,
    Article,
    Claim,
    Claimant,
    ClaimantRole,
    ClaimTopic,
    Snapshot,
    SnapshotBand,
)
from factcheck.models import Event

CLAIMS: Final = 3  # of an article
_SITES: Final = 500
_BASE: Final = 10_000_000  # ids from here on, apart from the desk's own rows
_WORDING: Final = "'The port of Wexmouth number ' || n || ' handled ' || c || ' tonnes.'"
_PARTS: Final = """'[{"name": "number", "label": "contains a number", "weight": 1.5}]'"""
_EACH: Final = "generate_series(%(first)s, %(last)s) n"
_EACH_CLAIM: Final = f"{_EACH}, generate_series(1, {CLAIMS}) c"
_EACH_PERSON: Final = "generate_series((%(first)s + 19) / 20, (%(last)s + 19) / 20) n"
_PERSON: Final = f"{_BASE} + (n + 19) / 20"

# A table, what is special in its columns, and what there is a row for. The rest is as the model has it.
_ROWS: Final[tuple[tuple[type[Model], dict[str, str], str], ...]] = (
    (
        Claimant,
        {"id": f"{_BASE} + n", "name": "'Speaker ' || n", "key": "'speaker ' || n", "created_at": "now()"},
        _EACH_PERSON,
    ),
    (
        ClaimantRole,
        {
            "claimant_id": f"{_BASE} + n",
            "role": "'councillor'",
            "first_seen_at": "now()",
            "last_seen_at": "now()",
        },
        _EACH_PERSON,
    ),
    (
        Article,
        {
            "id": f"{_BASE} + n",
            "url": f"'https://site-' || n %% {_SITES} || '.example/' || n",
            "title": "'Port handles ' || n || ' tonnes'",
            "status": "'read'",
            "snapshot_id": f"{_BASE} + n",
            "chain_seq": "2",
            "created_at": "now() - n * interval '1 second'",
            "read_at": "now()",
            "checked_at": "now()",
            "detected_at": "now()",
        },
        _EACH,
    ),
    (
        Snapshot,
        {
            "id": f"{_BASE} + n",
            "article_id": f"{_BASE} + n",
            "number": "1",
            "title": "'Port handles ' || n || ' tonnes'",
            "published_at": "now()",
            "language": "'en'",
            "text": f"(SELECT string_agg({_WORDING}, E'\\n\\n' ORDER BY c)"
            f" FROM generate_series(1, {CLAIMS}) c)"
            " || E'\\n\\n' || repeat('Nobody was hurt, the council of town ' || n || ' said. ', 12)",
            "text_hash": "md5(n::text) || md5('text ' || n)",
            "body_hash": "md5('body ' || n)",
            "signature": "'\\x01'::bytea || int4send(300)"
            " || decode((SELECT string_agg(md5(n || ' ' || k), '') FROM generate_series(1, 32) k), 'hex')",
            "taken_at": "now()",
        },
        _EACH,
    ),
    (
        SnapshotBand,
        {
            "key": f"hashint8extended(CASE WHEN k <= 3 THEN n %% {_SITES} ELSE {_SITES} + n END, k)",
            "snapshot_id": f"{_BASE} + n",
        },
        f"{_EACH}, generate_series(1, 24) k",
    ),
    (
        Claim,
        {
            "id": f"{_BASE} + {CLAIMS} * n + c",
            "wording": _WORDING,
            "fingerprint": "md5(n || ' ' || c) || md5(c || ' ' || n)",
            "claimant_id": _PERSON,
            "kind": "'number'",
            "language": "'en'",
            "status": "CASE WHEN n %% 50 = 0 THEN 'declined' ELSE 'detected' END",
            "decline_reason": "CASE WHEN n %% 50 = 0 THEN 'opinion' ELSE '' END",
            "gate": "CASE WHEN n %% 4 = 0 THEN 'opinion' ELSE '' END",
            "score": "0.5",
            "score_parts": _PARTS,
            "priority": "60 * random()",
            "priority_parts": _PARTS,
            "created_at": "now()",
        },
        _EACH_CLAIM,
    ),
    (
        Appearance,
        {
            "claim_id": f"{_BASE} + {CLAIMS} * n + c",
            "snapshot_id": f"{_BASE} + n",
            "quote": _WORDING,
            # The first is as long as the second but for the digits of n, which all have.
            "start": f"(c - 1) * (length({_WORDING}) + 2)",
            '"end"': f"(c - 1) * (length({_WORDING}) + 2) + length({_WORDING})",
            "claimant_id": _PERSON,
            "claimant_role": "'councillor'",
            "speech": "'reported'",
            "created_at": "now()",
        },
        _EACH_CLAIM,
    ),
    (
        ClaimTopic,
        {
            "claim_id": f"{_BASE} + {CLAIMS} * n + c",
            "topic_id": "(SELECT min(id) FROM claims_topic) + n %% (SELECT count(*) FROM claims_topic)",
        },
        _EACH_CLAIM,
    ),
    (
        Event,
        {
            "name": "CASE c WHEN 1 THEN 'article.submitted' ELSE 'snapshot.taken' END",
            "subject_type": "'claims.article'",
            "subject": "md5('article ' || n)::uuid",
            "seq": "c",
            "at": "now()",
            "hash": "md5(n || ' ' || c)",
        },
        f"{_EACH}, generate_series(1, 2) c",
    ),
)


def fill(size: int) -> None:
    """Let the archive have so many articles; what is there stays. The role must be a superuser."""
    with connection.cursor() as cursor:
        there = Article.objects.filter(pk__gt=_BASE).count()
        if size <= there:
            return
        # Triggers and foreign keys are asked of the desk's rows only; indexes are made at the end.
        cursor.execute(
            "SET session_replication_role = replica; SET statement_timeout = 0;"
            "SET maintenance_work_mem = '512MB'"
        )
        indexes = [made for model, *_ in _ROWS for made in _taken_down(cursor, model._meta.db_table)]
        for model, special, source in _ROWS:
            cursor.execute(*_insertion(model, special, source, first=there + 1, last=size))
        for definition in indexes:
            cursor.execute(definition)
        for model, *_ in _ROWS:
            cursor.execute(f"VACUUM (FREEZE, ANALYZE) {model._meta.db_table}")
        cursor.execute("CHECKPOINT")
    connection.close()  # what was set is forgotten with it


def _insertion(
    model: type[Model], special: dict[str, str], source: str, *, first: int, last: int
) -> tuple[str, dict[str, Any]]:
    """The statement that makes a table's rows, and its values: the model's own defaults."""
    columns, values = dict(special), {"first": first, "last": last}
    for field in model._meta.concrete_fields:
        name = f'"{field.column}"' if field.column == "end" else field.column
        if field.primary_key or name in columns:
            continue
        if field.column == "uuid":
            columns[name] = "gen_random_uuid()"
        elif not field.null:
            default = field.get_default()
            values[field.column] = "[]" if default == [] else "{}" if default == {} else default
            columns[name] = f"%({field.column})s" + ("::jsonb" if isinstance(field, JSONField) else "")
    names, expressions = ", ".join(columns), ", ".join(columns.values())
    insert = f"INSERT INTO {model._meta.db_table} ({names}) SELECT {expressions} FROM {source}"
    return f"{insert} ON CONFLICT DO NOTHING", values


def _taken_down(cursor: Any, table: str) -> list[str]:
    """Drop all indexes but the primary key; return what makes them again."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conrelid = %s::regclass AND contype = 'u'",
        [table],
    )
    unique = cursor.fetchall()
    for name, _ in unique:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT LIKE '%%_pkey'",
        [table],
    )
    others = cursor.fetchall()
    for name, _ in others:
        cursor.execute(f'DROP INDEX "{name}"')
    again = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, definition in unique]
    return again + [definition for _, definition in others]


def rows() -> str:
    """How many rows of each table there are, as PostgreSQL counted them last."""
    tables = [model._meta.db_table for model, *_ in _ROWS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, reltuples::bigint, pg_size_pretty(pg_total_relation_size(oid)) FROM pg_class"
            " WHERE relname = ANY(%s) ORDER BY relname",
            [tables],
        )
        return ", ".join(
            f"{count} {name.partition('_')[2]} ({size})" for name, count, size in cursor.fetchall()
        )
