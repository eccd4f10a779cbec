"""The day of an article is the day where it appeared, and two days where that place is not known."""

from datetime import UTC, date, datetime

import pytest

from claims.ingestion.days import days_of


@pytest.mark.parametrize(
    ("moment", "zone", "days"),
    [
        (datetime(2024, 5, 3, 23, 30, tzinfo=UTC), "+05:30", [date(2024, 5, 4)]),
        (datetime(2024, 5, 3, 2, 30, tzinfo=UTC), "EDT", [date(2024, 5, 2)]),
        (datetime(2024, 5, 3, 22, 30, tzinfo=UTC), "Europe/Berlin", [date(2024, 5, 4)]),
        (datetime(2024, 5, 3, 10, 0, tzinfo=UTC), "Z", [date(2024, 5, 3)]),
        (datetime(2024, 5, 3, 2, 30, tzinfo=UTC), "Z", [date(2024, 5, 2), date(2024, 5, 3)]),
        (datetime(2024, 5, 3, 18, 0, tzinfo=UTC), "", [date(2024, 5, 3), date(2024, 5, 4)]),
        (datetime(2024, 5, 3, 18, 0, tzinfo=UTC), "XYZ", [date(2024, 5, 3), date(2024, 5, 4)]),
    ],
)
def test_the_zone_on_the_page_decides_the_day(moment, zone, days):
    assert list(days_of(moment, zone)) == days


def test_without_a_moment_there_is_no_day():
    assert days_of(None, "CET") == ()
