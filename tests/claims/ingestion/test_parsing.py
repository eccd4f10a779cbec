"""The parser child as the desk uses it: the same readings and refusals, and no harm done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from claims.detection import find
from claims.ingestion import feeds, parsing, reading
from claims.ingestion.found import Found
from claims.ingestion.links import Link
from claims.models import ClaimKind, Speech
from factcheck.children.breaches import Failed, TooMuchComputing, TooMuchMemory
from factcheck.children.limits import Limits
from factcheck.children.pool import Children
from factcheck.errors import Refusal

URL = "https://paper.example/news/7"
TEXT = (
    "The port handled 4.2 million tonnes of cargo last year, councillor Marta Quill said on Tuesday.\n\n"
    "“We will dredge the channel by 2027,” she added. The city council of Wexmouth is to vote on it.\n\n"
    "The opposition called the plan a waste of 30 million euros."
)
PAGE = (
    '<html lang="en"><head><title>Port grows - Harbour Post</title>'
    '<link rel="canonical" href="https://www.paper.example/port">'
    '<meta property="article:published_time" content="2026-02-11T18:40:00+01:00">'
    '<script type="application/ld+json">{"@type": "ClaimReview", "n": [1.5, null]}</script>'
    "</head><body><article><h1>Port grows</h1>"
    + "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n"))
    + '<p>All figures are in <a href="/report">the yearly report</a> of the port.</p></article></body></html>'
).encode()
FEED = (
    b"<rss version='2.0'><channel><title>All news</title><item><title>One</title>"
    b"<link>/one</link><pubDate>Wed, 11 Feb 2026 18:40:00 +0100</pubDate></item></channel></rss>"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def small() -> Iterator[Children]:
    """The same child, with a fifth of the time and of the memory beside its own."""
    children = Children(
        "claims.ingestion.child", refusals=parsing.REFUSALS, limits=Limits(cpu=1.0, memory=330_000_000)
    )
    yield children
    children.close()


def test_a_page_is_read_as_it_would_be_here():
    there = parsing.read(PAGE, url=URL, media_type="text/html")

    assert there == reading.read(PAGE, url=URL, media_type="text/html")
    assert there.published_at == datetime(2026, 2, 11, 17, 40, tzinfo=UTC)
    assert there.links == (Link("https://paper.example/report", "the yearly report"),)
    assert there.embedded["claim_reviews"][0]["n"] == [1.5, None]


def test_a_feed_is_read_as_it_would_be_here():
    assert parsing.entries(FEED, url=URL) == feeds.entries(FEED, url=URL)


@pytest.mark.parametrize("text", [TEXT, "Said “Élan” 🙂\u202e 5 million, he said.", "", "No."])
def test_statements_are_found_as_they_would_be_here(text):
    assert parsing.find(text, language="en") == Found(find(text, language="en"), left_out=0)


def test_the_day_of_the_article_reaches_the_wording():
    found = parsing.find("The council closed two schools yesterday.", days=[date(2024, 5, 3)])

    assert found.statements[0].wording == "The council closed two schools on 2 May 2024."


def test_of_too_many_statements_the_most_worthy_come_in_the_text_s_order():
    text = " ".join(
        f"Nothing much was said by anyone here. The port lost {n} million euros." for n in range(1200)
    )

    found = parsing.find(text)

    assert (len(found.statements), found.left_out) == (2000, 400)
    assert sum("million" in statement.quote for statement in found.statements) == 1200
    assert found.statements == sorted(found.statements, key=lambda statement: statement.start)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "text/html"),
        (b"%PDF-1.7", "text/html"),
        (b"x", "image/png"),
        (b"<html><body><nav>Home</nav></body></html>", "text/html"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><html>&a;</html>", "text/html"),
        (b"<p>a" * 50_001, "text/html"),
        (b"\xff\xfea", "text/plain"),
    ],
)
def test_refusals_are_those_of_the_pure_functions(body, media_type):
    with pytest.raises(Refusal) as here:
        reading.read(body, media_type=media_type)
    with pytest.raises(Refusal) as there:
        parsing.read(body, media_type=media_type)

    assert type(there.value) is type(here.value)
    assert (there.value.message, there.value.details) == (here.value.message, here.value.details)


def test_every_refusal_of_a_kind_is_known_by_its_code():
    codes = [refusal.code for refusal in parsing.REFUSALS]

    assert len(set(codes)) == len(codes)
    assert set(_all_below(reading.Unreadable)) <= set(parsing.REFUSALS)


def _all_below(refusal: type[Refusal]) -> list[type[Refusal]]:
    return [refusal, *(one for below in refusal.__subclasses__() for one in _all_below(below))]


PARAGRAPH = "<p>The council voted on Monday to close the old bridge for two years.</p>"


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("read", "<article>" + PARAGRAPH * 45_000, TooMuchComputing),
        (
            "read",
            "<article>" + ("<p " + " ".join(f"a{n}=1" for n in range(250)) + ">x</p>") * 4000,
            TooMuchMemory,
        ),
        ("entries", "<rss version='2.0'><channel><title>" + "&" * 2_000_000, TooMuchComputing),
    ],
    ids=["many paragraphs", "many attributes", "many ampersands"],
)
def test_a_page_made_to_hurt_is_refused_and_the_next_one_read(small, kind, body, refusal):
    with pytest.raises(refusal):
        small.ask(kind, Any, body.encode(), url=URL)

    assert small.ask("entries", feeds.FeedReading, FEED, url=URL).title == "All news"


@pytest.mark.parametrize(
    "tampered",
    [
        {"canonical_url": "https://other.example/port"},
        {"canonical_url": "javascript:alert(1)"},
        {"links": (Link("javascript:alert(1)", "x"),)},
        {"links": (Link("https://a.example/\n", "x"),)},
    ],
)
def test_a_child_that_was_taken_over_cannot_pass_its_page_for_another(monkeypatch, tampered):
    read = replace(reading.read(PAGE, url=URL, media_type="text/html"), **tampered)
    monkeypatch.setattr(parsing._children, "ask", lambda *_, **__: read)

    with pytest.raises(Failed):
        parsing.read(PAGE, url=URL, media_type="text/html")


@pytest.mark.parametrize(
    "tampered",
    [
        {"quote": "Words that are not there."},
        {"start": -1},
        {"end": 10_000},
        {"quoted_parts": ((0, 10_000),)},
        {"kind": "truth"},
        {"speech": "thought"},
    ],
)
def test_statements_must_stand_in_the_text(monkeypatch, tampered):
    found = [*find(TEXT)[:1], replace(find(TEXT)[1], **tampered)]
    monkeypatch.setattr(parsing._children, "ask", lambda *_, **__: Found(found, left_out=0))

    with pytest.raises(Failed):
        parsing.find(TEXT)


def test_what_detection_may_say_is_what_the_tables_take():
    assert set(ClaimKind.values) == parsing.KINDS
    assert set(Speech.values) == parsing.SPEECH
