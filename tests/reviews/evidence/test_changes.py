from dataclasses import replace

import pytest

from claims.likeness import signature
from reviews.evidence.changes import Found, Seen, address, compared, lasting, unreachable

TEXT = (
    "The port handled 3.1 million tonnes.\n\nThe office counts them each year.\nUpdated 3 March 2026, 10:15"
)
CITED = Seen("https://port.example/table", "a" * 64, TEXT, quote_found=True)


def later(**given):
    return replace(CITED, **{"sha256": "b" * 64} | given)


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("3 March 2026", "9 April 2026"),
        TEXT.replace("\n\n", "\n") + "\n12 comments\n\nWe use cookies.",
        TEXT.replace("tonnes.", "tonnes. ").replace("The office", "The\u00a0office"),
    ],
)
def test_what_changes_by_itself_is_no_change(text):
    assert compared(CITED, later(text=text)) == (Found.SAME, "")


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("3.1", "4.1"),
        TEXT.replace("counts", "does not count"),
        TEXT.replace("The office counts them each year.", "The office published 9 of them."),
        "",
    ],
)
def test_another_word_or_figure_is_a_change(text):
    assert compared(CITED, later(text=text))[0] == Found.CHANGED


def test_a_quote_that_went_is_a_change_whatever_else_stands():
    found, words = compared(CITED, later(quote_found=False))

    assert found == Found.CHANGED
    assert "quote" in words


def test_another_address_has_moved_and_the_words_say_whether_the_text_came_along():
    there = compared(CITED, later(url="https://port.example/archive/table"))
    elsewhere = compared(CITED, later(url="https://port.example/", text="Welcome."))

    assert there == (Found.MOVED, "It leads to another address now, where the same text stands.")
    assert elsewhere == (Found.MOVED, "It leads to another address now, where another text stands.")


@pytest.mark.parametrize("url", ["http://www.port.example/table/", "https://port.example/table#top"])
def test_scheme_www_last_slash_and_fragment_are_no_other_address(url):
    assert address(url) == address(CITED.url)


def test_of_what_is_not_kept_the_hash_or_else_the_likeness_decides():
    words = " ".join(f"word{n}" for n in range(300))
    cited = Seen(CITED.url, "a" * 64, None, signature(words))

    assert compared(cited, Seen(CITED.url, "a" * 64, None))[0] == Found.SAME
    assert compared(cited, Seen(CITED.url, "b" * 64, words, signature(words + " more")))[0] == Found.SAME
    assert compared(cited, Seen(CITED.url, "b" * 64, "x", signature(words[::-1])))[0] == Found.CHANGED
    assert compared(replace(cited, signature=b""), Seen(CITED.url, "b" * 64))[0] == Found.CHANGED


def test_without_an_answer_three_times_it_is_gone_but_not_for_robots():
    assert [unreachable(times_before=n, code="timeout") for n in range(4)] == [
        Found.UNREACHABLE,
        Found.UNREACHABLE,
        Found.GONE,
        Found.GONE,
    ]
    assert unreachable(times_before=9, code="robots") == Found.UNREACHABLE


def test_numbers_alone_are_a_cell_and_stay():
    assert lasting("Cargo\n3.1\n\n© Port of Wexmouth") == ["cargo", "3.1"]
