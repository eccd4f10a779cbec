"""What storing an article of 50 claims costs, from scored sentences to stored claims.

    python bench/ingestion.py [--database-url postgres://…] [--repeats 40] [--archive 10000,1000000]

Pages are made of sentences of the sample articles, with numbers of their own, and
read and searched for statements beforehand. Measured in turn, in random order: to
store the statements of a page; the bare extraction of the same page; and the floor,
COPY of the same rows, written out beforehand, into the same tables. CPU of this
process and of its PostgreSQL backend, which must run on this machine. With
`--archive`, the whole cost of an article (its text with the look-up of copies, and
its claims) is measured in archives of those sizes, filled by bench/archive.py.
The last line is JSON, in CPU milliseconds an article.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.processes import cpu_ms, fixed_work

CLAIMS = 50
WARM_UP = 15
Cost = tuple[float, float]  # CPU ms: application, database


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--database-url",
        default=os.environ.get("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/factcheck_bench"),
        help="made anew for each run; its name says “bench” (default: %(default)s)",
    )
    parser.add_argument("--repeats", type=int, default=60, help="articles measured (default: %(default)s)")
    parser.add_argument("--archive", default="", help="sizes, the smallest first, such as 10000,1000000")
    options = parser.parse_args()
    sizes = [int(size) for size in options.archive.split(",") if size]
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as home:
        os.environ.update(
            DATA_DIR=home,
            DATABASE_URL=options.database_url,
            DJANGO_SETTINGS_MODULE="config.settings",
            BROKER_URL="memory://",
        )
        _database(options.database_url)
        _prepare()
        before = fixed_work()
        result = _growth(sizes, options.repeats) if sizes else _stored(options.repeats)
        print(f"a fixed piece of work took {before:.0f} CPU ms before and {fixed_work():.0f} after")
    print(json.dumps(result))


def _database(url: str) -> None:
    parts = urlsplit(url)
    name = parts.path.lstrip("/")
    if "bench" not in name:
        raise SystemExit(
            f"The database {name!r} is emptied: give one whose name says that it is for the bench."
        )
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')


def _prepare() -> None:
    """Bring the database up to date; give it the desk's topics."""
    import django

    django.setup()
    from django.core.management import call_command

    from claims import actions
    from factcheck import clock

    call_command("migrate", verbosity=0)
    for topic in json.loads((ROOT / "seeds/topics.json").read_text("utf-8")):
        given = {name: topic[name] for name in ("slug", "name", "keywords")}
        actions.add_topic(**given, by=None, at=clock.now())


@dataclass(frozen=True)
class Page:
    """A page of exactly 50 statements, before and after it was read."""

    markup: bytes
    reading: Any
    statements: Any


def _pages() -> Iterator[Page]:
    """Pages without end, no two with a sentence in common."""
    from claims.detection import find
    from claims.detection.sentences import split
    from claims.ingestion.reading import read

    texts = [read(p.read_bytes()).text for p in sorted((ROOT / "seeds/articles").glob("*.html"))]
    sentences = [s.text for t in texts for s in split(t) if s.text.endswith(".") and 40 < len(s.text) < 300]
    drawn = random.Random(1)
    number = 0
    while True:
        number += 1
        chosen = drawn.sample(sentences, 70)
        numbered = [f"{words[:-1]} in case {number}-{place}." for place, words in enumerate(chosen)]
        paragraphs = "".join(f"<p>{' '.join(numbered[n : n + 3])}</p>" for n in range(0, len(numbered), 3))
        markup = f"<html lang=en><head><title>Case {number}</title></head><body><article>{paragraphs}"
        reading = read(markup.encode(), url=f"https://bench.example/{number}")
        statements = find(reading.text, language="en")
        if len(statements) >= CLAIMS:
            new = [_new(s, f"{number}-{n}") for n, s in enumerate(statements[:CLAIMS])]
            yield Page(markup.encode(), reading, new)


def _new(statement: Any, number: str) -> Any:
    """The statement as a claim that nobody has made yet, by one of the people who speak in every article."""
    speaker = statement.speaker and replace(statement.speaker, role="spokesperson", organisation="")
    return replace(statement, wording=f"{statement.wording[:-1]}, case {number}.", speaker=speaker)


def _stored(repeats: int) -> dict[str, Any]:
    """Storing the claims of a page, beside its extraction and the copying of its rows."""
    from claims.ingestion.reading import read

    pages = _pages()
    for _ in range(WARM_UP):
        last = next(pages)
        _store(last)
        read(last.markup)
    ways: dict[str, Callable[[Page], Cost]] = {
        "store": _store,
        "extract": lambda page: _measured(lambda: read(page.markup)),
        "copy": lambda _: _measured(_copying(last)),
    }
    costs: dict[str, list[Cost]] = {name: [] for name in ways}
    for _ in range(repeats):
        page = next(pages)
        for name in random.sample(list(ways), len(ways)):
            costs[name].append(ways[name](page))
        last = page
    store, extract, copy = (_medians(name, costs[name]) for name in ways)
    speakers = len({s.speaker.name for s in page.statements if s.speaker})
    print(f"an article of {CLAIMS} claims by {speakers} speakers, {len(page.reading.text)} characters")
    return {
        "store_cpu_ms": store["whole"],
        "store_app_ms": store["app"],
        "store_database_ms": store["database"],
        "extract_cpu_ms": extract["whole"],
        "copy_cpu_ms": copy["whole"],
        "times_copy": round(store["whole"] / copy["whole"], 2),
        "claims": CLAIMS,
        "repeats": repeats,
    }


def _growth(sizes: list[int], repeats: int) -> dict[str, Any]:
    """The whole cost of an article in archives of these sizes."""
    from bench import archive

    pages = _pages()
    medians = []
    for size in sizes:
        begun = time.monotonic()
        archive.fill(size)
        print(f"an archive of {size} articles, filled in {time.monotonic() - begun:.0f} s: {archive.rows()}")
        for _ in range(4 * WARM_UP):
            _whole(next(pages))
        medians.append(_medians(f"{size} articles", [_whole(next(pages)) for _ in range(repeats)])["whole"])
    by_size = {str(size): cost for size, cost in zip(sizes, medians, strict=True)}
    return {"article_cpu_ms": by_size, "ratio": round(medians[-1] / medians[0], 2)}


def _taken(page: Page) -> Any:
    from claims import actions
    from factcheck import clock

    article, _ = actions.submit_article(url=page.reading.canonical_url, by=None, at=clock.now())
    reading = replace(page.reading, published_at=clock.now())
    given = {"article_id": article.uuid, "reading": reading, "body_hash": "0" * 64, "at": clock.now()}
    return lambda: actions.take_snapshot(**given)


def _store(page: Page) -> Cost:
    """What storing the claims costs, the snapshot being there."""
    from claims import actions
    from factcheck import clock

    snapshot, at = _taken(page)(), clock.now()
    given = {"snapshot_id": snapshot.pk, "statements": page.statements, "at": at}
    return _measured(lambda: actions.store_claims(**given))


_OFFSETS = iter(range(10**9, 10**15, 10**9))


def _copying(page: Page) -> Callable[[], None]:
    """What enters the rows of a stored page once more, with other ids: text that is ready, table by table."""
    from django.db import connection, transaction

    from claims.models import Appearance, Article, Claim, ClaimTopic

    snapshot = Article.objects.values_list("snapshot", flat=True).get(url=page.reading.canonical_url)
    offset = next(_OFFSETS)
    of_claims = f"SELECT claim_id FROM claims_appearance WHERE snapshot_id = {snapshot}"
    others = {
        "id": f"id + {offset}",
        "claim_id": f"claim_id + {offset}",
        "uuid": "gen_random_uuid()",
        "fingerprint": f"md5(id::text) || md5((id + {offset})::text)",
    }
    texts = []
    for model, which in (
        (Claim, f"id IN ({of_claims})"),
        (Appearance, f"snapshot_id = {snapshot} AND claim_id < {10**9}"),
        (ClaimTopic, f"claim_id IN ({of_claims})"),
    ):
        table = model._meta.db_table
        names = [f'"{field.column}"' for field in model._meta.concrete_fields]
        chosen = ", ".join(others.get(name.strip('"'), name) for name in names)
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY (SELECT {chosen} FROM {table} WHERE {which}) TO STDOUT") as out,
        ):
            texts.append((f"COPY {table} ({', '.join(names)}) FROM STDIN", b"".join(out)))

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, text in texts:
                with cursor.copy(statement) as into:
                    into.write(text)

    return work


def _whole(page: Page) -> Cost:
    """What text and claims of an article cost."""
    from claims import actions
    from factcheck import clock

    take, at = _taken(page), clock.now()
    return _measured(lambda: actions.store_claims(snapshot_id=take().pk, statements=page.statements, at=at))


def _measured(work: Callable[[], Any]) -> Cost:
    from django.db import connection

    connection.ensure_connection()
    backend = [connection.connection.info.backend_pid]
    if not Path(f"/proc/{backend[0]}").exists():
        raise SystemExit("PostgreSQL runs on another machine: what it costs cannot be read here.")
    before = time.process_time(), cpu_ms(backend)
    work()
    app = (time.process_time() - before[0]) * 1000
    time.sleep(0.002)  # the backend ends its transaction after it has answered
    return app, cpu_ms(backend) - before[1]


def _medians(name: str, costs: list[Cost]) -> dict[str, float]:
    app, database = (statistics.median(side) for side in zip(*costs, strict=True))
    whole = sorted(a + d for a, d in costs)
    spread = f"{whole[len(whole) // 10]:.2f} to {whole[len(whole) * 9 // 10]:.2f}"
    middle = statistics.median(whole)
    print(f"{name:18} {middle:.2f} CPU ms ({spread}): app {app:.2f}, database {database:.2f}", flush=True)
    return {"whole": round(middle, 2), "app": round(app, 2), "database": round(database, 2)}


if __name__ == "__main__":
    main()
