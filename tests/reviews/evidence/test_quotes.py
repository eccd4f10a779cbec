import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.evidence.quotes import plain, stands_in

TEXT = "The port handled 3.1 million tonnes of cargo in 2024, “less than before”, it said — don’t ask."


@pytest.mark.parametrize(
    "quote",
    [
        "3.1 million tonnes",
        "“3.1 million\n tonnes”",
        "THE PORT handled",
        '"less than before"',
        "The port … 3.1 million … in 2024",
        "The port [...] in 2024.",
        "it said - don't ask",
        "3.1 million ton\u00adnes",
    ],
)
def test_a_quote_stands_however_its_marks_and_blanks_are_set(quote):
    assert stands_in(quote, TEXT) is True


@pytest.mark.parametrize(
    "quote",
    [
        "4.1 million tonnes",
        ".1 million",
        "1 million",
        "3",
        "port handle",
        "in 2024 … The port",
        "more than before",
    ],
)
def test_other_words_a_piece_of_a_number_or_another_order_do_not_stand(quote):
    text = TEXT.replace("2024", "13.1 2024")

    assert stands_in(quote, text) is False


@pytest.mark.parametrize("quote", ["", "  ", "…", '"."'])
def test_a_quote_without_words_says_nothing(quote):
    assert stands_in(quote, TEXT) is None


def test_letters_without_blanks_between_words_are_found_inside_a_run():
    assert stands_in("港口", "他在港口工作") is True


@given(text=st.text(max_size=200), begin=st.integers(0, 200), length=st.integers(1, 60))
def test_what_is_cut_at_blanks_stands(text, begin, length):
    words = plain(text).split(" ")
    quote = " ".join(words[begin : begin + length])

    assert stands_in(quote, text) in (True, None)
