"""What an editor reads about a feed, for each way that it can be."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.ingestion.health import Facts, State, moment, sentence_of, state_of

NOW = datetime(2026, 3, 31, 9, 15, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
WELL = Facts(
    paused=False,
    interval=15 * MINUTE,
    wait=None,
    created_at=NOW - 90 * DAY,
    next_poll_at=NOW + MINUTE,
    polled_at=NOW - MINUTE,
    succeeded_at=NOW - MINUTE,
    changed_at=NOW - timedelta(hours=3),
    failures=0,
    error_code="",
    last_error="",
    items_a_day=12.0,
    notes=(),
)
NEW = replace(
    WELL, created_at=NOW - MINUTE, polled_at=None, succeeded_at=None, changed_at=None, items_a_day=None
)
FAILING = replace(
    WELL, failures=4, error_code="http_status", last_error="The site answered with status 404.",
    succeeded_at=NOW - 28 * DAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "state", "sentence"),
    [
        (WELL, "fine", "Fine: 12 items a day; the last new article came 31 March 2026, 06:15 UTC."),
        (replace(WELL, items_a_day=0.2), "fine", "Fine: one item in 5 days; the last new article"),
        (replace(WELL, items_a_day=1.1), "fine", "Fine: about one item a day; the last new article came 31"),
        (
            replace(WELL, created_at=NOW - DAY, changed_at=None, items_a_day=None),
            "fine",
            "Fine; nothing new yet.",
        ),
        (NEW, "new", "Not polled yet."),
        (
            replace(WELL, changed_at=NOW - 28 * DAY),
            "quiet",
            "Quiet since 3 March 2026, 09:15 UTC: polled well, but nothing new (it used to bring 12 items",
        ),
        (
            FAILING,
            "failing",
            "Failing since 3 March 2026, 09:15 UTC, 4 times in a row: The site answered with status 404.",
        ),
        (
            replace(FAILING, failures=1, succeeded_at=None),
            "failing",
            "Failing from the start, once: The site answered with status 404.",
        ),
        (
            replace(WELL, error_code="host_closed", last_error="It asked for a pause.", polled_at=NOW - DAY),
            "held_off",
            "Waiting until 31 March 2026, 09:16 UTC: It asked for a pause.",
        ),
        (
            replace(WELL, paused=True),
            "paused",
            "Paused. The last good poll was 31 March 2026, 09:14 UTC.",
        ),
        (replace(NEW, paused=True), "paused", "Paused. Never polled well."),
        (
            replace(FAILING, next_poll_at=NOW - 28 * DAY),
            "stuck",
            "Due since 3 March 2026, 09:15 UTC and not polled: look at its job and the workers.",
        ),
        (replace(WELL, polled_at=NOW - timedelta(hours=2)), "stuck", "Due since"),
        (replace(NEW, created_at=NOW - timedelta(hours=2)), "stuck", "Due since"),
    ],
)  # fmt: skip
def test_each_way_a_feed_can_be_has_its_word_and_its_sentence(facts, state, sentence):
    assert state_of(facts, now=NOW) == state
    assert sentence_of(facts, now=NOW).startswith(sentence)


def test_every_state_is_reached():
    cases = test_each_way_a_feed_can_be_has_its_word_and_its_sentence.pytestmark[0].args[1]

    assert {state for _, state, _ in cases} == set(State)


def test_what_was_left_out_is_said_behind():
    cut = replace(WELL, notes=({"code": "items_cut", "count": 9, "text": "9 items were left out."},))

    assert sentence_of(cut, now=NOW).endswith("06:15 UTC. 9 items were left out.")
    assert "left out" not in sentence_of(replace(cut, failures=1, error_code="x", last_error="y"), now=NOW)


@pytest.mark.parametrize(("rate", "days"), [(50, 1), (2, 5), (0.5, 20), (0.1, 30), (None, 14), (0, 14)])
def test_a_feed_is_quiet_after_ten_times_its_usual_distance(rate, days):
    usual = replace(WELL, items_a_day=rate)

    assert state_of(replace(usual, changed_at=NOW - days * DAY - 2 * MINUTE), now=NOW) == "quiet"
    assert state_of(replace(usual, changed_at=NOW - days * DAY + 2 * MINUTE), now=NOW) == "fine"


@given(failures=st.integers(0, 9), paused=st.booleans(), late=st.timedeltas(-2 * DAY, 2 * DAY))
def test_a_feed_is_always_in_one_state_with_one_sentence(failures, paused, late):
    facts = replace(FAILING, failures=failures, paused=paused, next_poll_at=NOW + late)

    assert state_of(facts, now=NOW) in State
    assert sentence_of(facts, now=NOW).endswith(".")


def test_a_moment_is_said_as_people_write_it():
    assert moment(datetime(2026, 12, 5, 7, 4, 59, tzinfo=UTC)) == "5 December 2026, 07:04 UTC"
