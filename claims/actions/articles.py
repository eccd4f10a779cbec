"""Articles: taken in, refused, tried again, fetched again."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.permission import desk_or_service
from claims.ingestion.encoding import decode
from claims.ingestion.urls import tidy
from claims.models import Article, ArticleStatus, Outlet, article_at
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
    If that one was refused, a body that comes with the address is read in its place.
    A body comes with or without an address; without a body the address is
    fetched. Raises NotAllowed, ArticleRefused, and Unreadable for a body that
    no worker could read: empty, too large, not text.
    """
    desk_or_service(by)
    known, article = _known_or_new(url=url, outlet=outlet, by=by, at=at)
    if known is not None:
        return _read_instead(known, body, media_type, by=by, at=at), False
    if not url and not body:
        raise ArticleRefused("Give an address, a file or a text.", field="url")
    if body:
        decode(body)
    article.given, article.given_type = body, media_type[:100]
    return _entered(article, "article.submitted", by=by, at=at)


def _read_instead(known: Article, body: bytes, media_type: str, *, by: User | None, at: datetime) -> Article:
    """Have a refused article read from what a person brought: a page that robots may not fetch, say."""
    article = Article.objects.select_for_update(no_key=True).get(pk=known.pk) if body else known
    if not body or article.status != ArticleStatus.REFUSED:
        return article
    decode(body)
    article.given, article.given_type = body, media_type[:100]
    _wait_again(article, by=by, at=at)
    return article


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
    return _entered(article, "article.added", by=by, at=at)


def _known_or_new(
    *, url: str, outlet: Outlet | None, by: User | None, at: datetime
) -> tuple[Article | None, Article]:
    address = tidy(url) if url else ""
    if url and not address:
        raise ArticleRefused("This is not an http or https address.", field="url")
    known = article_at(address) if address else None
    return known, Article(url=address, outlet=outlet, submitted_by=by, created_at=at)


def _entered(article: Article, event: str, *, by: User | None, at: datetime) -> tuple[Article, bool]:
    try:
        with transaction.atomic():
            record(event, article, by=by, at=at)
            article.save()
    except IntegrityError:
        # Somebody brought the same address at the same moment; only this savepoint is lost.
        there = article_at(article.url)
        if there is None:
            raise
        return there, False
    return article, True


@transaction.atomic
def refuse_article(*, article_id: UUID, code: str, reason: str, at: datetime) -> Article:
    """Record why an article could not be read. One that was read before keeps its snapshot and status,
    and says beside them why the last try failed.
    """
    article = Article.objects.select_for_update(no_key=True).get(uuid=article_id)
    if article.status == ArticleStatus.READ:
        article.check_code, article.check_reason = code[:40], reason[:500]
    else:
        article.status = ArticleStatus.REFUSED
        article.refusal_code, article.refusal = code[:40], reason[:500]
    record("article.refused", article, by=None, at=at, data={"code": code})
    article.save()
    return article


@transaction.atomic
def retry_article(*, article_id: UUID, by: User, at: datetime) -> Article:
    """Try a refused article again. Raises NotAllowed, NotWaiting."""
    desk_or_service(by)
    article = Article.objects.select_for_update(no_key=True).get(uuid=article_id)
    if article.status != ArticleStatus.REFUSED:
        raise NotWaiting("Only an article that was refused can be tried again.")
    _wait_again(article, by=by, at=at)
    return article


def _wait_again(article: Article, *, by: User | None, at: datetime) -> None:
    article.status = ArticleStatus.WAITING
    article.refusal_code = article.refusal = ""
    record("article.submitted", article, by=by, at=at)
    article.save()


@transaction.atomic
def refetch_article(*, article_id: UUID, by: User | None, at: datetime) -> Article:
    """Fetch an article again soon; a changed text becomes a new snapshot.

    An upload that was refused is dropped: else it would be read again instead.

    Raises NotAllowed, NotWaiting.
    """
    desk_or_service(by)
    article = Article.objects.select_for_update(no_key=True).get(uuid=article_id)
    if not article.url:
        raise NotWaiting("This article has no address to fetch it from.")
    if article.status == ArticleStatus.REFUSED:
        article.given, article.given_type = b"", ""
    record("article.submitted", article, by=by, at=at)
    article.save(update_fields=["given", "given_type", *CHAIN_HEAD])
    return article
