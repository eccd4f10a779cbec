import pytest
from lxml import html

from claims.ingestion.links import MOST, Link, of_text

TEXT = "The mayor said so in a report on Monday.\n\nMore is here, and a map of it there."
BODY = (
    '<p>The mayor said so in <a href="/report#top">a report</a> on Monday.</p>'
    '<p>More is <a href="https://other.example/x">here</a>, and <a href="map">a map of it</a> there.</p>'
)


def links(body, *, text=TEXT, url="https://paper.example/news/7", head=""):
    return of_text(
        html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), text, url=url
    )


def test_the_links_of_the_text_come_absolute_and_in_order():
    assert links(BODY) == (
        Link("https://paper.example/report", "a report"),
        Link("https://other.example/x", "here"),
        Link("https://paper.example/news/map", "a map of it"),
    )


@pytest.mark.parametrize(
    "around",
    [
        '<nav><a href="/other">here</a> <a href="/sport">Sport</a></nav>',
        '<ul><li><a href="/other">a report</a></li></ul>',
        '<p>Also read what is <a href="/other">here</a>, or not.</p>',
    ],
)
def test_what_the_page_offers_besides_is_no_link_of_the_text(around):
    assert links(around + BODY) == links(BODY)


def test_a_heading_that_is_a_link_is_one_of_the_text():
    heading = '<h2><a href="/part-two">What the report says of it</a></h2>'

    assert links(heading, text="What the report says of it\n\nNothing.") == (
        Link("https://paper.example/part-two", "What the report says of it"),
    )


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@b.example",
        "http://a\\@b/",
        "ftp://a.example/",
        "//u:p@a/",
    ],
)
def test_only_web_addresses_are_links(href):
    assert links(f'<p>The mayor said so in <a href="{href}">a report</a> on Monday.</p>') == ()


def test_without_an_address_of_its_own_a_page_has_only_absolute_links():
    assert links(BODY, url="") == (Link("https://other.example/x", "here"),)


def test_the_page_s_base_is_where_relative_links_start():
    found = links(BODY, head='<base href="https://cdn.example/a/">')

    assert [link.url for link in found][::2] == ["https://cdn.example/report", "https://cdn.example/a/map"]


def test_links_are_bounded():
    many = " ".join(f'word <a href="/{n}">number {n}</a>' for n in range(2 * MOST))

    assert len(links(f"<p>{many}</p>", text=html.fromstring(f"<p>{many}</p>").text_content())) == MOST


def test_the_same_link_counts_once():
    twice = "<p>The mayor said so in <a href='/r'>a report</a> on Monday.</p>" * 2

    assert len(links(twice)) == 1
