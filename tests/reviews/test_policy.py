"""What a policy and a scale hold to, and which rule chooses, as plain functions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.policy import BOUNDS, Choice, choose, faults_of_policy, faults_of_scale

RATING = {"slug": "false", "label": "False", "definition": "It is false.", "value": 1}


def fields(policy: dict[str, Any]) -> list[str]:
    return [fault.field for fault in faults_of_policy(policy)]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"slug": "Desk!"}, "slug"),
        ({"slug": ""}, "slug"),
        ({"slug": "x" * 81}, "slug"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": 7}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"description": "\ud800"}, "description"),
        ({"judging": "votes", "raters": 1}, "raters"),
        ({"judging": "blind"}, "raters"),
        ({"judging": "proposal", "raters": 3}, "raters"),
        ({"judging": "blind", "raters": 3, "researcher_votes": True}, "researcher_votes"),
        ({"raters": 16}, "raters"),
        ({"raters": True}, "raters"),
        ({"due_hours": 0}, "due_hours"),
        ({"judging_hours": 0}, "judging_hours"),
        ({"checklist": "x"}, "checklist"),
        ({"checklist": ["x"] * 31}, "checklist"),
        ({"checklist": [""]}, "checklist"),
        ({"checklist": ["a\nb"]}, "checklist"),
        ({"checklist": ["x" * 301]}, "checklist"),
        ({"checklist": ["Sources", " sources "]}, "checklist"),
        ({"checklist": ["a\x00"]}, "checklist"),
    ],
)
def test_what_cannot_be_is_named_by_its_field(asked: dict[str, Any], field: str):
    assert field in fields(asked)


def test_a_sound_policy_has_no_fault():
    sound = {"slug": "desk", "name": "Desk", "judging": "votes", "raters": 3, "researcher_votes": True}

    assert fields(sound | {"judging_hours": None, "checklist": ["Quotes", "Numbers"]}) == []
    assert fields({}) == []


@given(name=st.sampled_from(sorted(BOUNDS)), value=st.integers(-5, 5000))
def test_a_number_is_within_its_bounds_or_a_fault(name: str, value: int):
    least, most = BOUNDS[name]

    assert (name in fields({name: value, "judging": "votes", "raters": 2} | {name: value})) is not (
        least <= value <= most and not (name == "raters" and value < 2)
    )


@pytest.mark.parametrize(
    ("ratings", "scale"),
    [
        ([RATING | {"slug": "Not a slug"}], {}),
        ([RATING | {"slug": 7}], {}),
        ([RATING | {"label": ""}], {}),
        ([RATING | {"definition": "x" * 5001}], {}),
        ([RATING | {"burden_of_proof": "x" * 5001}], {}),
        ([RATING | {"value": 0}], {}),
        ([RATING | {"value": True}], {}),
        ([RATING], {}),
        ([RATING, RATING | {"label": "Wrong", "value": 2}], {}),
        ([RATING, RATING | {"slug": "wrong", "value": 2}], {}),
        ([RATING, RATING | {"slug": "true", "label": "True", "value": 2}], {"words_only": True}),
        ([RATING] * 31, {}),
    ],
)
def test_ratings_that_cannot_be_are_a_fault_of_the_scale(
    ratings: list[dict[str, Any]], scale: dict[str, Any]
):
    assert "ratings" in [fault.field for fault in faults_of_scale({"name": "Steps"} | scale, ratings)]


def test_a_sound_scale_has_no_fault():
    true = {"slug": "true", "label": "True", "definition": "It is true.", "value": 5}
    loose = {"slug": "satire", "label": "Satire", "definition": "A joke."}

    assert not list(faults_of_scale({"slug": "steps", "name": "Steps"}, [RATING, true, loose]))
    assert not list(faults_of_scale({"name": "Words", "words_only": True}, []))


choices = st.builds(
    Choice,
    id=st.uuids().map(str),
    policy=st.sampled_from(["desk", "urgent", "gone"]),
    topic=st.sampled_from(["", "health", "sport"]),
    harm=st.sampled_from(["", "children"]),
    kind=st.sampled_from(["", "number", "quote"]),
)


@given(
    rules=st.lists(choices, max_size=6),
    topics=st.sets(st.sampled_from(["health", "sport"])),
    harms=st.sets(st.just("children")),
    kind=st.sampled_from(["number", "quote"]),
)
def test_the_first_rule_that_fits_and_can_be_followed_chooses(
    rules: list[Choice], topics: set[str], harms: set[str], kind: str
):
    known = {"topics": topics, "harms": harms, "kind": kind}

    chosen = choose(rules, active={"desk", "urgent"}, **known)

    fitting = [rule for rule in rules if rule.fits(**known)]
    followed = [rule for rule in fitting if rule.policy != "gone"]
    assert chosen.rule == (followed[0] if followed else None)
    before = fitting[: fitting.index(chosen.rule)] if chosen.rule else fitting
    assert list(chosen.skipped) == before
    assert all(rule.topic or rule.harm or rule.kind for rule in fitting)


def test_a_rule_says_what_it_asks():
    assert Choice("1", "desk", topic="health", kind="number").because == "topic health, kind number"
