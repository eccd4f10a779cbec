"""What changed between two versions of a text."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.difference import Difference, Op, difference

words = st.lists(
    st.sampled_from(["port", "tonnes", "4.2", "the", "(in", "2024)", "“We", "know,”"]), max_size=9
)
texts = st.lists(words.map(" ".join), max_size=9).map("\n\n".join)


def shown(found: Difference, before: str, after: str) -> list[tuple[str, str, str]]:
    return [(p.op.value, before[slice(*p.before)], after[slice(*p.after)]) for p in found.paragraphs]


def pieces(before: str, after: str) -> list[tuple[str, str, str]]:
    (paragraph,) = difference(before, after).paragraphs
    return [(p.op.value, before[slice(*p.before)], after[slice(*p.after)]) for p in paragraph.pieces]


def test_paragraphs_stand_come_go_and_are_edited():
    before = "It rained.\n\nThe port handled 4.2 million tonnes.\n\nNobody was hurt."
    after = "It rained.\n\nThe port handled 4.6 million tonnes.\n\nA ferry is late."

    assert shown(difference(before, after), before, after) == [
        ("equal", "It rained.", "It rained."),
        ("replace", "The port handled 4.2 million tonnes.", "The port handled 4.6 million tonnes."),
        ("delete", "Nobody was hurt.", ""),
        ("insert", "", "A ferry is late."),
    ]


def test_inside_a_paragraph_the_words_that_changed_are_named():
    before, after = "The port handled 4.2 million tonnes.", "The port handled 4.65 million tonnes in 2024."

    assert pieces(before, after) == [
        ("equal", "The port handled ", "The port handled "),
        ("replace", "4.2", "4.65"),
        ("equal", " million tonnes", " million tonnes"),
        ("insert", "", " in 2024"),
        ("equal", ".", "."),
    ]


def test_neighbouring_changes_are_read_as_one():
    assert pieces("Three old men came home late.", "Three seven dwarfs came home late.")[1] == (
        "replace",
        "old men",
        "seven dwarfs",
    )


def test_the_edited_one_of_several_is_found_whatever_came_before_it():
    before = "The port handled 4.2 million tonnes last year."
    after = f"A storm is near.\n\nA ferry is late.\n\n{before[:-1]}, it said."

    ops = [op for op, *_ in shown(difference(before, after), before, after)]

    assert ops == ["insert", "insert", "replace"]


@given(before=texts, after=texts)
def test_both_texts_can_be_read_from_the_difference(before, after):
    found = difference(before, after)

    assert "\n\n".join(b for op, b, _ in shown(found, before, after) if op != "insert") == drained(before)
    assert "\n\n".join(a for op, _, a in shown(found, before, after) if op != "delete") == drained(after)
    for paragraph in found.paragraphs:
        if paragraph.op == Op.REPLACE:
            assert whole(paragraph.pieces, 1) == paragraph.before
            assert whole(paragraph.pieces, 2) == paragraph.after
        if paragraph.op == Op.EQUAL:
            assert before[slice(*paragraph.before)] == after[slice(*paragraph.after)]


def drained(text: str) -> str:
    return "\n\n".join(p for p in text.split("\n\n") if p)


def whole(parts, side):
    """The span that pieces cover, if each begins where the one before it ended."""
    spans = [(p.before, p.after)[side - 1] for p in parts]
    assert all(one[1] == next_[0] for one, next_ in pairwise(spans))
    return spans[0][0], spans[-1][1]


@given(text=texts)
def test_the_same_text_differs_in_nothing(text):
    assert {p.op for p in difference(text, text).paragraphs} <= {Op.EQUAL}


@given(before=texts, after=texts)
def test_no_two_changes_stand_side_by_side_inside_a_paragraph(before, after):
    for paragraph in difference(before, after).paragraphs:
        ops = [p.op == Op.EQUAL for p in paragraph.pieces]
        assert all(one != other for one, other in pairwise(ops))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n\nb\n\n" * 5_000, "b\n\nc\n\na\n\n" * 4_000),
        ("a b " * 10_000, "b c a " * 7_000),
        (" ".join(map(str, range(5_000))), " ".join(map(str, range(5_000, 0, -1)))),
    ],
    ids=["two lines", "two words", "numbers turned round"],
)
def test_hostile_texts_are_compared_roughly_and_soon(before, after):
    begun = time.process_time()

    found = difference(before, after)

    # A minute in difflib; generous, for the machine may be busy. A bound must be timed to be tested.
    assert time.process_time() - begun < 5
    assert found.coarse


def test_a_text_that_is_not_hostile_is_compared_to_the_word():
    before = "\n\n".join(
        f"In year {n} the port of {n * 7} piers handled {n * 13} tonnes." for n in range(300)
    )
    after = before.replace("handled 13", "shipped 13").replace("port of 77", "port of 78")

    assert not difference(before, after).coarse
