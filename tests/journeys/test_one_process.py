"""The whole desk in one process, over SQLite: served, asked by many at once, killed in the middle of work."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.desks import Installation, article, eventually, everybody_takes_the_next

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Installation]:
    desk = Installation(tmp_path)
    yield desk
    desk.close()


def start(desk: Installation):
    process = desk.run("manage.py", "run", "--port", "0")
    line = process.stdout.readline()
    assert "http://" in line, desk.log()
    desk.port = int(line.split()[-1].rstrip("/").rpartition(":")[2])
    return process


def test_an_article_becomes_claims_and_eight_reviewers_at_once_get_a_seat_each_or_none(desk):
    reviewers = desk.prepare(people=8, seats=6)
    key = next(iter(reviewers.values()))
    start(desk)

    given = desk.ask("POST", "articles/", key, article(1))
    found = eventually(
        lambda: desk.rows(f"claims/?article={given.body['uuid']}", key), seconds=10, what="claims"
    )
    everybody_takes_the_next(desk, reviewers, seats=6)

    assert given.status == 201
    assert {claim["claimant_name"] for claim in found} >= {"Marta Quill"}


def test_a_desk_killed_while_it_reads_ten_articles_has_each_of_them_once(desk):
    (key,) = desk.prepare(people=1, seats=0).values()
    running = start(desk)
    for number in range(10):
        assert desk.ask("POST", "articles/", key, article(number)).status == 201
        if number == 5:
            # The first are being read or were read; the last have not come yet.
            desk.kill(running)
            running = start(desk)

    desk.kill(running)
    start(desk)

    def all_read() -> bool:
        rows = desk.rows("articles/", key)
        return len(rows) == 10 and {row["status"] for row in rows} == {"read"} and _settled(desk, key)

    eventually(all_read, seconds=10, what="ten articles read")
    claims = desk.rows("claims/", key)
    in_articles = [
        len(desk.rows(f"claims/?article={row['uuid']}", key)) for row in desk.rows("articles/", key)
    ]
    assert Counter(claim["wording"] for claim in claims).most_common(1)[0][1] == 1
    assert set(in_articles) == {2}
    assert len(claims) == 20


def _settled(desk: Installation, key: str) -> bool:
    return len(desk.rows("claims/", key)) == 20
