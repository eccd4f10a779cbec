"""Working hours hold across every change of the clock: eight hours of work are eight hours."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.hours import BadHours, add_working_time, is_working, spans, zone_named

OFFICE = [[day, "09:00", "17:00"] for day in range(1, 6)]
DAILY = [[day, "00:00", "24:00"] for day in range(1, 8)]

# zone, the day on which the clock is moved, offsets in hours before and after, and when on the wall:
# the time it jumps from and the one it jumps to.
CHANGES = [
    ("Europe/Berlin", "2025-03-30", 1, 2, "02:00", "03:00"),
    ("Europe/Berlin", "2025-10-26", 2, 1, "03:00", "02:00"),
    ("Europe/Berlin", "2026-03-29", 1, 2, "02:00", "03:00"),
    ("Europe/Berlin", "2026-10-25", 2, 1, "03:00", "02:00"),
    ("America/New_York", "2025-03-09", -5, -4, "02:00", "03:00"),
    ("America/New_York", "2025-11-02", -4, -5, "02:00", "01:00"),
    ("America/New_York", "2026-03-08", -5, -4, "02:00", "03:00"),
    ("America/New_York", "2026-11-01", -4, -5, "02:00", "01:00"),
    ("Australia/Lord_Howe", "2025-04-06", 11, 10.5, "02:00", "01:30"),
    ("Australia/Lord_Howe", "2025-10-05", 10.5, 11, "02:00", "02:30"),
    ("Australia/Lord_Howe", "2026-04-05", 11, 10.5, "02:00", "01:30"),
    ("Australia/Lord_Howe", "2026-10-04", 10.5, 11, "02:00", "02:30"),
    ("America/Santiago", "2024-04-07", -3, -4, "00:00", "23:00"),
    ("America/Santiago", "2024-09-08", -4, -3, "00:00", "01:00"),
    ("America/Santiago", "2025-04-06", -3, -4, "00:00", "23:00"),
    ("America/Santiago", "2025-09-07", -4, -3, "00:00", "01:00"),
    ("Africa/Cairo", "2023-04-28", 2, 3, "00:00", "01:00"),
    ("Africa/Cairo", "2023-10-27", 3, 2, "00:00", "23:00"),
    ("Africa/Cairo", "2024-04-26", 2, 3, "00:00", "01:00"),
    ("Africa/Cairo", "2024-11-01", 3, 2, "00:00", "23:00"),
    ("Atlantic/Azores", "2025-03-30", -1, 0, "00:00", "01:00"),
    ("Atlantic/Azores", "2025-10-26", 0, -1, "01:00", "00:00"),
    ("Atlantic/Azores", "2026-03-29", -1, 0, "00:00", "01:00"),
    ("Atlantic/Azores", "2026-10-25", 0, -1, "01:00", "00:00"),
]
FORWARD = [change for change in CHANGES if change[3] > change[2]]
BACK = [change for change in CHANGES if change[3] < change[2]]


def at(day: str, clock: str, offset: float) -> datetime:
    """The moment at which a clock that is so many hours ahead of UTC shows this."""
    return datetime.fromisoformat(f"{day}T{clock}+00:00") - timedelta(hours=offset)


def shifted(day: str, days: int) -> str:
    return (datetime.fromisoformat(day) + timedelta(days=days)).date().isoformat()


@pytest.mark.parametrize(("zone", "day", "before", "after", "leaves", "lands"), CHANGES)
def test_what_is_due_in_office_hours_is_due_at_the_same_time_on_the_wall(
    zone: str, day: str, before: float, after: float, leaves: str, lands: str
):
    every_day = [[weekday, "09:00", "17:00"] for weekday in range(1, 8)]
    evening, morning = shifted(day, -1), shifted(day, 1)

    due = add_working_time(at(evening, "16:00", before), 10, zone, every_day)

    # One hour on the evening before, eight on the day of the change, one the morning after.
    assert due == at(morning, "10:00", after)


@pytest.mark.parametrize(("zone", "day", "before", "after", "leaves", "lands"), CHANGES)
def test_hours_are_elapsed_ones_where_the_clock_moves_within_them(
    zone: str, day: str, before: float, after: float, leaves: str, lands: str
):
    start = at(shifted(day, -1), "12:00", before)

    due = add_working_time(start, 30, zone, DAILY)

    assert due == start + timedelta(hours=30)
    # On the wall it is an hour later than six in the evening, or one earlier (half of it on Lord Howe).
    assert due == at(day, "18:00", after) + timedelta(hours=after - before)


@pytest.mark.parametrize(("zone", "day", "before", "after", "leaves", "lands"), FORWARD)
def test_a_time_that_the_clock_skips_is_the_moment_of_the_jump(
    zone: str, day: str, before: float, after: float, leaves: str, lands: str
):
    jump = at(day, leaves, before)
    skipped = (datetime.fromisoformat(f"{day}T{leaves}") + timedelta(minutes=10)).strftime("%H:%M")
    weekday = datetime.fromisoformat(day).isoweekday()

    opens_in_the_gap = [[weekday, skipped, "12:00"]]
    closes_in_the_gap = [[weekday, skipped, lands]]

    assert add_working_time(jump - timedelta(hours=20), 1, zone, opens_in_the_gap) == jump + timedelta(
        hours=1
    )
    assert is_working(jump, zone, opens_in_the_gap)
    assert not is_working(jump - timedelta(seconds=1), zone, opens_in_the_gap)
    # Hours that lie wholly in the gap do not exist that day: the next are a week later.
    assert add_working_time(jump - timedelta(hours=20), 0.1, zone, closes_in_the_gap) > jump + timedelta(
        days=6
    )


@pytest.mark.parametrize(("zone", "day", "before", "after", "leaves", "lands"), BACK)
def test_a_time_that_the_clock_shows_twice_is_the_first_of_the_two(
    zone: str, day: str, before: float, after: float, leaves: str, lands: str
):
    # Where the clock goes back at midnight, it is the evening before that has an hour twice.
    on = shifted(day, -1) if leaves == "00:00" else day
    twice = (datetime.fromisoformat(f"{on}T{lands}") + timedelta(minutes=10)).strftime("%H:%M")
    weekday = datetime.fromisoformat(on).isoweekday()
    first = at(on, twice, before)

    assert is_working(first, zone, [[weekday, twice, "24:00"]])
    assert not is_working(first - timedelta(seconds=1), zone, [[weekday, twice, "24:00"]])
    assert not is_working(first, zone, [[weekday, "00:00", twice]])
    assert add_working_time(first - timedelta(hours=1), 1, zone, [[weekday, twice, "24:00"]]) == first + (
        timedelta(hours=1)
    )


def test_there_are_24_changes_in_6_zones_and_each_is_one():
    assert (len(CHANGES), len({zone for zone, *_ in CHANGES})) == (24, 6)
    for zone, day, before, after, leaves, _ in CHANGES:
        jump = at(day, leaves, before)
        offsets = [
            moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in (jump - timedelta(seconds=1), jump)
        ]
        assert offsets == [timedelta(hours=before), timedelta(hours=after)], zone


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-02T10:00", 2, "2026-03-02T12:00"),  # a Monday
        ("2026-03-02T16:00", 2, "2026-03-03T10:00"),
        ("2026-03-06T16:00", 2, "2026-03-09T10:00"),  # over a weekend
        ("2026-03-07T12:00", 1, "2026-03-09T10:00"),
        ("2026-03-02T16:00", 1, "2026-03-02T17:00"),  # to the last minute of a day
        ("2026-03-02T10:00", 40, "2026-03-09T10:00"),
        ("2026-03-07T12:00", 0, "2026-03-09T09:00"),  # at once is when work begins
    ],
)
def test_hours_of_work_are_counted_in_the_zone_of_who_works(start: str, hours: float, due: str):
    zone = ZoneInfo("Asia/Kolkata")
    begins = datetime.fromisoformat(start).replace(tzinfo=zone)

    assert add_working_time(begins, hours, "Asia/Kolkata", OFFICE).astimezone(zone) == datetime.fromisoformat(
        due
    ).replace(tzinfo=zone)


MOMENTS = st.integers(0, 4 * 365 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ZONES = st.sampled_from([zone for zone, *_ in CHANGES] + ["UTC", "Asia/Kathmandu"])
TABLES = st.sampled_from(
    [OFFICE, DAILY, [[7, "22:00", "24:00"], [1, "00:00", "02:30"]], [[3, "02:10", "02:20"]]]
)


@given(start=MOMENTS, zone=ZONES, table=TABLES, hours=st.integers(1, 60))
def test_what_is_due_is_due_at_work_after_exactly_so_many_hours_of_it(
    start: datetime, zone: str, table: list[Any], hours: int
):
    due = add_working_time(start, hours / 4, zone, table)

    assert is_working(due - timedelta(microseconds=1), zone, table)
    one_more = add_working_time(start, hours / 4 + 0.25, zone, table)
    assert due == add_working_time(start, hours / 4, zone, list(reversed(table)))
    assert due < one_more
    assert add_working_time(due, 0.25, zone, table) == one_more


def test_without_hours_everything_counts():
    start = datetime(2026, 3, 28, 23, tzinfo=ZoneInfo("Europe/Berlin"))

    assert add_working_time(start, 5, "Europe/Berlin", []) == start.astimezone(UTC) + timedelta(hours=5)
    assert is_working(start, "Nowhere/At_All", [])


@pytest.mark.parametrize(
    "hours",
    [
        "9 to 5",
        [[1, "09:00"]],
        [["Monday", "09:00", "17:00"]],
        [[0, "09:00", "17:00"]],
        [[8, "09:00", "17:00"]],
        [[True, "09:00", "17:00"]],
        [[1, "9:00", "17:00"]],
        [[1, "09:00", "24:30"]],
        [[1, "09:00", 17]],
        [[1, "17:00", "09:00"]],
        [[1, "09:00", "09:00"]],
        [[1, "22:00", "02:00"]],
        [[1, "09:00", "17:00"], [1, "12:00", "13:00"]],
        [[1, "09:00", "12:00"], [1, "11:59", "17:00"]],
        [[1, "09:00", "17:00"]] * 51,
        {"monday": "09:00"},
    ],
)
def test_hours_that_nobody_can_keep_are_refused(hours: Any):
    with pytest.raises(BadHours):
        spans(hours)


def test_hours_may_touch_and_come_back_in_order():
    found = spans([[2, "12:00", "24:00"], [1, "00:00", "12:00"], [1, "12:00", "13:00"]])

    assert [(s.weekday, s.begins, s.ends) for s in found] == [(1, 0, 720), (1, 720, 780), (2, 720, 1440)]


@pytest.mark.parametrize(
    "name", ["", "Berlin", "europe/berlin", "../../etc/passwd", "Europe", "UTC+2", "x" * 500]
)
def test_a_zone_is_one_that_iana_knows(name: str):
    with pytest.raises(BadHours):
        zone_named(name)


def test_what_would_take_ten_years_is_refused():
    with pytest.raises(BadHours, match="ten years"):
        add_working_time(datetime(2026, 3, 1, tzinfo=UTC), 1000, "UTC", [[1, "09:00", "09:01"]])
