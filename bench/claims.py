"""What an article of 800 words costs, from its text to claims with speakers and on to stored claims.

    python bench/claims.py [--extra semantic] [--database-url postgres://…] [--repeats 30]

`find` is the search for claims: sentences, speakers, kinds, scores, wording. Its floor is the same text
split into sentences and each sentence scored, nothing else. `store` enters the 50 claims of a page that
nobody has made before, with their order, places and chained events; its floor is the same rows written
again, ready made: executemany into the SQLite file that a desk begins with, COPY into PostgreSQL (emptied
first; its name says “bench”). Measured in turn, in CPU milliseconds of this process and of its PostgreSQL
backend; the medians are shown. The extra reads with the model in SEMANTIC_MODEL (default:
var/models/check-worthiness). The last line is JSON.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import ingestion
from bench.processes import cpu_ms, fixed_work

WARM_UP = 10
WORDS = 800
DAY = [date(2024, 5, 3)]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--extra", choices=("semantic",), help="measure with the installed extra")
    parser.add_argument("--database-url", default="", help="a PostgreSQL on this machine (default: SQLite)")
    parser.add_argument("--repeats", type=int, default=30, help="articles measured (default: %(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="factcheck-bench-") as home:
        model = os.environ.get("SEMANTIC_MODEL", str(ROOT / "var/models/check-worthiness"))
        os.environ.update(
            SEMANTIC_MODEL=model if options.extra else f"{home}/none",
            DATA_DIR=home,
            DATABASE_URL=options.database_url or f"sqlite:///{home}/bench.sqlite3",
            DJANGO_SETTINGS_MODULE="config.settings",
            BROKER_URL="memory://",
        )
        if options.database_url:
            ingestion._database(options.database_url)
        ingestion._prepare()
        from claims.detection import semantic

        semantic.use(None)
        result = measured(options.repeats, extra=options.extra or "")
    print(json.dumps(result))


def measured(repeats: int, *, extra: str) -> dict[str, Any]:
    from claims.detection.worthiness import current_model

    made = ingestion._pages()
    pages = iter([next(made) for _ in range(repeats + WARM_UP + 1)])  # what is stored needs no better score
    model = better_model() if extra else current_model()
    texts = list(articles())
    copying = rows_copied if is_postgres() else rows_again
    last = stored_page(next(pages))
    costs: dict[str, list[float]] = {"find": [], "find_floor": [], "store": [], "store_floor": []}
    before = fixed_work()
    for number in range(repeats + WARM_UP):
        text, page = texts[number % len(texts)], next(pages)
        ways: dict[str, Callable[[], Callable[[], Any]]] = {
            "find": partial(searching, text),
            "find_floor": partial(scoring, text),
            "store": partial(storing, page),
            "store_floor": partial(copying, last),
        }
        for name in random.sample(list(ways), len(ways)):
            work = ways[name]()
            cost = cpu_of(work)
            if number >= WARM_UP:
                costs[name].append(cost)
        last = page
    print(f"a fixed piece of work took {before:.0f} CPU ms before and {fixed_work():.0f} after")
    return told(costs, texts, model)


def told(costs: dict[str, list[float]], texts: list[str], model: str) -> dict[str, Any]:
    from claims.detection import find

    medians = {f"{name}_cpu_ms": round(statistics.median(listed), 2) for name, listed in costs.items()}
    find_ms, store_ms = medians["find_cpu_ms"], medians["store_cpu_ms"]
    return {
        "model": model,
        "database": "postgresql" if is_postgres() else "sqlite",
        "words": round(statistics.mean(len(text.split()) for text in texts)),
        "claims": round(statistics.mean(len(find(text)) for text in texts)),
        **medians,
        "times_floor": round(find_ms / medians["find_floor_cpu_ms"], 2),
        "times_rows": round(store_ms / medians["store_floor_cpu_ms"], 2),
        "article_cpu_ms": round(find_ms + store_ms, 2),
        "articles": len(costs["find"]),
    }


def articles() -> Iterator[str]:
    """Texts of 800 words or a little more, of whole paragraphs of the sample articles."""
    from claims.ingestion.reading import read

    taken: list[str] = []
    for path in sorted((ROOT / "seeds/articles").glob("*.html")):
        reading = read(path.read_bytes())
        for paragraph in reading.text.split("\n\n") if reading.language == "en" else ():
            taken.append(paragraph)
            if sum(len(one.split()) for one in taken) >= WORDS:
                yield "\n\n".join(taken)
                taken = []


def searching(text: str) -> Callable[[], Any]:
    from claims.detection import find

    return lambda: find(text, days=DAY)


def scoring(text: str) -> Callable[[], Any]:
    from claims.detection.sentences import split
    from claims.detection.worthiness import score_many

    return lambda: score_many([sentence.text for sentence in split(text)])


def storing(page: ingestion.Page) -> Callable[[], Any]:
    from claims import actions
    from factcheck import clock

    snapshot, at = ingestion._taken(page)(), clock.now()
    return lambda: actions.store_claims(snapshot_id=snapshot.pk, statements=page.statements, at=at)


def stored_page(page: ingestion.Page) -> ingestion.Page:
    storing(page)()
    return page


def rows_copied(page: ingestion.Page) -> Callable[[], Any]:
    return ingestion._copying(page)


def rows_again(page: ingestion.Page) -> Callable[[], Any]:
    """What writes the rows of a stored page once more, with other ids."""
    from django.db import connection, transaction

    from claims.models import Appearance, Article, Claim, ClaimTopic

    snapshot = Article.objects.values_list("snapshot", flat=True).get(url=page.reading.canonical_url)
    of_claims = f"SELECT claim_id FROM claims_appearance WHERE snapshot_id = {snapshot}"
    offset = next(ingestion._OFFSETS)
    batches = []
    with connection.cursor() as cursor:
        for model, which in (
            (Claim, f"id IN ({of_claims})"),
            (Appearance, f"snapshot_id = {snapshot} AND claim_id < {10**9}"),
            (ClaimTopic, f"claim_id IN ({of_claims})"),
        ):
            names = [field.column for field in model._meta.concrete_fields]
            cursor.execute(f"SELECT {', '.join(names)} FROM {model._meta.db_table} WHERE {which}")
            rows = [_other(dict(zip(names, row, strict=True)), offset) for row in cursor.fetchall()]
            places = ", ".join(["%s"] * len(names))
            batches.append(
                (f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({places})", rows)
            )

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement, rows in batches:
                cursor.executemany(statement, rows)

    return work


def _other(row: dict[str, Any], offset: int) -> list[Any]:
    """The row with ids and marks of its own."""
    mark = f"{row['id'] + offset:064x}"
    new = {"uuid": mark[-32:], "fingerprint": mark}
    new |= {name: row[name] + offset for name in ("id", "claim_id") if name in row}
    return [new.get(name, value) for name, value in row.items()]


def better_model() -> str:
    """Read with the better model from now on; return its name."""
    from django.conf import settings

    from claims.detection import semantic
    from claims.detection.worthiness import current_model

    semantic.use(settings.SEMANTIC_MODEL)
    if semantic.reader() is None:
        raise SystemExit("The better model is not in use: install the [semantic] extra, set SEMANTIC_MODEL.")
    return current_model()


def is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def cpu_of(work: Callable[[], Any]) -> float:
    """CPU milliseconds of this process and of its backend."""
    if is_postgres():
        return sum(ingestion._measured(work))
    before = cpu_ms([os.getpid()])
    work()
    return cpu_ms([os.getpid()]) - before


if __name__ == "__main__":
    main()
