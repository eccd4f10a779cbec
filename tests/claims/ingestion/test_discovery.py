"""Feeds found from a page's address: what the site names, tried, and nothing else asked."""

from typing import Any

import pytest

from claims.ingestion import discovery
from claims.ingestion.discovery import discover
from tests.claims.papers import Paper, feed, index, open_to, rss, sitemap
from tests.factcheck.net.sites import ok, sent_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings: Any) -> Any:
    site = Paper()
    with open_to(settings, site):
        yield site


def html(head: str, body: str = "") -> bytes:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return ok(page.encode(), "Content-Type: text/html; charset=utf-8")


def alternate(href: str) -> str:
    return f'<link rel="alternate" type="application/rss+xml" href="{href}" title="As the page says">'


def found(paper: Paper, path: str = "story") -> dict[str, Any]:
    return {c.link.url.removeprefix(paper.url): c for c in discover(paper.at(path)).candidates}


def test_what_the_page_and_robots_name_is_tried_and_the_readable_comes_first(paper):
    paper.robots = ok(f"Sitemap: {paper.at('news.xml')}\n".encode(), "Content-Type: text/plain")
    paper.pages |= {
        "/story": html(alternate("/gone.xml") + alternate("/feed.xml"), '<a href="/rss/">Feed</a>'),
        "/feed.xml": feed(rss(1, 2, title="Paper: all")),
        "/rss/": feed(rss(3, title="")),
        "/news.xml": sitemap(4),
    }

    candidates = found(paper)

    assert list(candidates) == ["feed.xml", "rss/", "news.xml", "gone.xml"]
    assert [c.link.said_by for c in candidates.values()] == ["head", "link", "robots", "head"]
    assert [c.link.title for c in candidates.values()] == ["Paper: all", "Feed", "", "As the page says"]
    assert candidates["gone.xml"].trial.code == "http_status"
    assert candidates["news.xml"].trial.reading.kind == "sitemap"


def test_paths_that_nobody_names_are_not_asked(paper):
    paper.pages |= {"/story": html("<title>x</title>"), "/feed": feed(rss(1)), "/sitemap.xml": sitemap(1)}

    assert found(paper) == {}
    assert paper.asked == ["/story"]


def test_a_feeds_own_address_is_its_own_candidate(paper):
    paper.pages |= {"/old": sent_on("/feed"), "/feed": feed(rss(1))}

    candidates = found(paper, "old")

    assert [(path, c.link.said_by) for path, c in candidates.items()] == [("feed", "itself")]


def test_two_addresses_of_one_feed_are_one_candidate(paper):
    paper.pages |= {
        "/story": html(alternate("/a") + alternate("/b") + alternate("/a#x")),
        "/a": sent_on("/b"),
        "/b": feed(rss(1)),
    }

    assert list(found(paper)) == ["a"]


@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.4/feed", "http://[::1]/feed", "http://169.254.169.254/feed", "http://2130706433/"],
)
def test_a_candidate_inside_the_house_is_named_and_not_asked(paper, target):
    paper.pages["/story"] = html(alternate(target) + alternate("/hop"))
    paper.pages["/hop"] = sent_on(target)

    codes = {c.trial.code for c in discover(paper.at("story")).candidates}

    assert codes == {"forbidden_address"}


@pytest.mark.parametrize(("path", "code"), [("", "forbidden_address"), ("nothing", "http_status")])
def test_a_page_that_cannot_be_looked_at_is_an_answer_with_its_reason(paper, path, code):
    told = discover(paper.at(path) if path else "http://127.0.0.5/")

    assert (told.code, told.candidates) == (code, ())
    assert told.reason.endswith(".")


def test_there_is_an_end_to_trying(paper, monkeypatch):
    monkeypatch.setattr(discovery, "MOST_TRIED", 2)
    paper.pages["/story"] = html("".join(alternate(f"/{n}.xml") for n in range(4)))
    paper.pages |= {f"/{n}.xml": feed(rss(n)) for n in range(4)}

    candidates = found(paper)

    assert [c.trial is not None for c in candidates.values()] == [True, True, False, False]
    assert len(paper.asked) == 3


def test_when_the_time_is_over_the_rest_is_named_and_not_tried(paper):
    paper.pages["/story"] = html(alternate("/feed.xml"))

    (candidate,) = discover(paper.at("story"), seconds=1.0).candidates

    assert candidate.trial is None


def test_of_an_index_one_sitemap_is_looked_at(paper):
    paper.robots = ok(f"Sitemap: {paper.at('all.xml')}\n".encode())
    paper.pages |= {
        "/story": html(""),
        "/all.xml": index((paper.at("1.xml"), ""), (paper.at("2.xml"), "")),
        "/1.xml": sitemap(1),
        "/2.xml": sitemap(2),
    }

    (candidate,) = found(paper).values()

    assert candidate.trial.reading.kind == "sitemap_index"
    assert paper.asked == ["/story", "/all.xml", "/1.xml"]
