"""Which feeds a page and a robots.txt name."""

import pytest

from claims.ingestion.encoding import Unreadable
from claims.ingestion.page_links import MOST_LINKS, Link, links, sitemaps

HERE = "https://www.example.org/news/story.html"


def page(head: str = "", body: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode()


def found(head: str = "", body: str = "") -> list[str]:
    return [link.url for link in links(page(head, body), url=HERE)]


def alternate(href: str, kind: str = "application/rss+xml", rel: str = "alternate") -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}" title="All &amp; everything">'


def test_feeds_named_in_the_head_come_first_with_their_title():
    named = links(
        page(alternate("/feed.xml"), '<a href="/rss/politics.xml">Politics</a><a href="/about">About</a>'),
        url=HERE,
    )

    assert named == (
        Link("https://www.example.org/feed.xml", "All & everything", "head"),
        Link("https://www.example.org/rss/politics.xml", "Politics", "link"),
    )


@pytest.mark.parametrize(
    ("kind", "rel", "is_one"),
    [
        ("application/atom+xml", "alternate", True),
        ("application/feed+json", "ALTERNATE home", True),
        ("Application/RSS+XML; charset=utf-8", "alternate", True),
        ("text/html", "alternate", False),
        ("application/json+oembed", "alternate", False),
        ("application/rss+xml", "stylesheet", False),
    ],
)
def test_only_alternates_of_a_feeds_kind_are_feeds(kind, rel, is_one):
    assert bool(found(alternate("/x", kind, rel))) == is_one


@pytest.mark.parametrize(
    ("href", "is_one"),
    [
        ("/feed", True),
        ("/feed/", True),
        ("/section/rss.xml", True),
        ("/feeds/all.atom", True),
        ("https://news.example.org/rss/", True),
        ("https://elsewhere.example/feed/", False),
        ("/feedback", False),
        ("/how-to-use-rss/", False),
        ("/news/rss-explained.html", False),
        ("javascript:alert(1)//feed", False),
        ("file:///feed", False),
        ("http://user:word@www.example.org/feed", False),
    ],
)
def test_a_link_that_looks_like_a_feed_of_the_site_is_one(href, is_one):
    assert bool(found(body=f'<a href="{href}">x</a>')) == is_one


def test_the_base_of_the_page_counts():
    assert found('<base href="https://cdn.example.org/x/">' + alternate("feed.xml")) == [
        "https://cdn.example.org/x/feed.xml"
    ]


def test_a_feed_named_twice_is_one_and_there_is_an_end():
    assert found(alternate("/feed"), '<a href="/feed">again</a>') == ["https://www.example.org/feed"]
    assert len(found("".join(alternate(f"/{n}") for n in range(99)))) == MOST_LINKS


def test_a_page_that_is_none_is_refused():
    with pytest.raises(Unreadable):
        links(b"\x89PNG\r\n\x1a\n", url=HERE)


def test_robots_names_sitemaps_those_of_news_first():
    robots = (
        "User-agent: *\nDisallow: /\n# Sitemap: /no.xml\nSitemap: https://www.example.org/all.xml\n"
        "sitemap : /news-sitemap.xml\r\nSITEMAP:javascript:alert(1)\nSitemap: https://www.example.org/all.xml\n"
    )

    assert [link.url for link in sitemaps(robots, url=HERE)] == [
        "https://www.example.org/news-sitemap.xml",
        "https://www.example.org/all.xml",
    ]
    assert sitemaps("", url=HERE) == ()


@pytest.mark.parametrize(
    "base", ["http://[::1", "mailto:desk@example.org", "", "https://www.example.org:port/"]
)
def test_a_base_that_is_no_address_is_passed_over(base):
    assert found(f'<base href="{base}">{alternate("/feed.xml")}') == ["https://www.example.org/feed.xml"]
