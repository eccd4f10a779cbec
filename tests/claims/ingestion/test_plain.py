from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.ingestion import plain
from claims.ingestion.furniture import is_furniture

BODY = "The council voted on Monday.\n\nIt was the third vote this year."


def test_title_byline_and_moment_leave_the_text():
    header, text = plain.split(f"Council votes again\n\nBy Ann Lee | March 28, 2024, 10:46 GMT\n\n{BODY}")

    assert (header.title, header.byline, text) == ("Council votes again", "Ann Lee", BODY)
    assert header.published.at == datetime(2024, 3, 28, 10, 46, tzinfo=UTC)


def test_the_byline_may_stand_right_below_the_title_or_below_the_standfirst():
    below, _ = plain.split(f"Council votes again\nBy Ann Lee\n28 March 2024 10:46 GMT\n\n{BODY}")
    after, text = plain.split(f"Council votes again\n\nA long dispute ends.\n\nBy Ann Lee\n\n{BODY}")

    assert below.title == after.title == "Council votes again"
    assert below.byline == after.byline == "Ann Lee"
    assert text == f"A long dispute ends.\n\n{BODY}"


@pytest.mark.parametrize(
    ("line", "outlet"),
    [
        ("By Team Example Post", "Example Post"),
        ("By Example Post Web Desk", "Example Post"),
        ("By Example Post Staff", "Example Post"),
        ("By News Desk", ""),
        ("By Ann Lee", ""),
        ("Source: Example Post", "Example Post"),
    ],
)
def test_an_outlet_that_signs_as_a_body_is_named(line, outlet):
    header, _ = plain.split(f"Council votes again\n\n{line}\n\n{BODY}")

    assert header.outlet == outlet


def test_pasted_text_without_a_header_has_no_title():
    header, text = plain.split(BODY)

    assert header.title == header.byline == header.outlet == ""
    assert header.published is None
    assert text == BODY


@pytest.mark.parametrize("only", ["Council votes again", "Council votes again\n\nBy Ann Lee"])
def test_a_title_without_an_article_is_the_text_itself(only):
    header, text = plain.split(only)

    assert header.title == ""
    assert text == "Council votes again"


def test_a_sentence_that_begins_with_by_is_no_byline():
    text = "By Thursday, the army had left.\n\nNobody was hurt."

    assert plain.split(text)[1] == text


def test_lines_broken_by_a_mail_program_are_one_paragraph():
    wrapped = (
        "The council voted on Monday to close the bridge\nfor two years, although a report had warned.\nEnd."
    )

    assert plain.split(f"{wrapped}\n\nShort.")[1] == wrapped.replace("\n", " ") + "\n\nShort."


def test_the_outlets_zone_is_used_for_a_moment_without_one():
    header, _ = plain.split(
        f"Titel\n\n28. März 2024, 11:46 Uhr\n\n{BODY}", default_zone=ZoneInfo("Europe/Berlin")
    )

    assert header.published.at == datetime(2024, 3, 28, 10, 46, tzinfo=UTC)


@settings(max_examples=50)
@given(text=st.text("aB.\n |:By1", max_size=80))
def test_paragraphs_are_never_empty_nor_furniture(text):
    _, paragraphs = plain.split(text)

    for paragraph in paragraphs.split("\n\n") if paragraphs else []:
        assert paragraph == paragraph.strip() != ""
        assert not is_furniture(paragraph)
