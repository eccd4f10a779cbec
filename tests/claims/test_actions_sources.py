"""Outlets, topics, feeds: entered, polled, paused."""

from datetime import timedelta
from uuid import uuid4

import pytest

from claims import actions
from claims.actions.outlets import AlreadyThere
from claims.ingestion.feeds import Entry, FeedReading
from claims.models import Article, Feed, Outlet, Topic
from factcheck.errors import NotAllowed
from factcheck.models import Event, Job
from tests.factories import AT, ArticleFactory, FeedFactory, OutletFactory, TopicFactory, UserFactory

pytestmark = pytest.mark.django_db


def traces() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Outlet, Topic, Feed, Article, Event, Job))


def test_an_outlet_is_known_by_its_domain_without_www():
    outlet = OutletFactory(domain="WWW.Paper.Example")

    assert Outlet.objects.get().domain == "paper.example"
    assert Event.objects.get(subject=outlet.uuid).name == "outlet.added"


@pytest.mark.parametrize("taken", [{"slug": "post"}, {"domain": "www.post.example"}])
def test_slug_and_domain_of_an_outlet_are_its_own(taken):
    OutletFactory(slug="post", domain="post.example")
    before = traces()

    with pytest.raises(AlreadyThere):
        OutletFactory(**taken)

    assert traces() == before


def test_outlets_without_a_site_do_not_meet():
    OutletFactory.create_batch(2, domain="")

    assert Outlet.objects.count() == 2


def test_the_outlet_of_an_article_is_found_by_host_then_by_name_then_entered():
    by_host = OutletFactory(domain="post.example", name="Harbour Post")

    found = actions.outlet_of(url="https://www.post.example/1", name="Another name", by=None, at=AT)
    by_name = actions.outlet_of(url="https://mirror.example/1", name="HARBOUR POST", by=None, at=AT)
    entered = actions.outlet_of(url="https://new.example/1", name="Harbour Post!", by=None, at=AT)

    assert found == by_name == by_host
    assert entered is not None
    assert (entered.slug, entered.domain) == ("harbour-post", "new.example")
    assert actions.outlet_of(by=None, at=AT) is None


def test_a_new_outlet_gets_a_slug_that_is_free():
    OutletFactory(slug="harbour-post", domain="one.example")

    entered = actions.outlet_of(url="https://two.example/", name="Harbour Post", by=None, at=AT)

    assert entered is not None
    assert entered.slug == "harbour-post-2"


@pytest.mark.parametrize("host", ["127.0.0.1:8801", "[2001:db8::1]", "localhost:8000"])
def test_a_bare_address_names_no_outlet(host):
    first = actions.outlet_of(url=f"http://{host}/1", name="Harbour Post", by=None, at=AT)
    other = actions.outlet_of(url=f"http://{host}/2", name="Valley Courier", by=None, at=AT)

    assert first is not None
    assert other is not None
    assert first != other
    assert first.domain == ""


def test_a_topic_is_entered_once():
    TopicFactory(slug="housing")

    with pytest.raises(AlreadyThere):
        TopicFactory(slug="housing")


def test_a_new_feed_is_polled_at_once():
    feed = FeedFactory()

    assert feed.next_poll_at == AT
    assert Job.objects.filter(task="claims.tasks.poll_feed", subject=feed.uuid).count() == 1


def test_a_feed_is_followed_once():
    feed = FeedFactory()
    before = traces()

    with pytest.raises(AlreadyThere):
        FeedFactory(outlet=feed.outlet, url=feed.url)

    assert traces() == before


def test_a_feed_belongs_to_a_known_outlet():
    with pytest.raises(Outlet.DoesNotExist):
        actions.add_feed(outlet_id=uuid4(), url="https://a.example/feed", by=None, at=AT)


def test_polling_by_hand_writes_a_job_even_for_a_paused_feed():
    feed = FeedFactory()
    actions.pause_feed(feed_id=feed.uuid, by=UserFactory(), at=AT)

    actions.poll_now(feed_id=feed.uuid, by=UserFactory(), at=AT)

    assert Job.objects.filter(task="claims.tasks.poll_feed", subject=feed.uuid).count() == 2


def test_due_feeds_get_one_job_each_and_none_at_the_second_tick():
    FeedFactory.create_batch(3)
    paused = FeedFactory()
    actions.pause_feed(feed_id=paused.uuid, by=UserFactory(), at=AT)
    before = Job.objects.count()

    first, second = (actions.poll_due_feeds(at=AT) for _ in range(2))

    assert (first, second) == (3, 0)
    assert Job.objects.count() == before + 3


def test_pausing_twice_records_once_and_resuming_polls_at_once():
    feed, editor = FeedFactory(), UserFactory(editor=True)
    later = AT + timedelta(days=1)

    for _ in range(2):
        actions.pause_feed(feed_id=feed.uuid, by=editor, at=AT)
    paused = Event.objects.filter(subject=feed.uuid, name="feed.paused").count()
    actions.resume_feed(feed_id=feed.uuid, by=editor, at=later)

    feed.refresh_from_db()
    assert paused == 1
    assert (feed.paused, feed.next_poll_at) == (False, later)


def entries(*urls: str, dropped: int = 0) -> FeedReading:
    announced = tuple(Entry(url=url, title=f"About {url}", published_at=None) for url in urls)
    return FeedReading(title="All news", entries=announced, dropped=dropped)


def test_a_poll_takes_in_what_is_new_and_nothing_twice():
    feed = FeedFactory()
    known = ArticleFactory(url="https://paper.example/known")

    first = actions.store_entries(
        feed_id=feed.uuid,
        reading=entries(known.url, "https://paper.example/new?utm_source=rss", dropped=7),
        at=AT,
    )
    second = actions.store_entries(feed_id=feed.uuid, reading=entries("https://paper.example/new"), at=AT)

    assert [article.url for article in first] == ["https://paper.example/new"]
    assert second == []
    new = Article.objects.get(url="https://paper.example/new")
    assert (new.outlet, new.feed, new.status) == (feed.outlet, feed, "waiting")
    assert Job.objects.filter(task="claims.tasks.read_article", subject=new.uuid).count() == 1


def test_a_good_poll_clears_what_the_bad_ones_left():
    feed = FeedFactory()
    actions.feed_failed(feed_id=feed.uuid, reason="The site answered with status 500.", at=AT)

    actions.store_entries(feed_id=feed.uuid, reading=entries(dropped=7), at=AT)

    feed.refresh_from_db()
    assert (feed.failures, feed.last_error, feed.dropped, feed.title) == (0, "", 7, "All news")
    assert feed.succeeded_at == feed.polled_at == AT
    assert feed.next_poll_at == AT + feed.interval


def test_bad_polls_come_rarer_and_rarer_but_at_least_daily():
    feed = FeedFactory(interval=timedelta(minutes=15))
    waits = []

    for _ in range(12):
        feed = actions.feed_failed(feed_id=feed.uuid, reason="no answer", at=AT)
        waits.append(feed.next_poll_at - AT)

    assert waits[:2] == [timedelta(minutes=30), timedelta(hours=1)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=24)
    assert (feed.failures, feed.last_error) == (12, "no answer")


def test_readers_touch_no_source():
    feed, reader = FeedFactory(), UserFactory(reader=True)
    before = traces()

    for call, arguments in (
        (actions.add_outlet, {"slug": "x", "name": "X"}),
        (actions.add_topic, {"slug": "x", "name": "X", "keywords": []}),
        (actions.add_feed, {"outlet_id": feed.outlet.uuid, "url": "https://a.example/"}),
        (actions.poll_now, {"feed_id": feed.uuid}),
        (actions.pause_feed, {"feed_id": feed.uuid}),
        (actions.resume_feed, {"feed_id": feed.uuid}),
    ):
        with pytest.raises(NotAllowed):
            call(**arguments, by=reader, at=AT)

    assert traces() == before
