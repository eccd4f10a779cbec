"""The wait between two polls: what it must be whatever the feed does."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.ingestion import pace

AT = datetime(2026, 3, 1, 9, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
intervals = st.timedeltas(min_value=MINUTE, max_value=7 * DAY)


def after(wait: timedelta | None, *, interval: timedelta = 15 * MINUTE, fresh: int = 0, **given) -> timedelta:
    return pace.after_a_good_poll(wait, interval=interval, adapts=True, fresh=fresh, **given)


@pytest.mark.parametrize(
    ("interval", "bounds"),
    [
        (MINUTE, (MINUTE, 4 * MINUTE)),
        (4 * MINUTE, (2 * MINUTE, 16 * MINUTE)),
        (HOUR, (15 * MINUTE, 4 * HOUR)),
        (12 * HOUR, (3 * HOUR, DAY)),
        (7 * DAY, (42 * HOUR, 7 * DAY)),
    ],
)
def test_the_wait_stays_near_what_the_desk_set(interval, bounds):
    assert pace.bounds(interval) == bounds


def test_a_feed_that_brings_something_is_asked_sooner_and_one_that_does_not_later():
    assert after(None, fresh=3) == 10 * MINUTE
    assert after(None, fresh=0) == 18 * MINUTE
    assert after(30 * MINUTE, fresh=1) == 20 * MINUTE


def test_a_feed_that_ran_past_us_is_asked_as_soon_as_may_be():
    assert after(HOUR, fresh=20, overrun=True) == 15 * MINUTE / 4


def test_a_feed_that_must_not_adapt_keeps_its_interval():
    wait = pace.after_a_good_poll(HOUR, interval=15 * MINUTE, adapts=False, fresh=5, overrun=True)

    assert wait == 15 * MINUTE


@given(interval=intervals, polls=st.lists(st.integers(0, 3), max_size=60))
def test_no_row_of_polls_leads_out_of_the_bounds(interval, polls):
    wait = None
    for fresh in polls:
        wait = after(wait, interval=interval, fresh=fresh)
        assert pace.bounds(interval)[0] <= wait <= pace.bounds(interval)[1]


def test_the_wait_settles_where_about_one_poll_in_three_brings_something():
    gap, wait, next_item, hits, polls = 40 * MINUTE, 15 * MINUTE, timedelta(), 0, 2000
    now = timedelta()
    for _ in range(polls):
        now += wait
        fresh = 0
        while next_item <= now:
            next_item += gap
            fresh += 1
        hits += bool(fresh)
        wait = after(wait, fresh=fresh)

    assert 0.25 < hits / polls < 0.4


@given(interval=intervals, wait=st.none() | intervals, failures=st.integers(1, 10**6))
def test_a_failing_feed_is_asked_less_and_less_but_daily(interval, wait, failures):
    now, then = (pace.after_a_bad_poll(wait, interval=interval, failures=failures + more) for more in (0, 1))

    assert now <= then <= max(DAY, interval)
    assert pace.after_a_bad_poll(None, interval=15 * MINUTE, failures=1) == 30 * MINUTE


def test_two_hundred_feeds_of_one_moment_come_due_all_over_a_fifth_of_their_wait():
    due = sorted(pace.jittered(HOUR, feed=uuid4(), at=AT) for _ in range(200))

    assert 0.9 * HOUR <= due[0] < due[-1] <= 1.1 * HOUR
    within_a_minute = max(sum(one <= other < one + MINUTE for other in due) for one in due)
    assert within_a_minute < 50


def test_the_jitter_of_a_feed_at_a_moment_is_always_the_same():
    feed = UUID(int=7)

    assert pace.jittered(HOUR, feed=feed, at=AT) == pace.jittered(HOUR, feed=feed, at=AT)
    assert pace.jittered(HOUR, feed=feed, at=AT) != pace.jittered(HOUR, feed=feed, at=AT + HOUR)


@pytest.mark.parametrize(
    ("hours_ago", "rate"),
    [
        ([], None),
        ([5], None),
        ([0, 6, 12, 24], 3.0),
        ([0, 0.1, 0.2], 48.0),  # 2 in an hour at least: a burst says nothing about a day
        ([1000, 1024, 1048], 1.0),  # quiet for long now, but it brought one a day
        ([24 * day for day in range(30)], 1.0),
    ],
)
def test_items_a_day_are_those_of_the_week_up_to_the_newest(hours_ago, rate):
    assert pace.items_a_day([AT - timedelta(hours=h) for h in hours_ago]) == pytest.approx(rate)


def test_a_moment_far_ahead_is_not_believed():
    moments = [AT, None, AT + timedelta(hours=23), AT + 2 * DAY]

    assert pace.believable(moments, at=AT) == [AT, AT + timedelta(hours=23)]
