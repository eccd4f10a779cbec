"""What a site asks of robots: read, understood, and bounded."""

import gzip
import time
from collections.abc import Callable
from datetime import timedelta

import pytest

from factcheck import robots
from factcheck.net import refusals
from factcheck.net.fetch import Answer
from factcheck.net.urls import Url
from tests.factcheck.net.sites import Reply, Site, ok, sent_on

PAGE = "https://paper.example/news/one.html"


def at_once(url: Url, request: Callable[[], Answer]) -> Answer:
    return request()


@pytest.fixture
def asked(settings):
    """Ask a site whose robots.txt is this reply."""
    sites: list[Site] = []

    def ask(reply: Reply, *, timeout: float = 5) -> robots.Rules:
        sites.append(Site(b""))
        sites[-1].robots = reply
        settings.FETCH_ALLOW = frozenset(site.origin for site in sites)
        return robots.ask(sites[-1].url.rstrip("/"), timeout=timeout, around=at_once)

    yield ask
    for site in sites:
        site.close()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("", True),
        ("<html><body>Not found</body></html>", True),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /", False),
        ("user-agent: *\ndisallow: /news/", False),
        ("User-agent: *\nDisallow: /sport/", True),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*.html$", False),
        ("User-agent: Factcheck-Desk\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: factcheck-desk\nAllow: /", True),
        ("User-agent: *\nAllow: /\n\nUser-agent: factcheck-desk\nDisallow: /", False),
        ("User-agent: otherbot\nDisallow: /", True),
        ("User-agent: desk\nDisallow: /", True),
        ("User-agent: otherbot\nUser-agent: factcheck-desk\nDisallow: /", False),
        ("User-agent: factcheck-desk\nAllow: /\n\nUser-agent: otherbot\nDisallow: /", True),
        ("User-agent: otherbot\nAllow: /\n\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nUser-agent:\nDisallow: /", False),
        ("Useragent *\nDisallow /news", False),
        ("User-agent: fact*\nDisallow: /", False),
        ("User-agent: * # everybody\nDisallow: / # everything", False),
    ],
)
def test_the_rules_for_us_are_found_among_those_for_others(text, allowed):
    assert robots.allows(text, PAGE) is allowed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("User-agent: *\nCrawl-delay: 7", 7),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 86400", 30),
        ("User-agent: *\nCrawl-delay: -1", 0),
        ("User-agent: *\nCrawl-delay: inf", 0),
        ("User-agent: otherbot\nCrawl-delay: 7", 0),
        ("User-agent: *\nCrawl-delay: 7\n\nUser-agent: factcheck-desk\nCrawl-delay: 2", 2),
    ],
)
def test_the_pause_asked_for_is_made_within_reason(text, seconds):
    assert robots.delay(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "".join(f"user-agent:{i}\n" for i in range(2000)) + "".join(f"allow:/{i}\n" for i in range(2000)),
            id="robots times rules",
        ),
        pytest.param("".join(f"user-agent:{i}\n" for i in range(15_000)) * 2, id="robots twice"),
        pytest.param("user-agent:*\ndisallow:/" + "*a" * 240_000 + "b", id="stars"),
        pytest.param("user-agent:*\n" + ("disallow:/" + "*a" * 40 + "b\n") * 5000, id="rules of stars"),
        pytest.param("\n" * 500_000, id="lines"),
        pytest.param(("user-agent" + " " * 240_000 + "\n") * 2, id="blanks"),
    ],
)
def test_no_file_of_500_kb_keeps_us_long(text):
    began = time.process_time()

    assert robots.allows(text, "https://paper.example/" + "a" * 4000)

    assert time.process_time() - began < 2  # a tenth of it; some 6 s for the first, read as it is


def test_a_file_is_read_with_its_status(asked):
    assert asked(ok(b"\xef\xbb\xbfUser-agent: *\n\0Disallow: /\xff")) == robots.Rules(
        200, "User-agent: *\nDisallow: /\N{REPLACEMENT CHARACTER}"
    )


def test_only_the_first_500_kb_count(asked):
    rules = asked(ok(b"#" * 499 + b"\n" * (robots.LIMIT - 499) + b"User-agent: *\nDisallow: /"))

    assert len(rules.text) == robots.LIMIT
    assert robots.allows(rules.text, PAGE)


@pytest.mark.parametrize("status", [401, 403, 404, 410, 451])
def test_a_file_that_is_not_there_asks_nothing(asked, status):
    body = b"User-agent: *\nDisallow: /"
    reply = f"HTTP/1.1 {status} No\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body

    assert asked(reply) == robots.Rules(status, "")


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_site_in_trouble_leaves_open_what_it_asks(asked, status):
    with pytest.raises(robots.Unreadable, match=f"status {status}"):
        asked(f"HTTP/1.1 {status} Oops\r\nContent-Length: 0\r\n\r\n".encode())


@pytest.mark.parametrize(
    "reply",
    [
        ok(b"", "Content-Encoding: br"),
        ok(gzip.compress(bytes(12 << 20)), "Content-Encoding: gzip"),
        b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
    ],
)
def test_a_file_that_cannot_be_unpacked_leaves_open_what_it_asks(asked, reply):
    with pytest.raises(robots.Unreadable, match=r"robots\.txt cannot be read"):
        asked(reply)


def test_up_to_five_redirects_lead_to_the_file(asked):
    steps = [sent_on("/robots.txt")] * 5 + [ok(b"User-agent: *\nDisallow: /")]

    assert not robots.allows(asked(lambda talk: talk.sendall(steps.pop(0))).text, PAGE)


def test_a_file_behind_more_redirects_counts_as_not_there(asked):
    assert asked(sent_on("/robots.txt")) == robots.Rules(300, "")


@pytest.mark.parametrize(
    ("location", "refusal"),
    [
        ("http://127.0.0.2/robots.txt", refusals.ForbiddenAddress),
        ("http://169.254.169.254/latest/meta-data/", refusals.ForbiddenAddress),
        ("ftp://paper.example/robots.txt", refusals.ForbiddenUrl),
    ],
)
def test_a_file_that_sends_on_inwards_is_not_followed(asked, location, refusal):
    with pytest.raises(refusal, match=r"^The robots\.txt of http://127\.0\.0\.1:\d+ cannot be read: "):
        asked(sent_on(location))


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-OpenSSH\r\n"])
def test_what_is_no_answer_is_a_refusal_of_the_fetcher(asked, reply):
    with pytest.raises(refusals.BadResponse):
        asked(reply)


def test_a_site_that_says_nothing_is_not_waited_for(asked):
    with pytest.raises(refusals.TimedOut):
        asked(lambda talk: time.sleep(0.2), timeout=0.05)
