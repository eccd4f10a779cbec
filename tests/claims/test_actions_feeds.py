"""Feeds: followed, changed, removed, polled; each verb and each refusal."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims import actions
from claims.actions import articles
from claims.actions.feeds import lists, polls
from claims.actions.feeds.following import NotAnAddress, OutletUnknown
from claims.actions.feeds.lists import Imported
from claims.actions.outlets import AlreadyThere
from claims.ingestion import notes
from claims.ingestion.feeds import Entry, FeedReading
from claims.ingestion.opml import Outline
from claims.models import Article, Feed, Outlet
from factcheck.audit import faults
from factcheck.errors import NotAllowed
from factcheck.models import Event, Job, JobStatus
from tests.factories import AT, ArticleFactory, FeedFactory, OutletFactory, UserFactory, take

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUARTER = 15 * MINUTE


def traces() -> tuple[Any, ...]:
    counts = tuple(model.objects.count() for model in (Outlet, Article, Event, Job))
    return *counts, *Feed.objects.order_by("id").values_list(
        "url", "title", "interval", "removed_at", "paused"
    )


def jobs(feed: Feed) -> int:
    return Job.objects.filter(task="claims.tasks.poll_feed", subject=feed.uuid).count()


def done() -> None:
    Job.objects.update(status=JobStatus.DONE, done_at=AT)


def reading(*urls: str, **more: Any) -> FeedReading:
    announced = tuple(Entry(url=url, title=f"About {url}", published_at=None) for url in urls)
    return FeedReading(**{"title": "All news", "entries": announced, "kind": "rss"} | more)


def paper(*numbers: int) -> list[str]:
    return [f"https://paper.example/{n}" for n in numbers]


# Followed.


def test_a_new_feed_is_polled_at_once():
    feed = FeedFactory()

    assert feed.next_poll_at == AT
    assert jobs(feed) == 1


def test_a_feed_is_followed_once_whatever_stands_behind_its_address():
    feed = FeedFactory(url="https://paper.example/feed")
    before = traces()

    for url in (feed.url, "https://paper.example:443/feed#top", " https://paper.example./feed"):
        with pytest.raises(AlreadyThere) as refusal:
            FeedFactory(outlet=feed.outlet, url=url)
        assert refusal.value.details == {"feed": str(feed.uuid)}

    assert traces() == before


@pytest.mark.parametrize(
    "url", ["ftp://a.example/", "javascript:alert(1)", "https://me:word@a.example/", "feed", ""]
)
def test_a_feed_has_a_web_address(url):
    outlet = OutletFactory()
    before = traces()

    with pytest.raises(NotAnAddress):
        actions.add_feed(outlet_id=outlet.uuid, url=url, by=None, at=AT)

    assert traces() == before


def test_a_feed_belongs_to_a_known_outlet():
    with pytest.raises(Outlet.DoesNotExist):
        actions.add_feed(outlet_id=uuid4(), url="https://a.example/feed", by=None, at=AT)


def test_without_an_outlet_it_is_found_by_site_by_host_by_title_or_entered():
    known, named = OutletFactory(domain="paper.example"), OutletFactory(name="Harbour Post")

    def outlet_of_feed(**given: str) -> Outlet:
        return actions.add_feed(**given, by=None, at=AT).outlet

    assert outlet_of_feed(url="https://www.paper.example/1") == known
    assert outlet_of_feed(url="https://feeds.example/2", site="https://paper.example/") == known
    assert outlet_of_feed(url="http://127.0.0.1:81/3", title="harbour post") == named
    assert outlet_of_feed(url="https://new.example/4").domain == "new.example"


def test_a_feed_whose_outlet_nobody_can_tell_is_refused():
    before = traces()

    with pytest.raises(OutletUnknown):
        actions.add_feed(url="http://127.0.0.1/feed", by=None, at=AT)

    assert traces() == before


def test_a_removed_feed_comes_back_with_its_history_and_a_fresh_start():
    feed = FeedFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(1)), etag='"7"', at=AT)
    actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="No answer.", at=AT)
    actions.pause_feed(feed_id=feed.uuid, by=UserFactory(), at=AT)
    actions.remove_feed(feed_id=feed.uuid, by=UserFactory(), at=AT + DAY)
    gone = list(Feed.objects.visible_to(UserFactory()))

    again = actions.add_feed(url=feed.url, outlet_id=feed.outlet.uuid, by=None, at=AT + 2 * DAY)

    assert gone == []
    assert again.pk == feed.pk
    assert Article.objects.get().feed == again
    assert (again.removed_at, again.paused, again.failures, again.etag) == (None, False, 0, "")
    assert again.next_poll_at == AT + 2 * DAY
    names = Event.objects.filter(subject=feed.uuid).order_by("seq").values_list("name", flat=True)
    assert list(names) == [
        "feed.added", "articles.announced", "feed.paused", "feed.removed", "feed.added",
    ]  # fmt: skip
    assert list(faults()) == []


def test_what_is_removed_is_neither_polled_nor_changed_nor_paused():
    feed, editor = FeedFactory(), UserFactory(editor=True)
    done()
    actions.remove_feed(feed_id=feed.uuid, by=editor, at=AT)
    before = traces()

    assert actions.poll_due_feeds(at=AT + DAY) == 0
    assert actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(1)), at=AT) == []
    for verb in (
        actions.poll_now, actions.pause_feed, actions.resume_feed, actions.edit_feed, actions.remove_feed,
    ):  # fmt: skip
        with pytest.raises(Feed.DoesNotExist):
            verb(feed_id=feed.uuid, by=editor, at=AT)

    assert traces() == before


# Changed.


def test_what_is_given_is_changed_and_the_rest_stays():
    feed, other = FeedFactory(interval=HOUR), OutletFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(), etag='"7"', at=AT)

    actions.edit_feed(
        feed_id=feed.uuid, title="Politics", interval=QUARTER, outlet_id=other.uuid, by=None, at=AT
    )

    feed.refresh_from_db()
    assert (feed.title, feed.interval, feed.outlet, feed.adapts) == ("Politics", QUARTER, other, True)
    assert (feed.wait, feed.next_poll_at, feed.etag) == (None, AT + QUARTER, '"7"')
    edited = Event.objects.get(subject=feed.uuid, name="feed.edited")
    assert edited.data == {"fields": ["title", "outlet", "interval"]}


def test_the_title_that_the_desk_gave_stays_until_it_is_emptied():
    feed = FeedFactory(title="Politics")

    titles = []
    for title in (None, "", None):
        if title is not None:
            actions.edit_feed(feed_id=feed.uuid, title=title, by=None, at=AT)
        actions.store_entries(feed_id=feed.uuid, reading=reading(), at=AT)
        titles.append(Feed.objects.get().title)

    assert titles == ["Politics", "All news", "All news"]


def test_a_feed_that_moved_is_read_from_the_start():
    feed = FeedFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(), etag='"7"', last_modified="Sun", at=AT)
    actions.feed_failed(feed_id=feed.uuid, code="http_status", reason="404.", at=AT)

    moved = actions.edit_feed(feed_id=feed.uuid, url="https://new.example/feed", by=None, at=AT + HOUR)

    assert (moved.url, moved.kind, moved.etag, moved.last_modified) == (
        "https://new.example/feed", "unknown", "", "",
    )  # fmt: skip
    assert (moved.failures, moved.last_error, moved.next_poll_at) == (0, "", AT + HOUR)


def test_a_failing_feed_is_not_asked_sooner_for_a_new_interval():
    feed = FeedFactory()
    due = actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="No answer.", at=AT).next_poll_at

    assert actions.edit_feed(feed_id=feed.uuid, interval=MINUTE, by=None, at=AT).next_poll_at == due


@pytest.mark.parametrize("removed", [False, True])
def test_a_feed_does_not_move_onto_another(removed):
    feed, other = FeedFactory(), FeedFactory()
    if removed:
        actions.remove_feed(feed_id=other.uuid, by=None, at=AT)
    before = traces()

    with pytest.raises(AlreadyThere) as refusal:
        actions.edit_feed(feed_id=feed.uuid, url=other.url, by=None, at=AT)

    assert ("removed" in refusal.value.message) == removed
    assert traces() == before


def test_moving_a_feed_to_where_it_is_forgets_nothing():
    feed = FeedFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(), etag='"7"', at=AT)

    assert actions.edit_feed(feed_id=feed.uuid, url=feed.url, by=None, at=AT).etag == '"7"'


def test_polling_by_hand_writes_a_job_even_for_a_paused_feed():
    feed = FeedFactory()
    actions.pause_feed(feed_id=feed.uuid, by=UserFactory(), at=AT)

    actions.poll_now(feed_id=feed.uuid, by=UserFactory(), at=AT)

    assert jobs(feed) == 2


def test_pausing_twice_records_once_and_resuming_polls_at_once():
    feed, editor = FeedFactory(), UserFactory(editor=True)
    later = AT + DAY

    for _ in range(2):
        actions.pause_feed(feed_id=feed.uuid, by=editor, at=AT)
    paused = Event.objects.filter(subject=feed.uuid, name="feed.paused").count()
    actions.resume_feed(feed_id=feed.uuid, by=editor, at=later)

    feed.refresh_from_db()
    assert paused == 1
    assert (feed.paused, feed.next_poll_at) == (False, later)


def test_readers_touch_no_feed():
    feed, reader = FeedFactory(), UserFactory(reader=True)
    before = traces()

    for call, arguments in (
        (actions.add_feed, {"outlet_id": feed.outlet.uuid, "url": "https://a.example/"}),
        (actions.import_feeds, {"outlines": [Outline("https://a.example/", "", "")]}),
        (actions.edit_feed, {"feed_id": feed.uuid, "title": "Mine"}),
        (actions.remove_feed, {"feed_id": feed.uuid}),
        (actions.poll_now, {"feed_id": feed.uuid}),
        (actions.pause_feed, {"feed_id": feed.uuid}),
        (actions.resume_feed, {"feed_id": feed.uuid}),
    ):
        with pytest.raises(NotAllowed):
            call(**arguments, by=reader, at=AT)

    assert traces() == before


# Due.


def test_due_feeds_get_one_job_each_and_none_at_the_second_tick():
    feeds = FeedFactory.create_batch(3)
    paused = FeedFactory()
    actions.pause_feed(feed_id=paused.uuid, by=UserFactory(), at=AT)
    done()

    first, second = (actions.poll_due_feeds(at=AT) for _ in range(2))

    assert (first, second) == (3, 0)
    assert [jobs(feed) for feed in (*feeds, paused)] == [2, 2, 2, 1]


def test_a_feed_whose_job_still_waits_gets_no_other():
    feed = FeedFactory()  # the job of its first poll waits
    waits = actions.poll_due_feeds(at=AT)
    Job.objects.filter(subject=feed.uuid).update(status=JobStatus.DEAD, reason="A bug.")

    assert (waits, actions.poll_due_feeds(at=AT)) == (0, 1)


def test_feeds_of_one_moment_come_due_apart():
    FeedFactory.create_batch(30)
    done()

    actions.poll_due_feeds(at=AT)

    waits = [due - AT for due in Feed.objects.values_list("next_poll_at", flat=True)]
    assert all(0.9 * QUARTER <= wait <= 1.1 * QUARTER for wait in waits)
    assert max(waits) - min(waits) > MINUTE


# Polled.


def test_a_poll_takes_in_what_is_new_and_nothing_twice():
    feed = FeedFactory()
    known = ArticleFactory(url="https://paper.example/known")

    first = actions.store_entries(
        feed_id=feed.uuid, reading=reading(known.url, "https://paper.example/new?utm_source=rss"), at=AT
    )
    second = actions.store_entries(feed_id=feed.uuid, reading=reading("https://paper.example/new"), at=AT)

    assert [article.url for article in first] == ["https://paper.example/new"]
    assert second == []
    new = Article.objects.get(url="https://paper.example/new")
    assert (new.outlet, new.feed, new.status) == (feed.outlet, feed, "waiting")
    assert Job.objects.filter(task="claims.tasks.read_article", subject=new.uuid).count() == 1
    assert list(faults()) == []


def test_a_good_poll_clears_what_the_bad_ones_left_and_tells_what_came():
    feed = FeedFactory()
    actions.feed_failed(feed_id=feed.uuid, code="server_error", reason="Status 500.", at=AT)
    at = AT + HOUR
    dated = tuple(Entry(url, "", at - HOUR * n) for n, url in enumerate(paper(1, 2, 3)))

    actions.store_entries(
        feed_id=feed.uuid,
        reading=reading(entries=dated, dropped=7, unusable=1),
        said=[notes.sitemaps_late(2)],
        etag='"7"',
        last_modified="Sun",
        at=at,
    )

    feed.refresh_from_db()
    assert (feed.failures, feed.error_code, feed.last_error) == (0, "", "")
    assert (feed.title, feed.kind, feed.etag, feed.last_modified) == ("All news", "rss", '"7"', "Sun")
    assert feed.succeeded_at == feed.polled_at == feed.changed_at == at
    assert (feed.announced, feed.fresh, feed.dropped, feed.items_a_day) == (11, 3, 7, 24.0)
    assert [note["code"] for note in feed.notes] == ["sitemaps_late"]
    assert feed.wait == 10 * MINUTE
    assert 0.9 * feed.wait <= feed.next_poll_at - at <= 1.1 * feed.wait


def test_a_poll_that_was_told_nothing_changed_is_a_good_one():
    feed = FeedFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(1)), etag='"7"', at=AT)
    actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="No answer.", at=AT + HOUR)

    feed = actions.feed_unchanged(feed_id=feed.uuid, at=AT + DAY)

    assert (feed.succeeded_at, feed.changed_at, feed.failures, feed.last_error) == (AT + DAY, AT, 0, "")
    assert (feed.announced, feed.fresh, feed.etag, feed.wait) == (1, 0, '"7"', 12 * MINUTE)


def test_a_feed_that_ran_past_us_says_so_and_is_asked_soon():
    feed = FeedFactory(interval=HOUR)
    first = actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(*range(10))), at=AT)
    before = Feed.objects.get().notes
    second = actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(*range(10, 20))), at=AT + HOUR)

    feed.refresh_from_db()
    assert (len(first), len(second), before) == (10, 10, [])
    assert [note["code"] for note in feed.notes] == ["overrun"]
    assert feed.wait == QUARTER


@pytest.mark.parametrize("more", [{"kind": "sitemap_index"}, {"entries": reading(*paper(11, 12)).entries}])
def test_a_part_of_a_site_and_a_handful_of_items_are_no_sign_of_that(more):
    feed = FeedFactory()
    actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(*range(10))), at=AT)

    actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(*range(10, 20)), **more), at=AT)

    assert Feed.objects.get().notes == []


def test_an_article_that_was_read_under_its_canonical_address_is_known_by_the_announced_one():
    feed = FeedFactory()
    announced = "https://paper.example/1?from=feed"
    (article,) = actions.store_entries(feed_id=feed.uuid, reading=reading(announced), at=AT)
    for _ in range(2):
        take(article, "The port grew.", canonical_url="https://paper.example/1")

    again = actions.store_entries(feed_id=feed.uuid, reading=reading(announced), at=AT)
    pushed, new = actions.submit_article(url=announced, by=None, at=AT)

    article.refresh_from_db()
    assert article.url == "https://paper.example/1"
    assert again == []
    assert (pushed, new) == (article, False)
    assert [one.url for one in article.addresses.all()] == [announced]


def blind_once(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, nothing: Any) -> None:
    """Let the first look find nothing, as if somebody else entered it just after."""
    seen = [nothing]
    look = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: seen.pop() if seen else look(*given))


def test_an_article_entered_just_after_the_look_is_found_at_the_second_try(monkeypatch):
    feed, there = FeedFactory(), ArticleFactory(url="https://paper.example/1")
    blind_once(monkeypatch, polls, "known_among", set())

    new = actions.store_entries(feed_id=feed.uuid, reading=reading(*paper(1, 2)), at=AT)

    assert [article.url for article in new] == paper(2)
    assert Article.objects.filter(url=there.url).count() == 1
    assert list(faults()) == []


def test_a_feed_entered_just_after_the_look_is_known_at_the_second_try(monkeypatch):
    there = FeedFactory()
    blind_once(monkeypatch, lists, "_feeds_at", {})

    (result,) = actions.import_feeds(outlines=[Outline(there.url, "", "")], by=None, at=AT)

    assert (result.result, result.feed) == ("known", there.uuid)


def test_an_article_pushed_just_after_the_look_is_known_at_the_second_try(monkeypatch):
    there = ArticleFactory(url="https://paper.example/1")
    blind_once(monkeypatch, articles, "article_at", None)

    assert actions.push_article(url=there.url, by=None, at=AT) == (there, False)


def test_what_is_no_address_any_more_is_not_taken_in():
    """The child that reads feeds is not believed either."""
    feed = FeedFactory()

    assert actions.store_entries(feed_id=feed.uuid, reading=reading("javascript:alert(1)"), at=AT) == []


def test_bad_polls_come_rarer_and_rarer_but_at_least_daily():
    feed = FeedFactory(interval=QUARTER)
    waits = []

    for _ in range(12):
        feed = actions.feed_failed(feed_id=feed.uuid, code="timeout", reason="no answer", at=AT)
        waits.append((feed.next_poll_at - AT) / MINUTE)

    assert 27 <= waits[0] <= 33
    assert 54 <= waits[1] <= 66
    assert 0.9 * 24 * 60 <= waits[-1] <= 1.1 * 24 * 60
    assert (feed.failures, feed.error_code, feed.last_error) == (12, "timeout", "no answer")


def test_a_feed_whose_host_is_closed_waits_for_it_and_has_not_failed():
    feed = FeedFactory()
    until = AT + 3 * HOUR

    feed = actions.feed_held_off(
        feed_id=feed.uuid, code="host_closed", reason="It asked for a pause.", until=until, at=AT
    )

    assert until <= feed.next_poll_at <= until + 0.1 * QUARTER
    assert (feed.failures, feed.error_code, feed.last_error) == (0, "host_closed", "It asked for a pause.")
    assert feed.polled_at is None


# Lists.


def test_a_list_is_taken_over_with_one_result_each():
    known, named, by = FeedFactory(), OutletFactory(name="Harbour Post"), UserFactory()
    gone = FeedFactory()
    actions.remove_feed(feed_id=gone.uuid, by=None, at=AT)
    outlines = [
        Outline("https://one.example/feed", "One", "https://www.one.example/"),
        Outline(known.url, "Known", ""),
        Outline("javascript:alert(1)", "Bad", ""),
        Outline("https://one.example/feed#again", "One again", ""),
        Outline("http://127.0.0.1/feed", "", ""),
        Outline("http://127.0.0.1/other", "harbour post", "http://127.0.0.1/"),
        Outline(gone.url, "Back", ""),
    ]

    results = actions.import_feeds(outlines=outlines, by=by, at=AT)

    one, local = (Feed.objects.get(url=url) for url in ("https://one.example/feed", "http://127.0.0.1/other"))
    assert [(r.result, r.code) for r in results] == [
        ("added", ""),
        ("known", ""),
        ("refused", "bad_url"),
        ("known", ""),
        ("refused", "outlet_unknown"),
        ("added", ""),
        ("added", ""),
    ]
    assert results[0] == Imported(outlines[0].url, "added", one.uuid)
    assert [r.feed for r in results[1:]] == [known.uuid, None, one.uuid, None, local.uuid, gone.uuid]
    assert (one.title, one.outlet.domain, one.created_by) == ("One", "one.example", by)
    assert local.outlet == named
    assert Feed.objects.followed().count() == 4
    assert list(faults()) == []


def test_what_a_list_brings_is_polled_within_an_interval_and_not_all_at_once():
    outlines = [Outline(f"https://paper.example/{n}", "", "") for n in range(300)]

    actions.import_feeds(outlines=outlines, by=None, at=AT)

    waits = sorted(due - AT for due in Feed.objects.values_list("next_poll_at", flat=True))
    assert timedelta() <= waits[0]
    assert 8 * MINUTE < waits[-1] <= 10 * MINUTE  # two seconds for each
    assert Outlet.objects.count() == 1


def test_a_long_list_costs_no_more_statements_than_a_short_one():
    def cost(host: str, size: int) -> int:
        outlines = [Outline(f"https://{host}{n}.example/feed", "", "") for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            actions.import_feeds(outlines=outlines, by=None, at=AT)
        return len(queries)

    short, long = cost("a", 2), cost("b", 60)
    assert long <= short + 3  # SQLite takes rows in several bites


def test_new_outlets_of_a_list_have_names_of_their_own():
    OutletFactory(slug="paperexample", domain="")
    outlines = [Outline(f"https://{host}/feed", "", "") for host in ("paper.example", "paperexample.example")]

    actions.import_feeds(outlines=[*outlines, *outlines], by=None, at=AT)

    assert set(Outlet.objects.values_list("slug", flat=True)) == {
        "paperexample", "paperexample-2", "paperexampleexample",
    }  # fmt: skip
