from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.detection.quotes import quoted_spans

MARKS = "\"'“”„«»‘’‚「」 \n.,aAs9"


def quoted(text):
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('He said "yes" and "no".', ["yes", "no"]),
        ("“One,” she said.", ["One,"]),
        ("„Ja“, sagte er, „Nein”.", ["Ja", "Nein"]),
        ("Il dit : «\u00a0Oui\u00a0». Puis l’« homme » part.", ["Oui", "homme"]),
        ("Sie sagte: »Nein«, und ging.", ["Nein"]),
        ("«a «b» c» d", ["a «b» c"]),
        ("「はい」と述べた。", ["はい"]),
        ("Hon sa: ”Aldrig.”", ["Aldrig."]),
        ("‘I can’t go,’ he said.", ["I can’t go,"]),
        ("'It's bad,' she said.", ["It's bad,"]),
        ("He said ‘they called it “bad” once’ again", ["they called it “bad” once"]),
        ("“They called it ‘bad’ once” again", ["They called it ‘bad’ once"]),
    ],
)
def test_the_words_inside_the_marks_are_found(text, inside):
    assert quoted(text) == inside


@pytest.mark.parametrize(
    "text",
    [
        "The teachers' union and the Joneses' house in the '90s and '24.",
        "It’s the workers’ day, y’all can’t miss it.",
        '6\'2" tall and 12" wide.',
        '“” and "" and " " and “…”',
        "No marks at all.",
        "",
    ],
)
def test_apostrophes_inches_and_empty_marks_quote_nothing(text):
    assert quoted(text) == []


def test_the_possessive_of_a_plural_does_not_end_a_quotation():
    assert quoted("'The teachers' union knew,' he said.") == ["The teachers' union knew,"]


def test_a_possessive_ends_a_quotation_that_has_no_other_end():
    assert quoted("the ‘deal of the lawyers’ nobody saw") == ["deal of the lawyers"]


def test_a_speech_over_paragraphs_is_one_span_for_each():
    assert quoted("“One.\n\n“Two.\n\n“Three.” End") == ["One.", "Two.", "Three."]


@pytest.mark.parametrize(
    "text",
    ['"Open here\nnext "ok" x', "“Open here\nnext “ok” x", "“Open, then “ok” x", "“One.\n“Two.\nEnd “ok”"],
)
def test_a_mark_that_never_closes_swallows_nothing(text):
    assert quoted(text) == ["ok"]


@settings(max_examples=50)
@given(st.text(alphabet=MARKS, max_size=80))
def test_spans_are_in_order_apart_and_hold_words(text):
    spans = quoted_spans(text)

    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(any(c.isalnum() for c in text[start:end]) for start, end in spans)
    assert all("\n" not in text[start:end] for start, end in spans)


@pytest.mark.parametrize("piece", ['"', "“", " 'a", ' "as ', "«", '"a\n', "‘as’ "])
def test_thousands_of_marks_are_read_in_one_pass(piece):
    assert len(quoted_spans(piece * 5000)) <= 5000
