"""Pages, filters, search: rows in a total order, in the same number of statements."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims.models import Outlet
from factcheck.api.pagination import beyond
from factcheck.models import User
from tests.factcheck.api.answers import is_problem

OUTLETS = "/api/v1/outlets/"


@pytest.mark.parametrize("rows", [1, 20, 120])
def test_a_list_costs_two_statements_however_many_rows(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]], rows: int
) -> None:
    client = api()
    outlets(rows)

    with CaptureQueriesContext(connection) as queries:
        results = client.get(OUTLETS).json()["results"]

    assert len(results) == min(rows, 50)
    assert len(queries) == 2  # the key, the rows


@pytest.mark.parametrize("size", [1, 7, 50, 100])
def test_pages_together_hold_every_row_once_also_when_all_sort_keys_tie(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]], size: int
) -> None:
    client, made = api(), outlets(21)

    seen, url = [], f"{OUTLETS}?page_size={size}"
    while url:
        page = client.get(url).json()
        seen += [row["title"] for row in page["results"]]
        url = page["next"]

    assert seen == [outlet.name for outlet in reversed(made)]


def test_a_page_stays_in_place_when_rows_arrive_before_it(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    client, made = api(), outlets(4)
    page = client.get(f"{OUTLETS}?page_size=2").json()
    Outlet.objects.create(slug="new", name="New", domain="new.example", created_at=datetime.now(UTC))

    after = client.get(page["next"]).json()

    assert [row["title"] for row in after["results"]] == [made[1].name, made[0].name]
    assert after["next"] is None


def test_the_next_page_keeps_the_filters(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    client = api()
    outlets(15)

    page = client.get(f"{OUTLETS}?named=Outlet%201&page_size=3&search=let").json()
    after = client.get(page["next"]).json()

    assert [r["title"] for r in page["results"]] == ["Outlet 14", "Outlet 13", "Outlet 12"]
    assert [r["title"] for r in after["results"]] == ["Outlet 11", "Outlet 10", "Outlet 1"]


def test_a_cursor_of_another_list_or_altered_by_a_letter_is_refused(
    api: Callable[..., Client], person: Callable[..., User], outlets: Callable[[int], list[Outlet]]
) -> None:
    client = api(person("administrator"))
    outlets(3)
    cursor = client.get(f"{OUTLETS}?page_size=1").json()["next"].partition("cursor=")[2]
    altered = ("A" if cursor[10] != "A" else "B").join((cursor[:10], cursor[11:]))

    is_problem(client.get(f"/api/v1/events/?cursor={cursor}"), 400, "bad_cursor")
    is_problem(client.get(f"{OUTLETS}?cursor={altered}"), 400, "bad_cursor")


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named(api: Callable[..., Client]) -> None:
    problem = is_problem(api().get(f"{OUTLETS}?colour=red"), 400, "unknown_parameter")

    assert "cursor, named, on, page_size, search" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("slug=outlet-2", 1),
        ("status=due&status=dead", 0),
        ("status=due", 0),
        ("since=2026-03-01T00:00:00Z", 3),
        ("since=2026-03-01T00:00:00+00:00", 3),
        ("since=2026-03-01T01:00:00%2B00:30", 0),
        ("on=2026-03-01", 3),
        ("seq=1", 0),
        ("seq=0", 3),
        ("unsited=false", 3),
        ("unsited=true", 0),
        ("search=OUTLET", 3),
        ("search=", 3),
    ],
)
def test_filters_narrow_the_list(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]], query: str, found: int
) -> None:
    outlets(3)

    assert len(api().get(f"{OUTLETS}?{query}").json()["results"]) == found


def test_a_filter_by_uuid_finds_its_row(
    api: Callable[..., Client], outlets: Callable[[int], list[Outlet]]
) -> None:
    made = outlets(3)[1]

    results = api().get(f"{OUTLETS}?uuid={made.uuid}").json()["results"]

    assert results == [
        {
            "uuid": str(made.uuid),
            "title": "Outlet 1",
            "language": "",
            "created_at": "2026-03-01T00:00:00Z",
        }
    ]


@pytest.mark.parametrize(
    "keyset",
    [
        ("id",),
        ("-id",),
        ("created_at", "id"),
        ("-created_at", "-id"),
        ("-created_at", "id"),
        ("slug", "-created_at", "uuid"),
        ("-age", "id"),
    ],
)
def test_rows_beyond_a_row_are_those_after_it_in_the_order(db: None, keyset: tuple[str, ...]) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    Outlet.objects.bulk_create(
        Outlet(
            slug=f"{n}",
            name="x",
            domain=f"{n}.example",
            created_at=start + timedelta(seconds=n // 3, microseconds=n // 2),
            chain_seq=n % 4,
        )
        for n in range(12)
    )
    rows = Outlet.objects.annotate(age=F("chain_seq") * 2).order_by(*keyset)
    names = [name.removeprefix("-") for name in keyset]
    whole: list[Any] = list(rows)

    for place, row in enumerate(whole):
        position = [getattr(row, name) for name in names]
        assert list(rows.filter(beyond(rows, keyset, position))) == whole[place + 1 :]
