"""Jobs of the claims room: each handler called twice, against other people's sites at the socket."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from claims import tasks
from claims.ingestion import parsing
from claims.models import Appearance, Article, Claim, Snapshot
from factcheck import clock
from factcheck.children.breaches import Died, TooMuchComputing, TooMuchMemory, TooSlow
from factcheck.hosts import HostClosed
from factcheck.jobs import Later
from factcheck.leases import MAX_ATTEMPTS, Lease
from factcheck.models import Event
from factcheck.net.refusals import FetchRefused
from tests.factcheck.net.sites import Site, ok
from tests.factories import AT, ArticleFactory, take

pytestmark = pytest.mark.django_db

PAGE = b"""<!doctype html><html lang="en"><head><title>Port grows</title>
<meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2026-02-11T18:40:00+00:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Port grows</h1>
<p>The port handled 4.2 million tonnes of cargo last year, councillor Marta Quill said on Tuesday.</p>
<p>The city council of Wexmouth is to vote on the dredging of the channel at the end of the month.</p>
</article><footer>All rights reserved</footer></body></html>"""
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
IN_TROUBLE = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n"

Serve = Callable[..., Site]


@pytest.fixture
def serve(settings: Any) -> Iterator[Serve]:
    """A site that answers every request with the same bytes, and that the fetcher may ask."""
    sites: list[Site] = []

    def start(reply: bytes) -> Site:
        sites.append(Site(reply))
        settings.FETCH_ALLOW = frozenset(site.origin for site in sites)
        return sites[-1]

    yield start
    for site in sites:
        site.close()


def raising(failure: Exception) -> Callable[..., Any]:
    def call(*_: Any, **__: Any) -> Any:
        raise failure

    return call


def lease(attempts: int = 1) -> Lease:
    return Lease(id=1, job=uuid4(), task="read_article", subject=None, event=None, fence=1, attempts=attempts)


def read(article: Article, *, attempts: int = 1) -> Article:
    tasks.read_article(subject=article.uuid, at=AT, lease=lease(attempts))
    article.refresh_from_db()
    return article


def html(body: bytes) -> bytes:
    return ok(body, "Content-Type: text/html; charset=utf-8")


def test_an_article_is_fetched_read_and_kept_once(serve):
    article = ArticleFactory(url=serve(html(PAGE)).url)

    for _ in range(2):
        read(article)

    snapshot = Snapshot.objects.get()
    assert (article.status, article.title) == ("read", "Port grows")
    assert snapshot.text.startswith("The port handled 4.2 million tonnes")
    assert "Home" not in snapshot.text
    assert snapshot.published_at is not None
    assert article.outlet is not None
    assert article.outlet.name == "Harbour Post"


def test_an_upload_is_read_without_any_fetching():
    article, _ = tasks.actions.submit_article(body=PAGE, media_type="text/html", by=None, at=AT)

    read(article)

    assert (article.status, bytes(article.given)) == ("read", b"")


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (NOT_FOUND, "http_status"),
        (html(b" "), "empty"),
        (html(b"<html><body><nav><a href='/'>Home</a></nav></body></html>"), "no_article_text"),
        (ok(b"\x89PNG\r\n\x1a\n", "Content-Type: image/png"), "not_text"),
    ],
    ids=["404", "empty", "no text", "binary"],
)
def test_what_cannot_be_read_is_refused_with_the_reason(serve, reply, code):
    article = ArticleFactory(url=serve(reply).url)

    for _ in range(2):
        read(article)

    assert (article.status, article.refusal_code) == ("refused", code)
    assert article.refusal.endswith(".")
    assert Snapshot.objects.count() == 0


def test_an_address_inside_the_house_is_refused_at_once():
    article = ArticleFactory(url="http://127.0.0.1/admin")

    assert read(article).refusal_code == "forbidden_address"


def test_a_site_in_trouble_is_tried_again_until_the_last_time(serve):
    article = ArticleFactory(url=serve(IN_TROUBLE).url)

    with pytest.raises(FetchRefused):
        read(article)
    article.refresh_from_db()
    waiting = article.status
    read(article, attempts=MAX_ATTEMPTS)

    assert (waiting, article.status, article.refusal_code) == ("waiting", "refused", "server_error")


@pytest.mark.parametrize("breach", [TooMuchComputing("Too much."), TooMuchMemory("Too large.")])
def test_a_page_that_its_parser_did_not_survive_is_refused_at_once(monkeypatch, breach):
    article, _ = tasks.actions.submit_article(body=PAGE, media_type="text/html", by=None, at=AT)
    monkeypatch.setattr(parsing, "read", raising(breach))

    read(article)

    assert (article.status, article.refusal_code, article.refusal) == ("refused", breach.code, breach.message)
    assert bytes(article.given) == PAGE  # so that it can be tried again


@pytest.mark.parametrize("breach", [TooSlow("Too slow."), Died("It ended.")])
def test_a_parser_that_may_have_been_killed_by_others_gets_its_tries(monkeypatch, breach):
    article, _ = tasks.actions.submit_article(body=PAGE, media_type="text/html", by=None, at=AT)
    monkeypatch.setattr(parsing, "read", raising(breach))

    with pytest.raises(type(breach)):
        read(article)
    article.refresh_from_db()
    waiting = article.status
    read(article, attempts=MAX_ATTEMPTS)

    assert (waiting, article.status, article.refusal_code) == ("waiting", "refused", breach.code)


@pytest.mark.parametrize(("wait", "outcome"), [(30, "waiting"), (8 * 3600, "refused")])
def test_a_site_that_asks_for_a_pause_gets_it_unless_it_is_too_long(monkeypatch, wait, outcome):
    article = ArticleFactory(url="https://paper.example/1")
    retry_at = clock.now() + timedelta(seconds=wait)
    monkeypatch.setattr(tasks, "page_at", raising(HostClosed("It asks for a pause.", retry_at=retry_at)))

    with pytest.raises(Later) if outcome == "waiting" else nullcontext():
        read(article)

    article.refresh_from_db()
    assert article.status == outcome


def test_a_text_that_the_parser_does_not_survive_leaves_word_on_the_article(monkeypatch):
    article = ArticleFactory()
    take(article, "The port handled 4.2 million tonnes of cargo last year, councillor Marta Quill said.")
    monkeypatch.setattr(parsing, "find", raising(TooMuchComputing("Too much.")))

    for attempts in (1, MAX_ATTEMPTS):
        with pytest.raises(TooMuchComputing):
            tasks.detect_claims(subject=article.uuid, at=AT, lease=lease(attempts))

    article.refresh_from_db()
    noted = Event.objects.filter(subject=article.uuid, name="detection.failed")
    assert [event.data for event in noted] == [{"snapshot": 1, "code": "parser_cpu"}]
    assert (article.status, article.detected_at, Claim.objects.count()) == ("read", None, 0)
    assert audit_is_whole(article)


def audit_is_whole(article: Article) -> bool:
    last = Event.objects.filter(subject=article.uuid).order_by("-seq").first()
    return last is not None and (last.seq, last.hash) == (article.chain_seq, article.chain_hash)


def test_claims_are_found_once_however_often_the_job_runs():
    article = ArticleFactory()
    take(article, "The port handled 4.2 million tonnes of cargo last year, councillor Marta Quill said.")
    counts = []

    for _ in range(2):
        tasks.detect_claims(subject=article.uuid, at=AT, lease=lease())
        counts.append((Claim.objects.count(), Appearance.objects.count(), Event.objects.count()))

    assert counts[0] == counts[1]
    claim = Claim.objects.get()
    assert claim.claimant is not None
    assert claim.claimant.name == "Marta Quill"


def test_the_wording_names_the_day_where_the_article_appeared():
    article = ArticleFactory()
    late = datetime(2024, 5, 3, 22, 30, tzinfo=UTC)  # in Berlin the next day has begun
    text = "The council closed two schools yesterday."
    take(article, text, published_at=late, published_zone="Europe/Berlin")

    tasks.detect_claims(subject=article.uuid, at=AT, lease=lease())

    assert Claim.objects.get().wording == "The council closed two schools on 3 May 2024."


def test_an_article_without_a_text_has_no_claims():
    tasks.detect_claims(subject=ArticleFactory().uuid, at=AT, lease=lease())

    assert Claim.objects.count() == 0


def test_work_on_what_is_gone_fails_loudly():
    with pytest.raises(Article.DoesNotExist):
        tasks.read_article(subject=UUID(int=1), at=AT, lease=lease())
