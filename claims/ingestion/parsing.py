"""The same readings as `reading.read`, `feeds.entries` and `detection.find`, made in a child.

Whatever comes from outside is parsed there: a child may be killed, this process
may not. A new kind of document takes two lines: the function in `child.KINDS`,
and here one like `entries`, which names the shape that must come back. Refusals
of its own are added to REFUSALS.

Besides the refusals of the pure functions each may raise a Breach
(`parser_cpu`, `parser_memory`, `parser_time`, `parser_died`, `parser_failed`).
"""

import logging
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

from claims.detection import Statement, semantic
from claims.ingestion import encoding, feeds, html, opml, urls
from claims.ingestion.feeds import FeedReading
from claims.ingestion.found import Found
from claims.ingestion.opml import Outline
from claims.ingestion.page_links import Link
from claims.ingestion.reading import Reading
from factcheck.children.breaches import PASSING, Breach, Failed
from factcheck.children.pool import Children

log = logging.getLogger(__name__)

__all__ = ["PASSING", "Breach", "entries", "feed_links", "find", "outlines", "read", "words"]

REFUSALS: Final = (
    encoding.Unreadable,
    encoding.Empty,
    encoding.TooLarge,
    encoding.NotText,
    encoding.BadEncoding,
    html.NoArticleText,
    html.Entities,
    feeds.BadFeed,
    opml.BadOpml,
)
# What detection says; a test holds it equal to what the tables take.
KINDS: Final = frozenset({"fact", "number", "quote", "allegation", "prediction", "opinion"})
SPEECH: Final = frozenset({"direct", "reported", "none"})


def _better_model() -> list[str]:
    """What a child is told at its start: the folder of the better model, where there is one."""
    _say(semantic.standing()[1])
    folder = semantic.folder()
    return [str(folder)] if folder else []


@cache
def _say(standing: str) -> None:
    log.info("check-worthiness: %s", standing)


_children: Final = Children("claims.ingestion.child", refusals=REFUSALS, words=_better_model)
_plain: Final = Children("claims.ingestion.child", refusals=REFUSALS)  # the default model, in any case


def read(body: bytes, *, url: str = "", media_type: str = "", charset: str = "") -> Reading:
    """Return the article in the bytes, as `reading.read`. Raises Unreadable, Breach."""
    reading = _children.ask("read", Reading, body, url=url, media_type=media_type, charset=charset)
    if not _honest(reading, url):
        raise Failed("The reader named an address that the page cannot have.")
    return reading


def words(body: bytes, *, media_type: str = "", charset: str = "") -> str:
    """Return all words of a page, as `words.words`. Raises Unreadable, Breach."""
    return _children.ask("words", str, body, media_type=media_type, charset=charset)


def entries(body: bytes, *, url: str) -> FeedReading:
    """Return what the feed at `url` announces, as `feeds.entries`. Raises BadFeed, Breach."""
    return _children.ask("entries", FeedReading, body, url=url)


def feed_links(body: bytes, *, url: str, charset: str = "") -> tuple[Link, ...]:
    """Return the feeds that the page names, as `page_links.links`. Raises Unreadable, Breach."""
    return _children.ask("feed_links", tuple[Link, ...], body, url=url, charset=charset)


def outlines(body: bytes) -> tuple[Outline, ...]:
    """Return the feeds of an OPML file, as `opml.read`. Raises BadOpml, Breach."""
    return _children.ask("outlines", tuple[Outline, ...], body)


def find(text: str, *, language: str = "en", days: Sequence[date] = ()) -> Found:
    """Return the statements of an article, as `detection.find`, but at most 2000. Raises Breach."""
    told = [day.isoformat() for day in days]
    try:
        found = _children.ask("find", Found, text.encode(), language=language, days=told)
    except Breach as breach:
        if not _better_model():
            raise
        log.warning("read again with the default model: %s", breach.code)
        found = _plain.ask("find", Found, text.encode(), language=language, days=told)
    if not all(_stands(statement, text) for statement in found.statements):
        raise Failed("The reader found words that are not in the text.")
    return found


def _honest(reading: Reading, url: str) -> bool:
    """Whether the article claims an address of its own site only, and its links are links."""
    address = reading.canonical_url
    own = urls.same_site(address, url) if address else True
    return own and all(urls.usable(link.url) == link.url for link in reading.links)


def _stands(statement: Statement, text: str) -> bool:
    """Whether the places named are places in the text, the quote the words there, and the kinds ours."""
    start, end = statement.start, statement.end
    inside = all(start <= first < last <= end for first, last in statement.quoted_parts)
    known = statement.kind in KINDS and statement.speech in SPEECH
    return known and inside and 0 <= start < end <= len(text) and statement.quote == text[start:end]
