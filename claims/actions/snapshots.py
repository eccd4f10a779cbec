"""What was read of an article at one moment, kept; the same text again changes nothing."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from claims.actions.copies import First, first_with
from claims.actions.outlets import outlet_of
from claims.ingestion.original import Original
from claims.ingestion.reading import Reading
from claims.likeness import bands, signature
from claims.models import Article, ArticleAddress, ArticleStatus, Snapshot, SnapshotBand, article_at, turns
from factcheck import captures
from factcheck.events import record
from factcheck.models import Capture


@transaction.atomic
def take_snapshot(
    *, article_id: UUID, reading: Reading, body_hash: str, original: Original | None = None, at: datetime
) -> Snapshot:
    """Keep what was read as the article's newest snapshot; the same text again only moves `checked_at`.

    The bytes of `original` are kept with a new one, as long as the desk keeps pages.
    Returns the new snapshot, or the standing one. When it is the first, and
    another article had this text or nearly this text, this one becomes its copy.
    """
    text_hash = hashlib.sha256(reading.text.encode()).hexdigest()
    known = signature(reading.text)
    keys = bands(known)
    turns.at_texts([int.from_bytes(bytes.fromhex(text_hash[:16]), signed=True), *keys])
    turns.at_family_of(article=article_id)
    rows = Article.objects.select_for_update(no_key=True).defer("given")
    article = rows.get(uuid=article_id)
    newest = article.snapshot
    article.checked_at, article.check_code, article.check_reason = at, "", ""
    if newest is not None and (newest.text_hash, newest.title) == (text_hash, reading.title[:500]):
        article.save(update_fields=["checked_at", "check_code", "check_reason"])
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
        signature=known,
        capture=_kept(original, at=at) if original else None,
        taken_at=at,
    )
    SnapshotBand.objects.bulk_create(SnapshotBand(snapshot=snapshot, key=key) for key in keys)
    _has_been_read(article, snapshot, reading, at=at)
    return snapshot


def _kept(original: Original, *, at: datetime) -> Capture:
    ends = captures.pages_kept_until(at)
    if original.page is not None:
        return captures.keep_page(original.page, at=at, keep_until=ends)
    return captures.keep_upload(
        original.body, media_type=original.media_type, url=original.url, at=at, keep_until=ends
    )


def _has_been_read(article: Article, snapshot: Snapshot, reading: Reading, *, at: datetime) -> None:
    article.status, article.snapshot, article.read_at = ArticleStatus.READ, snapshot, at
    article.detected_at = None
    article.refusal_code = article.refusal = article.given_type = ""
    article.title, article.given = snapshot.title, b""
    if article.outlet_id is None:
        article.outlet = outlet_of(
            url=article.url, name=reading.outlet[:200], language=reading.language, by=None, at=at
        )
    declared = _moved_to(article, reading.canonical_url)
    data = {"snapshot": snapshot.number, "text": snapshot.text_hash, "body": snapshot.body_hash}
    if snapshot.number == 1:
        first = first_with(
            text_hash=snapshot.text_hash,
            signature=bytes(snapshot.signature),
            but=article.pk,
            declared=declared,
        )
        data |= _made_copy(article, first) if first else {}
    record("snapshot.taken", article, by=None, at=at, data=data)
    article.save()


def _made_copy(article: Article, first: First) -> dict[str, object]:
    """Let the article point to who had its text first; return what the event says of it."""
    article.copy_of_id, article.likeness = first.article, first.likeness
    uuid = Article.objects.values_list("uuid", flat=True).get(pk=first.article)
    return {"copy_of": uuid, "likeness_permille": round(first.likeness * 1000)}


def _moved_to(article: Article, url: str) -> int | None:
    """Move the article to its canonical address; if another one is there, stay and return its id.

    The address that it came from still leads to it.
    """
    if not url or url == article.url:
        return None
    if (other := article_at(url)) is not None and other.pk != article.pk:
        return other.pk
    try:
        with transaction.atomic():
            Article.objects.filter(pk=article.pk).update(url=url)
    except IntegrityError:
        # Taken in at this very moment; only the savepoint is lost.
        return Article.objects.values_list("id", flat=True).get(url=url)
    if article.url:
        ArticleAddress.objects.get_or_create(url=article.url, defaults={"article": article})
    ArticleAddress.objects.filter(url=url).delete()
    article.url = url
    return None
