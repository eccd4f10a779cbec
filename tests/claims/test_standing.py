"""Whether quoted words still stand in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.standing import places


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("The port is full.", "Yesterday.\n\nThe port is full. It rained."),
        ("“We know,” she said.", '"We know," she said.'),
        ("the port’s 4–5 piers", "At the port's 4-5 piers it rained"),
        ("The port is full.", "The  port\u00a0is\nfull."),
        ("fell by 1 per cent", "It fell by 1 per cent, he said"),
        ("港口很满。", "昨天下雨。港口很满。没有人受伤。"),
        ("(seen)", "was (seen)x"),
    ],
)
def test_words_stand_whatever_blanks_and_marks_they_are_set_in(quote, text):
    assert [text[start:end].split() for start, end in places(quote, text)] != []


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("1 per cent", "fell by 1.1 per cent"),
        ("1 per cent", "fell by 11 per cent"),
        ("5 million", "lost −5 million"),
        ("5 million", "lost $5 million"),
        ("rose by 4.", "rose by 4.5 points"),
        ("grew by 4", "grew by 4,200"),
        ("grew by 4", "grew by 4 %"),
        ("The port", "The ports"),
        ("the port", "the port’s"),
        ("fatal", "non-fatal"),
        ("The port is full.", "the port is full."),
        ("The port is full.", "The port is not full."),
        ("The port is full.", "The port is full!"),
        ("", "anything"),
        ("a", ""),
    ],
)
def test_other_words_are_not_taken_for_them(quote, text):
    assert list(places(quote, text)) == []


def test_every_place_is_named_in_order():
    assert list(places("It rained.", "It rained. It rained. It was dry.")) == [(0, 10), (11, 21)]


@given(text=st.text(max_size=60), data=st.data())
def test_a_whole_line_is_found_in_its_text(text, data):
    quote = text.strip()

    found = [text[start:end] for start, end in places(quote, text)]

    assert not quote or quote in found
