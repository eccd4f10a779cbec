"""What is said to help does help, and nothing lighter would."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.lifecycle import AssignmentRole
from reviews.routing import Candidate, Change, ChangeCode, Need, Reason, applied, choose, exclusions, remedy
from reviews.routing.hard import OVERRIDABLE
from reviews.routing.remedies import EFFORT, changes_for
from tests.reviews.routing.test_routing import ALL_ROLES, FREE, RESEARCH, candidates, needs

INDEPENDENCE = {
    Reason.ROLE,
    Reason.CONFLICT,
    Reason.OWN_OUTLET,
    Reason.NAMED_CLAIMANT,
    Reason.OWN_SUBMISSION,
    Reason.RESEARCHER,
    Reason.RATER,
    Reason.ALREADY_ON_IT,
}
# Desks where only what may be changed stands in the way: nobody is free, and much can be done.
stuck = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 5),
        roles=st.just(ALL_ROLES),
        languages=st.sampled_from([{"en": 1.0}, {"ml": 0.8}]),
        opted_out=st.frozensets(st.sampled_from(["health", "war"])),
        open_assignments=st.integers(2, 4),
        capacity=st.integers(0, 2),
        weekly_left=st.none() | st.integers(-1, 1),
        absent=st.booleans(),
    ),
    max_size=5,
    unique_by=lambda candidate: candidate.id,
)
stuck_needs = st.builds(
    Need,
    role=st.sampled_from(AssignmentRole),
    language=st.sampled_from(["", "en"]),
    topics=st.frozensets(st.sampled_from(["health", "war"])),
    refused=st.frozensets(st.integers(1, 5), max_size=3),
    on_it=st.frozensets(st.integers(1, 5), max_size=1),
)
either = st.one_of(st.tuples(candidates, needs), st.tuples(stuck, stuck_needs))
wanted = st.integers(1, 4)


def free(people: list[Candidate], need: Need) -> set[int]:
    return {person.id for person in people if not exclusions(person, need)}


def everything_allowed(people: list[Candidate], need: Need) -> list[Change]:
    """Every change that anybody may be asked for, whether it is of use or not."""
    of_each = (changes_for(p, need, [e.code for e in exclusions(p, need)]) for p in people)
    return [change for changes in of_each for change in changes or ()]


def effort(changes: tuple[Change, ...], people: list[Candidate]) -> int:
    had = {person.id: person for person in people}
    steps = {
        ChangeCode.RAISE_CAPACITY: lambda c: c.to - had[c.reviewer].capacity,
        ChangeCode.RAISE_WEEKLY_CAPACITY: lambda c: c.to,
    }
    return sum(EFFORT[c.code] * steps.get(c.code, lambda _: 1)(c) for c in changes)


@settings(max_examples=75)
@given(either=either, wanted=wanted)
def test_a_remedy_that_is_followed_fills_the_seats_by_the_same_rules(either, wanted):
    people, need = either
    found = remedy(people, need, wanted=wanted)

    then, need_then = applied(people, need, found.changes)

    chosen = choose(then, need_then, wanted=wanted).chosen
    assert len(chosen) == wanted - found.new_people
    assert {c.reviewer for c in found.changes} <= set(chosen) | free(people, need)


@settings(max_examples=75)
@given(either=either, wanted=wanted)
def test_new_people_are_asked_for_only_where_no_allowed_change_would_do(either, wanted):
    people, need = either
    found = remedy(people, need, wanted=wanted)

    then, need_then = applied(people, need, everything_allowed(people, need))

    assert found.new_people == max(0, wanted - len(free(then, need_then)))


@settings(max_examples=50)
@given(either=either, wanted=st.integers(1, 2))
def test_nothing_lighter_would_do(either, wanted):
    people, need = either
    found = remedy(people, need, wanted=wanted)
    allowed = everything_allowed(people, need)[:9]  # of every set of them: 512 desks are enough
    least = effort(found.changes, people)

    for changes in chain.from_iterable(combinations(allowed, size) for size in range(len(allowed) + 1)):
        if effort(changes, people) < least:
            then, need_then = applied(people, need, changes)
            assert len(free(then, need_then)) < wanted - found.new_people


@settings(max_examples=50)
@given(either=either, wanted=wanted)
def test_independence_is_never_touched(either, wanted):
    people, need = either
    found = remedy(people, need, wanted=wanted)

    then, need_then = applied(people, need, everything_allowed(people, need))

    for before, after in zip(people, then, strict=True):
        codes = {e.code for e in exclusions(before, need)} & INDEPENDENCE
        assert codes == {e.code for e in exclusions(after, need_then)} & INDEPENDENCE
        assert not codes or before.id not in {c.reviewer for c in found.changes}


@settings(max_examples=50)
@given(either=either, wanted=wanted, data=st.data())
def test_the_order_of_the_candidates_decides_nothing(either, wanted, data):
    people, need = either
    shuffled = data.draw(st.permutations(people))

    assert remedy(shuffled, need, wanted=wanted) == remedy(people, need, wanted=wanted)


@pytest.mark.parametrize(
    ("candidate", "need", "change"),
    [
        ({"open_assignments": 5}, {}, Change("raise_capacity", 1, 6)),
        ({"weekly_left": -1}, {}, Change("raise_weekly_capacity", 1, 2)),
        ({}, {"refused": frozenset({1})}, Change("ask_again", 1)),
        (
            {"opted_out": frozenset({"war", "health"})},
            {"topics": frozenset({"war"})},
            Change("lift_opt_out", 1, "war"),
        ),
        ({"absent": True}, {}, Change("end_absence", 1)),
        ({}, {"language": "ml"}, Change("add_language", 1, "ml")),
    ],
)
def test_each_limit_that_can_be_moved_has_its_change(candidate, need, change):
    found = remedy([replace(FREE, **candidate)], replace(RESEARCH, **need))

    assert found.changes == (change,)
    assert found.new_people == 0
    assert change.to is None or str(change.to) in found.message


def test_what_a_remedy_may_move_is_what_an_editor_may_set_aside():
    assert set(Reason) - INDEPENDENCE == OVERRIDABLE


@pytest.mark.parametrize("reason", Reason)
def test_every_hard_rule_is_either_of_independence_or_can_be_moved(reason):
    person = replace(FREE, opted_out=frozenset({"war"}))
    need = replace(RESEARCH, topics=frozenset({"war"}))

    assert (changes_for(person, need, [reason]) is None) == (reason in INDEPENDENCE)


def test_a_panel_is_told_whom_to_free_and_how_many_it_lacks():
    full = [replace(FREE, id=n, open_assignments=3) for n in (2, 3)]
    away = replace(FREE, id=4, absent=True)

    enough = remedy([FREE, *full, away], replace(RESEARCH, role="rater"), wanted=3)
    short = remedy([FREE, full[0]], replace(RESEARCH, role="rater"), wanted=4)

    assert enough.changes == (Change("raise_capacity", 2, 4), Change("raise_capacity", 3, 4))
    assert (enough.candidate, enough.codes, enough.new_people) == (2, ("capacity",), 0)
    assert (short.changes, short.new_people) == ((Change("raise_capacity", 2, 4),), 2)
    assert short.message == (
        "Nobody else is free. It would help to raise the capacity of one person to 4. "
        "The desk needs 2 more raters who work in “en”."
    )


def test_a_capacity_far_off_asks_more_than_a_call_back_from_an_absence():
    far = replace(FREE, id=1, open_assignments=9, capacity=1)
    away = replace(FREE, id=2, absent=True)

    assert remedy([far, away], RESEARCH).changes == (Change("end_absence", 2),)


def test_a_change_that_names_nothing_to_change_is_a_bug():
    with pytest.raises(ValueError, match="changes nothing"):
        applied([FREE], RESEARCH, [Change("raise_capacity", 1, None)])
