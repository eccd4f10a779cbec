"""Polls, people and ticks at one moment: each article once, and nothing that somebody wrote is lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from claims import actions
from claims.actions.outlets import AlreadyThere
from claims.ingestion.announced import Entry, FeedReading
from claims.ingestion.opml import Outline
from claims.models import Article, Feed
from factcheck.audit import faults
from factcheck.models import Event, Job, JobStatus
from tests.factories import AT, FeedFactory, OutletFactory, UserFactory
from tests.holding import beside, while_held

PAPER = [f"https://paper.example/{number}" for number in range(20)]


def store(feed: Feed, *urls: str) -> list[Article]:
    announced = tuple(Entry(url, "", None) for url in urls)
    return actions.store_entries(feed_id=feed.uuid, reading=FeedReading("News", announced), at=AT)


@pytest.mark.django_db(transaction=True)
def test_fifty_polls_of_one_feed_at_once_take_each_article_once():
    feed = FeedFactory()

    def poll(_: int) -> int:
        try:
            return len(store(feed, *PAPER))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as people:
        taken = sorted(people.map(poll, range(50)))

    assert taken == [0] * 49 + [20]
    assert Article.objects.count() == 20
    assert Job.objects.filter(task="claims.tasks.read_article").count() == 20
    assert Event.objects.filter(name="articles.announced").count() == 1
    assert list(faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_article_that_two_feeds_announce_at_once_is_taken_once():
    one, other = FeedFactory(), FeedFactory()

    second = while_held(
        lambda: store(one, *PAPER), lambda: store(other, *PAPER[::-1], "https://paper.example/x")
    )

    assert [article.url for article in second] == ["https://paper.example/x"]
    assert Article.objects.count() == 21
    assert Feed.objects.get(pk=other.pk).fresh == 1
    assert list(faults()) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_feed_paused_while_its_poll_is_stored_stays_paused():
    feed, editor = FeedFactory(), UserFactory(editor=True)

    while_held(lambda: actions.pause_feed(feed_id=feed.uuid, by=editor, at=AT), lambda: store(feed))

    feed.refresh_from_db()
    assert feed.paused
    assert feed.polled_at == AT


def bad(feed: Feed) -> Any:
    return actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="No answer.", at=AT)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_bad_poll_is_not_forgotten_when_the_feed_is_changed_meanwhile():
    feed = FeedFactory()

    while_held(
        lambda: bad(feed), lambda: actions.edit_feed(feed_id=feed.uuid, title="Politics", by=None, at=AT)
    )

    feed.refresh_from_db()
    assert (feed.title, feed.failures) == ("Politics", 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_bad_polls_at_once_are_two():
    feed = FeedFactory()

    while_held(lambda: bad(feed), lambda: bad(feed))

    assert Feed.objects.get().failures == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_feed_added_twice_at_once_is_followed_once_and_the_second_is_told():
    new = {"url": "https://paper.example/feed", "outlet_id": OutletFactory().uuid, "by": None, "at": AT}

    with pytest.raises(AlreadyThere):
        while_held(lambda: actions.add_feed(**new), lambda: actions.add_feed(**new))

    assert Event.objects.filter(name="feed.added").count() == Feed.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_feed_does_not_move_onto_one_that_moves_there_at_the_same_moment():
    one, other = FeedFactory(), FeedFactory()
    where = {"url": "https://new.example/feed", "by": None, "at": AT}

    with pytest.raises(AlreadyThere):
        while_held(
            lambda: actions.edit_feed(feed_id=one.uuid, **where),
            lambda: actions.edit_feed(feed_id=other.uuid, **where),
        )

    assert Feed.objects.get(pk=other.pk).url == other.url


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_one_job_a_feed_and_neither_waits():
    FeedFactory.create_batch(3)
    Job.objects.update(status=JobStatus.DONE, done_at=AT)

    second = beside(lambda: actions.poll_due_feeds(at=AT), lambda: actions.poll_due_feeds(at=AT))

    assert second == 0
    assert Job.objects.filter(status=JobStatus.DUE).count() == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_list_taken_over_twice_at_once_is_taken_over_once():
    outlines = [Outline(f"https://paper{n}.example/feed", "", "") for n in range(3)]

    def take() -> list[str]:
        return [one.result for one in actions.import_feeds(outlines=outlines, by=None, at=AT)]

    second = while_held(take, take)

    assert second == ["known"] * 3
    assert Feed.objects.count() == Event.objects.filter(name="feed.imported").count() == 3
    assert list(faults()) == []
