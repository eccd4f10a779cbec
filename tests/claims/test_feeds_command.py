"""`manage.py feeds`: what it prints, and how it ends."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims import actions
from claims.models import Feed
from tests.claims.papers import Paper, feed, open_to, rss
from tests.factcheck.net.sites import ok
from tests.factories import AT, FeedFactory, OutletFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings: Any) -> Any:
    site = Paper()
    with open_to(settings, site):
        yield site


def run(*words: str, ends: int = 0) -> tuple[str, str]:
    """Standard output and standard error."""
    out, err = StringIO(), StringIO()
    if ends:
        with pytest.raises(SystemExit) as ended:
            call_command("feeds", *words, stdout=out, stderr=err)
        assert ended.value.code == ends
    else:
        call_command("feeds", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_every_feed_is_listed_with_its_health():
    fine, failing = FeedFactory(title="Harbour"), FeedFactory()
    actions.feed_failed(feed_id=failing.uuid, code="timeout", reason="No answer.", at=AT)

    everything, _ = run("list")
    bad, _ = run("list", "--failing", "--json")

    assert f"Harbour ({fine.outlet.name}, unknown)" in everything
    assert len(everything.splitlines()) == 4
    (told,) = json.loads(bad)["feeds"]
    assert (told["uuid"], told["error_code"]) == (str(failing.uuid), "timeout")


def test_a_trial_prints_what_would_come(paper):
    paper.pages["/feed"] = feed(rss(1, 2, "javascript:alert(1)"))

    printed, _ = run("test", paper.at("feed"))
    told = json.loads(run("test", paper.at("feed"), "--json")[0])

    assert printed.splitlines()[0].startswith("All news (rss, ")
    assert "3 items: 2 new to the desk, 0 known." in printed
    assert "1 item was left out: no link that could be followed." in printed
    assert "  no moment         new    Item 1" in printed
    assert (told["ok"], told["announced"]) == (True, 3)


def test_what_cannot_be_read_ends_with_one():
    printed, _ = run("test", "http://127.0.0.8/feed", ends=1)

    assert "[forbidden_address]" in printed
    assert "[forbidden_address]" in run("discover", "http://127.0.0.8/", ends=1)[0]
    assert json.loads(run("test", "http://127.0.0.8/", "--json", ends=1)[0])["ok"] is False


def test_the_feeds_of_a_site_are_printed(paper):
    FeedFactory(url=paper.at("feed"))
    head = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    page = "<html><head>" + head.format("feed") + head.format("gone") + "</head><body>x</body></html>"
    paper.pages |= {"/": ok(page.encode(), "Content-Type: text/html"), "/feed": feed(rss(1))}

    lines = run("discover", paper.url)[0].splitlines()

    assert lines == [
        f"{paper.at('feed')}  All news",
        "    rss, 1 item; followed already",
        f"{paper.at('gone')}  ",
        "    The site answered with status 404.",
    ]


def test_a_site_that_names_none_is_said_to(paper):
    paper.pages["/"] = ok(b"<html><body>x</body></html>", "Content-Type: text/html")

    assert "announces no feed" in run("discover", paper.url)[0]


def test_a_feed_is_followed():
    outlet = OutletFactory(slug="post")

    made = json.loads(
        run("add", "https://a.example/f", "--outlet", "post", "--minutes", "60", "--fixed", "--json")[0]
    )

    followed = Feed.objects.get()
    assert made["uuid"] == str(followed.uuid)
    assert (followed.outlet, followed.interval.total_seconds(), followed.adapts) == (outlet, 3600, False)
    assert "[already_there]" in run("add", "https://a.example/f", ends=1)[1]
    assert json.loads(run("add", "ftp://a/", "--json", ends=1)[1])["code"] == "bad_url"


@pytest.mark.parametrize(
    "words",
    [
        ("add", "https://a.example/", "--outlet", "nobody"),
        ("add", "https://a.example/", "--minutes", "0"),
        ("import", "/nowhere/feeds.opml"),
        ("import", "/"),
    ],
    ids=lambda words: words[-1],
)
def test_what_is_not_there_ends_with_two(words):
    with pytest.raises(CommandError) as refusal:
        run(*words)

    assert refusal.value.returncode == 2


def test_a_list_goes_out_and_comes_in_again(tmp_path):
    FeedFactory(title="Harbour & Co")
    file = tmp_path / "feeds.opml"
    file.write_text(run("export")[0].replace("/feed.xml", "/other.xml"), "utf-8")

    printed, _ = run("import", str(file))
    again = json.loads(run("import", str(file), "--json")[0])["results"]

    assert printed.strip() == "1 added, 0 known, 0 refused"
    assert Feed.objects.count() == 2
    assert [one["result"] for one in again] == ["known"]
    file.write_text('<opml><body><outline xmlUrl="ftp://x/"/></body></opml>')
    assert "refused  ftp://x/: This is not an http or https address. [bad_url]" in run("import", str(file))[0]


def test_what_is_no_list_is_refused(tmp_path):
    file = tmp_path / "feeds.opml"
    file.write_bytes(b"<rss/>")
    large = tmp_path / "large.opml"
    large.write_bytes(b" " * (4 * 1024 * 1024 + 1))

    assert "[bad_opml]" in run("import", str(file), ends=1)[1]
    with pytest.raises(CommandError, match="larger than 4 MB"):
        run("import", str(large))
