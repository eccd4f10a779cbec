"""How alike claims are, which verdicts depart from others, and the index that finds candidates."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.precedents import (
    SHOWN,
    STRONG,
    Index,
    Ruling,
    Said,
    agree,
    departs,
    likeness,
    marks_of,
)

PORT = Said("The port handled 3.1 million tonnes of cargo last year.", 7, frozenset({"harbour"}))
wordings = st.text(st.sampled_from("abcé 019.'"), max_size=40)


@given(wordings, wordings, st.sampled_from([None, 1, 2]), st.sampled_from([None, 1]))
def test_likeness_is_a_share_and_the_same_from_both_sides(
    one: str, other: str, mine: int | None, theirs: int | None
):
    forth = likeness(Said(one, mine), Said(other, theirs))
    back = likeness(Said(other, theirs), Said(one, mine))

    assert 0 <= forth.score <= 1
    assert forth == back


@pytest.mark.parametrize(
    ("wording", "claimant", "least", "most"),
    [
        ("“The port handled 3.1 million tonnes of cargo last year!”", None, 1, 1),
        ("Last year the port handled 3.1 million tonnes of cargo in all.", 7, STRONG, 1),
        ("Last year the port handled 5 million tonnes of cargo in all.", 7, SHOWN, STRONG - 0.01),
        ("Last year the port did not handle 3.1 million tonnes of cargo.", 7, SHOWN, STRONG - 0.01),
        ("Vaccines were given to 12 children.", 7, 0, SHOWN - 0.01),
    ],
)
def test_other_numbers_and_denials_make_another_claim(
    wording: str, claimant: int | None, least: float, most: float
):
    found = likeness(PORT, Said(wording, claimant))

    assert least <= found.score <= most, found


def test_likeness_says_why():
    found = likeness(PORT, Said("The port's cargo was not 4 tonnes.", 7, frozenset({"harbour"})))

    assert found.reasons == (
        "shared words: cargo, port, the, tonnes",
        "the same claimant",
        "the same topic: harbour",
        "other numbers",
        "one denies what the other says",
    )


FALSE, HALF, TRUE = Ruling("false", "steps", 1), Ruling("half-true", "steps", 3), Ruling("true", "steps", 5)


@pytest.mark.parametrize(
    ("one", "other", "tolerance", "same"),
    [
        (FALSE, FALSE, 0, True),
        (FALSE, HALF, 0, False),
        (FALSE, HALF, 2, True),
        (Ruling("misleading", "steps"), Ruling("misleading", "steps"), 0, True),
        (Ruling("misleading", "steps"), FALSE, 9, False),
        (Ruling("Nobody knows"), Ruling("nobody knows"), 0, True),
        (Ruling("false", "steps", 1), Ruling("false", "other", 1), 0, True),
        (Ruling("false", "steps", 1), Ruling("wrong", "other", 1), 9, False),
    ],
)
def test_verdicts_agree_by_label_or_within_the_tolerance(
    one: Ruling, other: Ruling, tolerance: int, same: bool
):
    assert agree(one, other, tolerance=tolerance) is same
    assert agree(other, one, tolerance=tolerance) is same


def test_a_verdict_departs_where_no_precedent_agrees():
    assert not departs(FALSE, [])
    assert not departs(FALSE, [TRUE, FALSE])
    assert departs(FALSE, [TRUE, HALF])
    assert not departs(FALSE, [HALF], tolerance=2)


@given(
    st.lists(st.frozensets(st.sampled_from("abcdefgh"), max_size=4), max_size=30),
    st.frozensets(st.sampled_from("abcdefgh")),
)
def test_what_is_found_shares_something_and_what_shares_most_of_the_rare_comes_first(
    texts: list[frozenset[str]], asked: frozenset[str]
):
    index = Index()
    for number, marks in enumerate(texts, 1):
        index.add(number, marks)

    found = index.nearest(asked, most=50)

    assert set(found) == {number for number, marks in enumerate(texts, 1) if marks & asked}
    worth = [sum(index.weight(mark) for mark in texts[number - 1] & asked) for number in found]
    assert all(one >= other - 1e-9 for one, other in pairwise(worth))


def test_a_large_index_finds_what_a_small_one_does_and_leaves_common_marks_out():
    index = Index()
    for number in range(1, 5001):
        index.add(number, {"port", f"rare-{number // 2}", f"word-{number % 97}"})

    assert index.nearest({"port", "rare-1200"}, most=5) == [2401, 2400]
    assert index.weight("port") == 0
    assert index.nearest({"port"}, most=5) == []
    assert index.nearest({"nobody", "knows"}, most=5) == []


def test_a_claim_is_found_by_words_topics_and_claimant():
    assert marks_of(PORT) >= {"port", "cargo", "topic:harbour", "claimant:7"}
    assert "3" not in marks_of(PORT)
