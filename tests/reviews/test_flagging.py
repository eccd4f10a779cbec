"""When a rule touches a claim: all that it states holds, and of several words or kinds one is enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.flagging import Case, When, faults, reasons

CASE = Case("A councillor was accused of taking bribes.", "allegation", frozenset({"harbour"}))


@pytest.mark.parametrize(
    ("when", "why"),
    [
        (When(), []),
        (When(claim_kinds=("allegation", "quote")), ["kind: allegation"]),
        (When(claim_kinds=("number",)), []),
        (When(topic="harbour"), ["topic: harbour"]),
        (When(topic="energy"), []),
        (When(keywords=("accused", "bribe*")), ["words: accused, bribe*"]),
        (When(patterns=(r"\bbrib\w+",)), ["words: bribes"]),
        (When(keywords=("murder",)), []),
        (
            When(("allegation",), "harbour", ("accused",)),
            ["kind: allegation", "topic: harbour", "words: accused"],
        ),
        (When(("allegation",), "harbour", ("murder",)), []),
        (When(("allegation",), "energy", ("accused",)), []),
    ],
)
def test_a_rule_touches_what_fits_all_that_it_states(when: When, why: list[str]):
    assert reasons(when, CASE) == why


@given(
    st.lists(st.sampled_from(["accused", "murder", "port"]), max_size=3),
    st.sampled_from(["", "harbour", "energy"]),
)
def test_a_further_condition_never_touches_more(keywords: list[str], topic: str):
    wide = When(keywords=tuple(keywords))
    narrow = When(keywords=tuple(keywords), topic=topic)

    assert not (keywords and reasons(narrow, CASE) and not reasons(wide, CASE))


def test_what_cannot_be_looked_for_is_named_by_its_field():
    assert faults(keywords=["accused"], patterns=["brib.*"]) == {}
    assert set(faults(keywords=["..."], patterns=["(" * 3])) == {"keywords", "patterns"}
