"""Articles: taken in, read, refused, read again."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction

from claims.actions.outlets import outlet_of
from claims.actions.permission import desk_or_service
from claims.ingestion.encoding import decode
from claims.ingestion.reading import Reading
from claims.ingestion.urls import tidy
from claims.models import Article, ArticleAddress, ArticleStatus, Outlet, Snapshot, article_at
from factcheck.errors import Conflict, Refusal
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User


class ArticleRefused(Refusal):
    """There is nothing to read: neither an address nor a text."""

    code = "nothing_given"


class NotWaiting(Conflict):
    """The article is not in a state in which this makes sense."""

    code = "illegal_move"


@transaction.atomic
def submit_article(
    *,
    url: str = "",
    body: bytes = b"",
    media_type: str = "",
    outlet: Outlet | None = None,
    by: User | None,
    at: datetime,
) -> tuple[Article, bool]:
    """Take in an article to be read soon; return it and whether it is new.

    An address that is known is not taken twice: the article there is returned.
    A body comes with or without an address; without a body the address is
    fetched. Raises NotAllowed, ArticleRefused, and Unreadable for a body that
    no worker could read: empty, too large, not text.
    """
    desk_or_service(by)
    known, article = _known_or_new(url=url, outlet=outlet, by=by, at=at)
    if known is not None:
        return known, False
    if not url and not body:
        raise ArticleRefused("Give an address, a file or a text.", field="url")
    if body:
        decode(body)
    article.given, article.given_type = body, media_type[:100]
    record("article.submitted", article, by=by, at=at)
    article.save()
    return article, True


@transaction.atomic
def add_article(
    *, url: str = "", outlet: Outlet | None = None, by: User | None, at: datetime
) -> tuple[Article, bool]:
    """Enter an article that the caller is about to read in the same transaction.

    Returns it and whether it is new. Raises NotAllowed, ArticleRefused.
    """
    desk_or_service(by)
    known, article = _known_or_new(url=url, outlet=outlet, by=by, at=at)
    if known is not None:
        return known, False
    record("article.added", article, by=by, at=at)
    article.save()
    return article, True


def _known_or_new(
    *, url: str, outlet: Outlet | None, by: User | None, at: datetime
) -> tuple[Article | None, Article]:
    address = tidy(url) if url else ""
    if url and not address:
        raise ArticleRefused("This is not an http or https address.", field="url")
    known = article_at(address) if address else None
    return known, Article(url=address, outlet=outlet, submitted_by=by, created_at=at)


@transaction.atomic
def take_snapshot(*, article_id: UUID, reading: Reading, body_hash: str, at: datetime) -> Snapshot:
    """Keep what was read as the article's newest snapshot; the same text again changes nothing.

    Returns the new snapshot, or the standing one. A text that another article
    had first makes this one its copy.
    """
    article = Article.objects.select_for_update().get(uuid=article_id)
    text_hash = hashlib.sha256(reading.text.encode()).hexdigest()
    newest = article.snapshot
    if newest is not None and (newest.text_hash, newest.title) == (text_hash, reading.title[:500]):
        return newest
    snapshot = Snapshot.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        title=reading.title[:500],
        byline=reading.byline[:300],
        published_at=reading.published_at,
        published_zone=reading.published_zone[:40],
        language=reading.language[:12],
        text=reading.text,
        text_hash=text_hash,
        body_hash=body_hash,
        truncated=reading.truncated,
        cuts=list(reading.cuts),
        links=[asdict(link) for link in reading.links],
        embedded=reading.embedded,
        taken_at=at,
    )
    _has_been_read(article, snapshot, reading, at=at)
    data = {"snapshot": snapshot.number, "text": text_hash, "body": body_hash}
    record("snapshot.taken", article, by=None, at=at, data=data)
    article.save()
    return snapshot


def _has_been_read(article: Article, snapshot: Snapshot, reading: Reading, *, at: datetime) -> None:
    article.status, article.snapshot, article.read_at = ArticleStatus.READ, snapshot, at
    article.detected_at = None
    article.refusal_code = article.refusal = article.given_type = ""
    article.title, article.given = snapshot.title, b""
    if article.outlet_id is None:
        article.outlet = outlet_of(
            url=article.url, name=reading.outlet[:200], language=reading.language, by=None, at=at
        )
    canonical = reading.canonical_url
    if canonical and canonical != article.url and not Article.objects.filter(url=canonical).exists():
        if article.url:
            ArticleAddress.objects.get_or_create(url=article.url, defaults={"article": article})
        article.url = canonical
    if article.copy_of_id is None and snapshot.number == 1:
        same = Snapshot.objects.filter(text_hash=snapshot.text_hash).exclude(article=article)
        first = same.order_by("id").select_related("article").first()
        article.copy_of = first.article.copy_of or first.article if first else None


@transaction.atomic
def refuse_article(*, article_id: UUID, code: str, reason: str, at: datetime) -> Article:
    """Record why an article could not be read. One that was read before keeps its snapshot and status."""
    article = Article.objects.select_for_update().get(uuid=article_id)
    if article.status != ArticleStatus.READ:
        article.status = ArticleStatus.REFUSED
        article.refusal_code, article.refusal = code[:40], reason[:500]
    record("article.refused", article, by=None, at=at, data={"code": code})
    article.save()
    return article


@transaction.atomic
def retry_article(*, article_id: UUID, by: User, at: datetime) -> Article:
    """Try a refused article again. Raises NotAllowed, NotWaiting."""
    desk_or_service(by)
    article = Article.objects.select_for_update().get(uuid=article_id)
    if article.status != ArticleStatus.REFUSED:
        raise NotWaiting("Only an article that was refused can be tried again.")
    article.status = ArticleStatus.WAITING
    article.refusal_code = article.refusal = ""
    record("article.submitted", article, by=by, at=at)
    article.save()
    return article


@transaction.atomic
def refetch_article(*, article_id: UUID, by: User | None, at: datetime) -> Article:
    """Fetch an article again soon; a changed text becomes a new snapshot.

    Raises NotAllowed, NotWaiting.
    """
    desk_or_service(by)
    article = Article.objects.select_for_update().get(uuid=article_id)
    if not article.url:
        raise NotWaiting("This article has no address to fetch it from.")
    record("article.submitted", article, by=by, at=at)
    article.save(update_fields=CHAIN_HEAD)
    return article
