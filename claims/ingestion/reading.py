"""Bytes in, an article out: title, outlet, byline, moment, language, paragraphs, address."""

import re
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from claims.ingestion import html, language, metadata, plain, urls
from claims.ingestion.encoding import (
    BadEncoding,
    Empty,
    NotText,
    TooLarge,
    Unreadable,
    clean,
    decode,
)
from claims.ingestion.header import Header
from claims.ingestion.html import Entities, NoArticleText

__all__ = [
    "BadEncoding",
    "Empty",
    "Entities",
    "NoArticleText",
    "NotText",
    "Reading",
    "TooLarge",
    "Unreadable",
    "read",
    "read_html",
    "read_text",
]

_MARKUP: Final = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
_UNSAID: Final = frozenset({"", "text/plain", "text/markdown", "application/octet-stream"})
_LOOKS_LIKE_MARKUP: Final = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?><!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST_FIELD: Final = 500


@dataclass(frozen=True, slots=True)
class Reading:
    title: str
    outlet: str
    byline: str
    published_at: datetime | None  # aware, UTC; None rather than guessed
    published_zone: str  # as written: "IST", "+05:30"; "" if unknown
    language: str  # ISO 639: "en"; "" if unknown
    text: str  # paragraphs, separated by an empty line; without the title
    canonical_url: str  # "" if the address is not known
    truncated: bool  # part of the document was cut off


def read(
    body: bytes, *, url: str = "", media_type: str = "", charset: str = "", default_zone: tzinfo | None = None
) -> Reading:
    """Return the article in the bytes, whose kind is taken from the media type and looked after.

    Raises Unreadable: one of its subclasses, told apart by `code`.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind not in _MARKUP | _UNSAID:
        raise NotText("Only pages and plain texts are read.", media_type=kind[:100])
    text = decode(body, charset=charset)
    if kind in _MARKUP or _LOOKS_LIKE_MARKUP.match(text):
        return _page(text, url=url, default_zone=default_zone)
    return _plain(text, url=url, default_zone=default_zone)


def read_html(
    body: bytes, *, url: str = "", charset: str = "", default_zone: tzinfo | None = None
) -> Reading:
    """Return the article on a page. Raises Unreadable."""
    return _page(decode(body, charset=charset), url=url, default_zone=default_zone)


def read_text(body: bytes, *, default_zone: tzinfo | None = None) -> Reading:
    """Return the article in a plain text. Raises Unreadable."""
    return _plain(decode(body), url="", default_zone=default_zone)


def _page(markup: str, *, url: str, default_zone: tzinfo | None) -> Reading:
    page = html.parse(markup)
    about = metadata.read(page.tree, default_zone=default_zone)
    text = html.article_text(page, title=about.header.title)
    address = urls.canonical(url, declared=about.canonical)
    return _reading(about.header, text, said=about.language, address=address, truncated=page.truncated)


def _plain(text: str, *, url: str, default_zone: tzinfo | None) -> Reading:
    header, paragraphs = plain.split(text, default_zone=default_zone)
    if not paragraphs:
        raise Empty("The text has no paragraph.")
    return _reading(header, paragraphs, said="", address=urls.tidy(url), truncated=False)


def _reading(header: Header, text: str, *, said: str, address: str, truncated: bool) -> Reading:
    moment = header.published
    return Reading(
        title=_field(header.title),
        outlet=_field(header.outlet),
        byline=_field(header.byline),
        published_at=moment.at if moment else None,
        published_zone=_field(moment.zone) if moment else "",
        language=language.of(text, declared=said),
        # Character references can bring back what decoding left out.
        text=clean(text),
        canonical_url=address,
        truncated=truncated,
    )


def _field(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST_FIELD]
