"""Feeds in the admin: health at a glance, buttons, trials, sites looked through, lists taken over."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from claims import actions
from claims.ingestion import trials
from claims.models import Article, Feed
from factcheck import clock
from factcheck.models import Event
from tests.claims.papers import Paper, feed, open_to, rss
from tests.factcheck.net.sites import ok
from tests.factories import AT, FeedFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:claims_feed_changelist")
FIND = reverse("admin:claims_feed_find")
LISTS = reverse("admin:claims_feed_lists")
OPML = reverse("admin:claims_feed_opml")


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def desk(db: None) -> Client:
    client = Client()
    client.force_login(UserFactory())
    return client


@pytest.fixture
def paper(settings: Any) -> Iterator[Paper]:
    site = Paper()
    with open_to(settings, site):
        yield site


def press(client: Client, row: Feed, verb: str, **given: Any) -> Any:
    return client.post(
        reverse("admin:claims_feed_button", args=[row.pk, verb]), {"seen": str(row.chain_seq), **given}
    )


def page(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def said(response: Any) -> str:
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_the_list_says_how_each_feed_is_doing(desk):
    failing, paused = FeedFactory(title="Harbour <b>"), FeedFactory()
    Feed.objects.update(created_at=clock.now(), next_poll_at=clock.now() + timedelta(hours=1))
    actions.feed_failed(feed_id=failing.uuid, code="timeout", reason="No answer <here>.", at=clock.now())
    actions.pause_feed(feed_id=paused.uuid, by=UserFactory(), at=AT)

    whole = page(desk.get(LIST))

    assert '<span class="feed-state feed-failing">failing</span>' in whole
    assert "Failing from the start, once: No answer &lt;here&gt;." in whole
    assert "Paused. Never polled well." in whole
    assert "Harbour &lt;b&gt;" in whole
    for value, mine, other in (("yes", failing, paused), ("no", None, failing)):
        shown = page(desk.get(LIST, {"failing": value}))
        assert mine is None or f"/{mine.pk}/change/" in shown
        assert f"/{other.pk}/change/" not in shown


def test_a_removed_feed_is_not_listed(desk):
    row = FeedFactory()
    assert said(press(desk, row, "remove")) == "Remove: done."

    assert "0 feeds" in page(desk.get(LIST))
    assert desk.get(reverse("admin:claims_feed_change", args=[row.pk])).status_code == 302


def test_what_differs_is_changed_by_button_and_nothing_else(desk):
    row = FeedFactory()
    same = {"title": "", "url": row.url, "minutes": "15", "adapts": "on"}

    press(desk, row, "change", **same)
    unchanged = Event.objects.filter(name="feed.edited").count()
    press(desk, row, "change", **same | {"title": "Politics", "minutes": "60", "adapts": ""})

    row.refresh_from_db()
    assert unchanged == 0
    assert (row.title, row.interval, row.adapts) == ("Politics", timedelta(hours=1), False)
    assert Event.objects.get(name="feed.edited").data == {"fields": ["title", "interval", "adapts"]}
    assert "not an http or https address" in page(press(desk, row, "change", **same | {"url": "ftp://x"}))


def test_a_trial_is_shown_and_takes_nothing_in(desk, paper):
    paper.pages["/feed"] = feed(rss(1, 2, "javascript:alert(1)", title="<b>All</b> & more"))
    row = FeedFactory(url=paper.at("feed"))

    asked = page(desk.get(reverse("admin:claims_feed_button", args=[row.pk, "test"])))
    shown = page(press(desk, row, "test"))

    assert "nothing taken in" in asked
    assert "3: 2 new to the desk, 0 known" in shown
    assert "All &amp; more" in shown
    assert "https://paper.example/1" in shown
    assert "1 item was left out" in shown
    assert len(paper.requests) == 1
    assert not Article.objects.exists()


def test_a_trial_that_fails_says_why(desk):
    row = FeedFactory(url="http://127.0.0.8/feed")
    held = [trials._places.acquire(blocking=False) for _ in range(trials.AT_ONCE)]
    try:
        busy = page(press(desk, row, "test"))
        found = page(desk.post(FIND, {"url": "http://127.0.0.8/"}))
    finally:
        for _ in held:
            trials._places.release()

    assert all(held)
    assert "Ask again in a few seconds." in busy
    assert "Ask again in a few seconds." in found
    assert "forbidden_address" in page(press(desk, row, "test"))
    assert press(desk, Feed(pk=0, chain_seq=0), "test").status_code == 404


def test_a_site_is_looked_through_and_a_feed_of_it_followed(desk, paper):
    head = '<link rel="alternate" type="application/rss+xml" href="/{}">'
    whole = "<html><head>" + "".join(map(head.format, "abc")) + "</head><body>x</body></html>"
    paper.pages |= {
        "/": ok(whole.encode(), "Content-Type: text/html"),
        "/a": feed(rss(1, title="Harbour")),
        "/b": feed(rss(2)),
    }
    FeedFactory(url=paper.at("b"))

    empty = page(desk.get(FIND))
    shown = page(desk.post(FIND, {"url": paper.url}))
    followed = desk.post(FIND, {"follow": paper.at("a"), "title": "Harbour"})

    made = Feed.objects.get(url=paper.at("a"))
    assert "Find feeds" in empty
    assert shown.count('name="follow"') == 1
    assert "followed already" in shown
    assert "The site answered with status 404." in shown
    assert followed.url == reverse("admin:claims_feed_change", args=[made.pk])
    assert said(desk.post(FIND, {"follow": paper.at("a")})) == "This feed is followed already."


@pytest.mark.parametrize(
    ("url", "text"),
    [("http://127.0.0.8/", "forbidden_address"), ("", "This field is required.")],
)
def test_a_page_that_cannot_be_looked_at_says_why(desk, url, text):
    assert text in page(desk.post(FIND, {"url": url}))


def test_a_site_without_feeds_is_said_to_have_none(desk, paper):
    paper.pages["/"] = ok(b"<html><body>x</body></html>", "Content-Type: text/html")

    assert "announces no feed there" in page(desk.post(FIND, {"url": paper.url}))


def test_a_list_is_given_out_and_one_taken_over(desk):
    known = FeedFactory()
    given = desk.get(OPML)
    body = given.content.replace(known.url.encode(), b"https://new.example/f")
    both = body.replace(
        b"</body>", b'<outline xmlUrl="ftp://x/"/><outline xmlUrl="%s"/></body>' % known.url.encode()
    )

    offered = page(desk.get(LISTS))
    shown = page(desk.post(LISTS, {"file": SimpleUploadedFile("a.opml", both)}))
    broken = page(desk.post(LISTS, {"file": SimpleUploadedFile("a.opml", b"<rss/>")}))
    large = page(desk.post(LISTS, {"file": SimpleUploadedFile("a.opml", b" " * (4 * 1024 * 1024 + 1))}))

    assert given.headers["Content-Disposition"] == 'attachment; filename="feeds.opml"'
    assert OPML in offered
    assert "1 added, 1 known already, 1 refused." in shown
    assert "ftp://x/" in shown
    assert "This is not an OPML file." in broken
    assert "larger than 4 MB" in large
    assert Feed.objects.count() == 2


@pytest.mark.parametrize("address", [FIND, LISTS, OPML])
def test_readers_are_led_away(address):
    client = Client()
    client.force_login(UserFactory(reader=True))

    assert client.get(address).status_code in (302, 404)
    assert Client().get(address).status_code == 302
