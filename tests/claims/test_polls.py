"""Feeds polled by their handlers, against sites at the socket: what comes, what went wrong, in words."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from claims import actions, tasks
from claims.ingestion import parsing
from claims.ingestion.announced import Entry, FeedReading
from claims.ingestion.health import Facts, sentence_of, state_of
from claims.ingestion.polling import Poll
from claims.models import Article, Feed
from factcheck import clock
from factcheck.children.breaches import Died, TooMuchComputing
from factcheck.hosts import HostBusy, HostClosed
from factcheck.jobs import Later, drain
from factcheck.leases import MAX_ATTEMPTS, Lease
from factcheck.models import Job
from tests.claims.papers import Paper, feed, index, open_to, rss, sitemap
from tests.factcheck.net.sites import NOTHING_THERE, ok
from tests.factories import AT, FeedFactory, UserFactory

pytestmark = pytest.mark.django_db

PAUSE = b"HTTP/1.1 503 Busy\r\nRetry-After: 7200\r\nContent-Length: 0\r\n\r\n"
NOT_MODIFIED = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 0\r\n\r\n"


@pytest.fixture
def paper(settings: Any) -> Iterator[Paper]:
    site = Paper()
    with open_to(settings, site):
        yield site


def polled(followed: Feed, *, attempts: int = 1, event: UUID | None = None) -> Feed:
    lease = Lease(
        id=1, job=uuid4(), task="poll_feed", subject=followed.uuid, event=event, fence=1, attempts=attempts
    )
    tasks.poll_feed(subject=followed.uuid, at=AT, lease=lease)
    followed.refresh_from_db()
    return followed


def health(followed: Feed) -> str:
    return sentence_of(Facts.of(followed), now=clock.now())


def test_a_feed_brings_its_articles_once(paper):
    paper.pages["/feed"] = feed(rss(1, 2))
    followed = FeedFactory(url=paper.at("feed"))

    for _ in range(2):
        polled(followed)

    assert Article.objects.count() == 2
    assert (followed.title, followed.kind, followed.failures) == ("All news", "rss", 0)


def test_what_did_not_change_is_not_sent_again(paper):
    paper.pages["/feed"] = feed(rss(1), 'ETag: "7"')
    followed = polled(FeedFactory(url=paper.at("feed")))
    paper.pages["/feed"] = NOT_MODIFIED

    polled(followed)

    assert 'if-none-match: "7"\r\n' in paper.requests[1]
    assert (followed.failures, followed.fresh, followed.announced, followed.etag) == (0, 0, 1, '"7"')


def test_a_feed_that_could_not_be_read_is_asked_for_whole(paper):
    """Else its ETag would turn what nobody has read into a good poll."""
    paper.pages["/feed"] = feed(b"broken", 'ETag: "8"')
    followed = polled(FeedFactory(url=paper.at("feed")))

    polled(followed)

    assert (followed.failures, followed.etag) == (2, "")
    assert "if-none-match" not in paper.requests[1]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (NOTHING_THERE, "http_status"),
        (ok(b"no feed at all", "Content-Type: text/xml"), "bad_feed"),
        (ok(b"<html><body><p>Hello</p></body></html>", "Content-Type: text/html"), "bad_feed"),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "server_error"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.9/\r\nContent-Length: 0\r\n\r\n",
            "forbidden_address",
        ),
    ],
    ids=["404", "broken", "page", "trouble", "inwards"],
)
def test_a_bad_poll_is_noted_in_words_and_brings_nothing(paper, reply, code):
    paper.pages["/feed"] = reply
    followed = FeedFactory(url=paper.at("feed"))

    for _ in range(2):
        polled(followed)

    assert (followed.failures, followed.error_code) == (2, code)
    assert health(followed).startswith("Failing from the start, 2 times in a row: ")
    assert followed.last_error in health(followed)
    assert Article.objects.count() == 0


def test_a_site_that_asks_for_a_pause_gets_it_and_has_not_failed(paper):
    paper.pages["/feed"] = PAUSE
    followed = FeedFactory(url=paper.at("feed"))
    asked_at = clock.now()

    for _ in range(2):
        polled(followed)

    assert len(paper.requests) == 1
    assert (followed.failures, followed.error_code) == (0, "host_closed")
    assert followed.next_poll_at >= asked_at + timedelta(seconds=7200)
    assert state_of(Facts.of(followed), now=clock.now()) == "held_off"
    assert "asked for a pause" in health(followed)


def raising(failure: Exception) -> Any:
    def call(*_: Any, **__: Any) -> Any:
        raise failure

    return call


def test_a_busy_site_is_asked_again_soon_by_the_same_job(monkeypatch):
    monkeypatch.setattr(tasks, "poll", raising(HostBusy("Somebody is there.", retry_at=clock.now())))
    followed = FeedFactory()

    with pytest.raises(Later):
        polled(followed)

    followed.refresh_from_db()
    assert (followed.polled_at, followed.error_code) == (None, "")


def test_a_reader_that_died_is_tried_again_and_noted_in_the_end(monkeypatch):
    monkeypatch.setattr(tasks, "poll", raising(Died("The reader ended.")))
    followed = FeedFactory()

    with pytest.raises(parsing.Breach):
        polled(followed)
    before = followed.failures
    polled(followed, attempts=MAX_ATTEMPTS)

    assert (before, followed.failures, followed.error_code) == (0, 1, "parser_died")


def test_a_feed_that_takes_too_much_is_noted_at_once(monkeypatch):
    monkeypatch.setattr(tasks, "poll", raising(TooMuchComputing("Too much.")))

    assert polled(FeedFactory()).error_code == "parser_cpu"


@pytest.mark.parametrize(
    ("outcome", "articles"),
    [
        (
            Poll(
                FeedReading("Old", (Entry("https://paper.example/1", "One", None),), kind="rss"), etag='"7"'
            ),
            1,
        ),
        (Poll(None), 0),
        (TooMuchComputing("Too much."), 0),
        (HostClosed("It asked for a pause.", retry_at=AT + timedelta(days=1)), 0),
    ],
)
def test_what_the_old_address_answers_is_not_taken_for_the_new_one(monkeypatch, outcome, articles):
    followed = FeedFactory(title="")

    def moving(*_: Any, **__: Any) -> Any:
        actions.edit_feed(feed_id=followed.uuid, url="https://paper.example/new", by=UserFactory(), at=AT)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    monkeypatch.setattr(tasks, "poll", moving)
    polled(followed)

    assert Article.objects.count() == articles
    assert (followed.etag, followed.kind, followed.error_code) == ("", "unknown", "")
    assert (followed.polled_at, followed.next_poll_at) == (None, AT)


def test_a_paused_feed_is_polled_by_hand_alone(paper):
    paper.pages["/feed"] = feed(rss(1))
    followed = FeedFactory(url=paper.at("feed"))
    actions.pause_feed(feed_id=followed.uuid, by=UserFactory(), at=AT)

    by_itself = polled(followed).polled_at
    by_hand = polled(followed, event=uuid4()).polled_at

    assert by_itself is None
    assert by_hand is not None


def test_a_removed_feed_is_not_polled(paper):
    followed = FeedFactory(url=paper.at("feed"))
    actions.remove_feed(feed_id=followed.uuid, by=UserFactory(), at=AT)

    assert polled(followed, event=uuid4()).polled_at is None
    assert paper.requests == []


def test_a_sitemap_that_failed_is_asked_again_however_old_it_says_it_is(paper):
    lines = (paper.at("old.xml"), "2020-01-01"), (paper.at("new.xml"), "2038-01-01")
    paper.pages |= {"/all.xml": index(*lines), "/new.xml": sitemap(1)}
    followed = polled(FeedFactory(url=paper.at("all.xml")))
    partly = health(followed)
    paper.pages["/old.xml"] = sitemap(2)

    polled(followed)
    polled(followed)

    assert "1 sitemap was not read" in partly
    assert Article.objects.count() == 2
    assert paper.asked.count("/old.xml") == 2
    assert followed.notes == []


def test_a_feed_of_more_than_is_looked_at_says_so(paper):
    paper.pages["/feed"] = feed(rss(*range(700), "javascript:alert(1)"))
    followed = polled(FeedFactory(url=paper.at("feed")))

    assert (followed.announced, followed.fresh, followed.dropped) == (701, 500, 201)
    assert "201 items were left out: only the newest 500 are looked at." in health(followed)


def test_an_item_that_leads_into_the_house_is_refused_as_an_article_and_never_fetched(paper):
    paper.pages["/feed"] = feed(
        b"<rss version='2.0'><channel><item><link>http://127.0.0.6/admin</link></item>"
        b"<item><link>javascript:alert(1)</link></item><item><link>/feed</link></item></channel></rss>"
    )
    followed = FeedFactory(url=paper.at("feed"))

    drain()

    article = Article.objects.get()
    followed.refresh_from_db()
    assert (article.status, article.refusal_code) == ("refused", "forbidden_address")
    assert [(note["code"], note["count"]) for note in followed.notes] == [("items_unusable", 2)]
    assert not Job.objects.exclude(status="done").exists()


def test_the_tick_makes_one_job_per_due_feed():
    followed = FeedFactory()
    Job.objects.all().delete()

    for _ in range(2):
        tasks.poll_feeds(subject=None, at=AT)

    assert list(Job.objects.values_list("task", "subject")) == [("claims.tasks.poll_feed", followed.uuid)]


def test_a_feed_that_never_was_fails_loudly():
    with pytest.raises(Feed.DoesNotExist):
        polled(Feed(uuid=uuid4()))
