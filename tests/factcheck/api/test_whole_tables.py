"""The statement that is kept is held equal to the one that is written anew."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db.models import F, QuerySet

from claims.models import Claim, Claimant, Outlet
from factcheck.api.whole_tables import first_rows, is_whole

AT = datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)
COLUMNS = ["uuid", "wording", "claimant__uuid", "claimant__name", "score_parts", "pinned", "created_at", "id"]


@pytest.fixture
def claims(db: None) -> QuerySet[Claim]:
    speaker = Claimant.objects.create(name="Marta Quill", key="marta quill", created_at=AT)
    for n in range(4):
        Claim.objects.create(
            wording=f"The port handled {n} tonnes.",
            fingerprint=f"{n:064}",
            claimant=speaker if n % 2 else None,
            kind="number",
            priority=n % 3,
            score_parts=[{"name": "number", "weight": 0.5}],
            created_at=AT,
        )
    return Claim.objects.all()


@pytest.mark.parametrize("limit", [1, 3, 9])
@pytest.mark.parametrize("order", [["-priority", "-id"], ["created_at", "id"]])
def test_the_first_rows_are_those_of_the_plain_query_each_time(claims, limit, order):
    plain = [list(row) for row in claims.order_by(*order).values_list(*COLUMNS)[:limit]]

    for _ in range(3):
        kept = first_rows(Claim.objects.all(), order=order, columns=COLUMNS, limit=limit)
        assert [list(row) for row in kept] == plain


def test_what_is_entered_later_is_seen(claims):
    first_rows(claims, order=["-id"], columns=["wording"], limit=9)

    Claim.objects.create(wording="New.", fingerprint="f" * 64, kind="fact", created_at=AT)

    assert first_rows(claims, order=["-id"], columns=["wording"], limit=1)[0][0] == "New."


def test_a_kept_statement_costs_one_statement(claims, django_assert_num_queries):
    for _ in range(2):
        with django_assert_num_queries(1):
            first_rows(claims, order=["-id"], columns=["uuid"], limit=2)


NARROWED: dict[str, Callable[[Any], Any]] = {
    "filter": lambda rows: rows.filter(language="en"),
    "filter across": lambda rows: rows.filter(feeds__paused=True),
    "exclude": lambda rows: rows.exclude(language="en"),
    "none": lambda rows: rows.none(),
    "annotate": lambda rows: rows.annotate(other=F("name")),
    "order": lambda rows: rows.order_by("name"),
    "reverse": lambda rows: rows.order_by("name").reverse(),
    "distinct": lambda rows: rows.distinct(),
    "slice": lambda rows: rows[:3],
    "union": lambda rows: rows.union(Outlet.objects.filter(language="en")),
    "lock": lambda rows: rows.select_for_update(),
    "extra": lambda rows: rows.extra(where=["1=1"]),
}


@pytest.mark.parametrize("name", NARROWED)
def test_a_query_that_asks_for_anything_else_is_written_anew(name):
    assert is_whole(Outlet.objects.all())
    assert not is_whole(NARROWED[name](Outlet.objects.all()))
