"""Feeds over HTTP: followed, changed, tried, found, listed for other readers; each with its health."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from lxml import etree

from claims import actions
from claims.ingestion import trials
from claims.models import Article, Feed
from claims.serializers.feeds import LARGEST_OPML
from factcheck import clock
from factcheck.models import Event, Job
from tests.claims.papers import Paper, feed, open_to, rss
from tests.factcheck.net.sites import ok
from tests.factories import AT, ArticleFactory, FeedFactory, OutletFactory, UserFactory, client_of

pytestmark = pytest.mark.django_db

API = "/api/v1/"
OPML = "text/x-opml"


@pytest.fixture
def reviewer(db: None) -> Client:
    return client_of(UserFactory())


@pytest.fixture
def paper(settings: Any) -> Iterator[Paper]:
    site = Paper()
    with open_to(settings, site):
        yield site


def ask(
    client: Client, method: str, path: str, body: Any = None, *, answer: int = 200, **headers: str
) -> Any:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {} if method == "GET" else {"data": body or {}, "content_type": "application/json"}
    response = getattr(client, method.lower())(API + path, **sent, headers=given)
    assert response.status_code == answer, response.content
    return response.json() if response.content else None


def listed(client: Client, **params: str) -> list[str]:
    return [row["url"] for row in client.get(f"{API}feeds/", params).json()["results"]]


# Health.


def test_a_feed_tells_its_health_in_the_list_as_in_the_detail(reviewer):
    one = FeedFactory()
    Feed.objects.update(next_poll_at=clock.now(), created_at=clock.now())
    actions.feed_failed(feed_id=one.uuid, code="server_error", reason="It answered with 500.", at=clock.now())

    shown = ask(reviewer, "GET", f"feeds/{one.uuid}/")
    (row,) = ask(reviewer, "GET", "feeds/")["results"]

    assert (shown["state"], shown["failures"], shown["error_code"]) == ("failing", 1, "server_error")
    assert shown["health"] == "Failing from the start, once: It answered with 500."
    outlet = shown.pop("outlet")
    assert (row.pop("outlet"), row.pop("outlet_name")) == (outlet["uuid"], outlet["name"])
    assert row == shown


def test_a_list_asks_the_clock_once_however_many_feeds(reviewer, django_assert_num_queries):
    for rows in (1, 20):
        FeedFactory.create_batch(rows - Feed.objects.count())
        with django_assert_num_queries(3):  # the key, the rows, the clock
            assert len(ask(reviewer, "GET", "feeds/")["results"]) == rows


def test_feeds_are_narrowed_by_what_an_editor_looks_for(reviewer):
    now = clock.now()
    fine, failing, paused, due = (FeedFactory() for _ in range(4))
    Feed.objects.exclude(pk=due.pk).update(next_poll_at=now + timedelta(hours=1))
    Feed.objects.filter(pk=fine.pk).update(kind="atom", title="Harbour news")
    actions.feed_failed(feed_id=failing.uuid, code="timeout", reason="No answer.", at=now)
    actions.pause_feed(feed_id=paused.uuid, by=UserFactory(), at=now)

    for params, found in (
        ({"failing": "true"}, [failing]),
        ({"failing": "false", "paused": "false", "due": "false"}, [fine]),
        ({"paused": "true"}, [paused]),
        ({"due": "true"}, [due]),
        ({"kind": "atom"}, [fine]),
        ({"outlet": str(due.outlet.uuid)}, [due]),
        ({"search": "news HARBOUR"}, [fine]),
        ({"search": due.outlet.name}, [due]),
        ({"search": "nothing"}, []),
    ):
        assert listed(reviewer, **params) == [one.url for one in found], params


@pytest.mark.parametrize("params", [{"failing": "1"}, {"due": "now"}, {"kind": "html"}, {"state": "fine"}])
def test_a_filter_that_cannot_be_read_is_named(reviewer, params):
    problem = reviewer.get(f"{API}feeds/", params).json()

    assert (problem["status"], problem["errors"][0]["field"]) == (400, next(iter(params)))


# Followed and changed.


def test_a_feed_is_followed_with_an_address_alone(reviewer):
    made = ask(reviewer, "POST", "feeds/", {"url": "https://paper.example/feed"}, answer=201)

    assert made["outlet"]["name"] == "paper.example"
    assert (made["interval"], made["adapts"], made["kind"], made["state"]) == (
        "P0DT00H15M00S",
        True,
        "unknown",
        "new",
    )
    again = ask(reviewer, "POST", "feeds/", {"url": "https://paper.example/feed"}, answer=409)
    assert (again["code"], again["details"]["feed"]) == ("already_there", made["uuid"])


def test_a_feed_is_changed_by_who_saw_it_as_it_is(reviewer):
    one, other = FeedFactory(), OutletFactory()
    path = f"feeds/{one.uuid}/"
    tag = reviewer.get(API + path).headers["ETag"]
    given = {"interval": "PT1H", "adapts": False, "title": "Politics", "outlet": str(other.uuid)}

    ask(reviewer, "PATCH", path, given, answer=428)
    changed = ask(reviewer, "PATCH", path, given, If_Match=tag)
    stale = ask(reviewer, "PATCH", path, given, answer=412, If_Match=tag)

    assert (changed["interval"], changed["adapts"], changed["title"]) == ("P0DT01H00M00S", False, "Politics")
    assert changed["outlet"]["uuid"] == str(other.uuid)
    assert stale["code"] == "stale_version"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"interval": "PT1S"}, "interval"),
        ({"url": "ftp://a.example/"}, "url"),
        ({"outlet": str(uuid4())}, "outlet"),
        ({"paused": True}, "paused"),
        ({"kind": "rss"}, "kind"),
    ],
)
def test_what_cannot_be_changed_is_named(reviewer, given, field):
    problem = ask(reviewer, "PATCH", f"feeds/{FeedFactory().uuid}/", given, answer=400, If_Match="*")

    assert problem["errors"][0]["field"] == field


def test_to_change_nothing_is_refused(reviewer):
    problem = ask(reviewer, "PATCH", f"feeds/{FeedFactory().uuid}/", {}, answer=400, If_Match="*")

    assert problem["code"] == "nothing_given"


def test_a_removed_feed_is_gone_and_comes_back_when_it_is_added_again(reviewer):
    one = FeedFactory()
    path = f"feeds/{one.uuid}/"

    ask(reviewer, "DELETE", path, answer=428)
    ask(reviewer, "DELETE", path, answer=204, If_Match="*")
    ask(reviewer, "GET", path, answer=404)
    ask(reviewer, "DELETE", path, answer=404, If_Match="*")
    gone = listed(reviewer)
    back = ask(reviewer, "POST", "feeds/", {"url": one.url}, answer=201)

    assert gone == []
    assert back["uuid"] == str(one.uuid)


def test_an_answer_is_always_whole_for_health_moves_without_a_version(reviewer):
    path = f"{API}feeds/{FeedFactory().uuid}/"
    tag = reviewer.get(path).headers["ETag"]

    assert reviewer.get(path, headers={"If-None-Match": tag}).status_code == 200


# Tried.


def test_a_trial_tells_what_would_come_and_takes_nothing_in(reviewer, paper):
    ArticleFactory(url="https://paper.example/2")
    paper.pages["/feed"] = feed(rss(*range(1, 13), "javascript:alert(1)"))
    before = Article.objects.count(), Event.objects.count(), Job.objects.count(), Feed.objects.count()

    told = ask(reviewer, "POST", "feeds/test/", {"url": paper.at("feed")})

    assert (told["ok"], told["title"], told["kind"], told["code"]) == (True, "All news", "rss", "")
    assert (told["announced"], told["new"], told["known"], len(told["entries"])) == (13, 11, 1, 10)
    assert told["entries"][1] == {
        "url": "https://paper.example/2", "title": "Item 2", "published_at": None, "known": True,
    }  # fmt: skip
    assert [note["code"] for note in told["notes"]] == ["items_unusable"]
    assert before == (
        Article.objects.count(),
        Event.objects.count(),
        Job.objects.count(),
        Feed.objects.count(),
    )


def test_a_feed_that_is_followed_is_tried_the_same_way(reviewer, paper):
    paper.pages["/feed"] = feed(rss(1))
    one = FeedFactory(url=paper.at("feed"))

    told = ask(reviewer, "POST", f"feeds/{one.uuid}/test/")

    assert (told["ok"], told["new"]) == (True, 1)
    assert Feed.objects.get().polled_at is None


@pytest.mark.parametrize(
    ("url", "code"),
    [("http://127.0.0.7/feed", "forbidden_address"), ("http://2130706433/", "forbidden_address")],
)
def test_a_trial_that_fails_says_why(reviewer, url, code):
    told = ask(reviewer, "POST", "feeds/test/", {"url": url})

    assert (told["ok"], told["code"]) == (False, code)
    assert told["reason"].endswith(".")
    assert told["entries"] == []


def test_a_trial_with_a_key_runs_outside_of_any_transaction(reviewer, paper):
    """The network must not be waited for with the database's one writer in hand."""
    paper.pages["/feed"] = feed(rss(1))
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    paper.pages["/feed"] = lambda talk: (
        seen.append(len(connection.savepoint_ids)), talk.sendall(feed(rss(1)))
    )  # fmt: skip

    told = ask(reviewer, "POST", "feeds/test/", {"url": paper.at("feed")}, Idempotency_Key="once")

    assert told["ok"]
    assert depth == len(connection.savepoint_ids)
    ask(reviewer, "POST", "feeds/test/", {"url": paper.at("other")}, Idempotency_Key="once")


def test_only_so_many_trials_run_at_once(reviewer):
    held = [trials._places.acquire(blocking=False) for _ in range(trials.AT_ONCE)]
    try:
        problems = [
            ask(reviewer, "POST", f"feeds/{path}/", {"url": "http://127.0.0.7/"}, answer=409)
            for path in ("test", "discover")
        ]
    finally:
        for _ in held:
            trials._places.release()

    assert all(held)
    assert [problem["code"] for problem in problems] == ["trials_busy"] * 2
    ask(reviewer, "POST", "feeds/test/", {"url": "http://127.0.0.7/"})


# Found.


def test_the_feeds_of_a_site_are_found_with_what_the_desk_follows_already(reviewer, paper):
    head = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = "".join(head.format(path) for path in ("/a", "/b", "http://127.0.0.7/c"))
    paper.pages |= {
        "/": ok(f"<html><head>{page}</head><body>x</body></html>".encode(), "Content-Type: text/html"),
        "/a": feed(rss(1, 2)),
        "/b": feed(rss(3)),
    }
    followed = FeedFactory(url=paper.at("b"))

    told = ask(reviewer, "POST", "feeds/discover/", {"url": paper.url})["candidates"]

    assert [(one["url"], one["ok"], one["announced"]) for one in told] == [
        (paper.at("a"), True, 2),
        (paper.at("b"), True, 1),
        ("http://127.0.0.7/c", False, 0),
    ]
    assert [one["followed"] for one in told] == [None, str(followed.uuid), None]
    assert told[2]["code"] == "forbidden_address"
    assert Feed.objects.count() == 1


def test_a_page_that_cannot_be_looked_at_is_an_answer_with_its_reason(reviewer):
    told = ask(reviewer, "POST", "feeds/discover/", {"url": "http://127.0.0.7/"})

    assert (told["ok"], told["code"], told["candidates"]) == (False, "forbidden_address", [])


# Lists.


def outline(url: str) -> str:
    return f'<outline type="rss" text="One" xmlUrl="{url}"/>'


def opml(*urls: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{"".join(map(outline, urls))}</body></opml>'.encode()


def test_what_goes_out_comes_in_again(reviewer):
    FeedFactory(title='Ärger & "Co" <b>', outlet=OutletFactory(name="Bild & Ton"))
    FeedFactory.create_batch(2)
    sent = reviewer.get(f"{API}feeds/opml/")
    for one in Feed.objects.all():
        actions.remove_feed(feed_id=one.uuid, by=None, at=AT)

    told = reviewer.post(f"{API}feeds/opml/", sent.content, content_type=OPML).json()

    assert sent.headers["Content-Type"] == "text/x-opml; charset=utf-8"
    assert sent.headers["Content-Disposition"] == 'attachment; filename="feeds.opml"'
    root = etree.fromstring(sent.content)
    assert {one.get("text") for one in root.iterfind("body/outline")} >= {"Bild & Ton"}
    assert (told["added"], told["known"], told["refused"]) == (3, 0, 0)
    assert Feed.objects.followed().count() == 3


@pytest.mark.parametrize("kind", [OPML, "application/xml", "text/xml; charset=utf-8"])
def test_a_list_comes_as_a_body_with_one_result_each(reviewer, kind):
    known = FeedFactory()
    body = opml("https://one.example/feed", known.url, "javascript:alert(1)")

    told = reviewer.post(f"{API}feeds/opml/", body, content_type=kind).json()

    assert [(one["result"], one["code"]) for one in told["results"]] == [
        ("added", ""), ("known", ""), ("refused", "bad_url"),
    ]  # fmt: skip
    assert told["results"][1]["feed"] == str(known.uuid)


def test_a_list_comes_as_a_form(reviewer):
    file = SimpleUploadedFile("mine.opml", opml("https://one.example/feed"))

    assert reviewer.post(f"{API}feeds/opml/", {"file": file}).json()["added"] == 1


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"<rss/>", OPML, 400, "bad_opml"),
        (b"", OPML, 400, "invalid"),
        (b"<!DOCTYPE x><opml/>", OPML, 400, "bad_opml"),
        (b"x" * (LARGEST_OPML + 1), OPML, 413, "too_large"),
        (b"{}", "application/json", 415, "unsupported_media_type"),
    ],
)
def test_what_is_no_list_is_refused(reviewer, body, kind, status, code):
    response = reviewer.post(f"{API}feeds/opml/", body, content_type=kind)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert not Feed.objects.exists()


def test_a_list_is_sent_to_who_asks_for_one_or_for_anything(reviewer):
    for accept, status in (("*/*", 200), (OPML, 200), ("image/png", 406)):
        assert reviewer.get(f"{API}feeds/opml/", headers={"Accept": accept}).status_code == status
