"""Gates first, then the pin, then points that add up; who says it counts nowhere."""

import math
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.triage import harms_of, topics_of, triage

few = settings(max_examples=50)
GIVEN = {
    "kind": "number",
    "score": 0.8,
    "wording": "The reform raised taxes by 40 million.",
    "quote": "The reform raised taxes by 40 million, she said.",
    "spread": 1,
    "age": timedelta(hours=3),
    "demand": 0,
    "topics": {},
    "pinned": False,
}
anything = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["fact", "number", "quote", "allegation", "prediction", "opinion"]),
        "score": st.floats(0, 1),
        "wording": st.sampled_from(
            ["Crime fell.", "40 people were killed.", "Votes were rigged in the election."]
        ),
        "quote": st.just("x"),
        "spread": st.integers(0, 10_000),
        "age": st.none() | st.timedeltas(timedelta(days=-2), timedelta(days=9000)),
        "demand": st.integers(0, 10_000),
        "topics": st.just({}),
        "pinned": st.booleans(),
    }
)


@few
@given(found=anything)
def test_the_parts_add_up_to_the_priority(found):
    result = triage(**found)

    assert result.priority == math.fsum(part.weight for part in result.parts)
    assert all(part.name and part.label for part in result.parts)


@few
@given(one=anything, other=anything)
def test_whatever_is_pinned_stands_above_whatever_is_not(one, other):
    pinned, plain = triage(**{**one, "pinned": True}), triage(**{**other, "pinned": False})

    assert pinned.priority > plain.priority


@few
@given(found=anything, more=st.integers(1, 50), field=st.sampled_from(["spread", "demand"]))
def test_more_spread_or_demand_never_lowers(found, more, field):
    before = triage(**found)

    after = triage(**{**found, field: found[field] + more})

    assert after.priority >= before.priority


@few
@given(found=anything, older=st.timedeltas(timedelta(0), timedelta(days=100)))
def test_age_never_raises_and_a_date_in_the_future_counts_as_now(found, older):
    age = found["age"] or timedelta(0)

    young, old = triage(**{**found, "age": age}), triage(**{**found, "age": age + older})

    assert old.priority <= young.priority
    assert triage(**{**found, "age": timedelta(days=-1)}) == triage(**{**found, "age": timedelta(0)})


def test_the_claimant_in_the_quote_changes_no_points():
    one = triage(
        **{**GIVEN, "quote": "The reform raised taxes, said police chief Ann Doe of the Terror Unit."}
    )

    assert one == triage(**GIVEN)


@pytest.mark.parametrize(
    ("change", "gate"),
    [
        ({}, ""),
        ({"kind": "opinion"}, "opinion"),
        ({"kind": "prediction"}, "prediction"),
        ({"kind": "opinion", "pinned": True}, "opinion"),
        ({"score": 0.01}, "not_checkable"),
        (
            {"topics": {"sport": ["goal"]}, "score": 0.3, "wording": "The choir sang.", "quote": ""},
            "out_of_remit",
        ),
        ({"topics": {"sport": ["goal"]}, "score": 0.9, "wording": "The choir sang.", "quote": ""}, ""),
        ({"topics": {"music": ["choir"]}, "score": 0.3, "wording": "The choir sang.", "quote": ""}, ""),
        ({"topics": {"sport": ["goal"]}, "score": 0.3, "wording": "40 people were killed."}, ""),
        ({"spread": 0, "wording": "The choir sang."}, "too_little_reach"),
        ({"spread": 0, "demand": 1, "wording": "The choir sang."}, ""),
        ({"spread": 0, "wording": "40 people were killed."}, ""),
        ({"wording": "Doctors told patients to drink bleach."}, "do_not_amplify"),
        ({"wording": "Doctors told patients to drink bleach.", "spread": 5}, ""),
    ],
)
def test_gates_keep_off_the_list_what_does_not_belong_on_it(change, gate):
    assert triage(**{**GIVEN, **change}).gate == gate


def test_the_gravest_harm_at_the_widest_spread_weighs_most():
    deaths = triage(**{**GIVEN, "wording": "40 people were killed.", "spread": 32})
    money = triage(**{**GIVEN, "spread": 32})
    nothing = triage(**{**GIVEN, "wording": "The choir sang.", "spread": 32})

    assert deaths.priority > money.priority > nothing.priority


@pytest.mark.parametrize(
    ("wording", "areas"),
    [
        ("The vaccine killed 40 patients.", ["life and health"]),
        ("Skilled workers enjoyed warm weather.", []),
        ("They tried a cover-up of the attack.", ["violence or hate", "reputation"]),
        ("The election was rigged.", ["elections"]),
        ("Pupils lost a year.", ["children"]),
        ("", []),
    ],
)
def test_harm_is_read_by_whole_words(wording, areas):
    assert harms_of(wording) == areas


def test_an_allegation_always_touches_a_name():
    assert harms_of("The choir sang.", kind="allegation") == ["reputation"]


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Inflation ROSE", ["economy"]),
        ("the price-wage spiral", ["economy"]),
        ("deflationary", []),
        ("vaccines and vaccination", ["health"]),
        ("the prime minister met vaccinators", ["health", "politics"]),
        ("prime ministers", []),
        ("the supreme courts", ["law"]),
        ("", []),
    ],
)
def test_topics_are_found_by_words_stems_and_phrases(text, slugs):
    topics = {
        "politics": ["prime minister"],
        "economy": ["inflation", "price wage"],
        "health": ["vaccin*"],
        "law": ["supreme cour*"],
        "empty": [],
        "blank": [" ", "*"],
    }

    assert topics_of(text, topics) == slugs
