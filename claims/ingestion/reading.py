"""Bytes in, an article out: title, outlet, byline, moment, language, paragraphs, address."""

import re
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Final

from claims.ingestion import html, language, links, metadata, plain, urls
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
from claims.ingestion.links import Link

__all__ = [
    "BadEncoding",
    "Empty",
    "Entities",
    "Link",
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
_OF_THE_TEXT: Final = frozenset({"deep_nesting", "too_long"})
MAX_TEXT: Final = 300_000  # characters, the length of a book: what is longer is no article


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
    truncated: bool  # part of the article was cut off
    # What was cut, as codes: deep_nesting, too_long (both of the text), metadata_cut.
    cuts: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()  # of the article's text, at most 200
    embedded: dict[str, Any] = field(default_factory=dict)  # {"claim_reviews": [...], "news_article": {...}}


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
    if is_markup(text, kind):
        return _page(text, url=url, default_zone=default_zone)
    return _plain(text, url=url, default_zone=default_zone)


def is_markup(text: str, media_type: str) -> bool:
    """Whether this is a page, by what it is said to be or by its looks."""
    return media_type in _MARKUP or bool(_LOOKS_LIKE_MARKUP.match(text))


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
    # Character references can bring back what decoding left out.
    text, cut = _cut(clean(html.article_text(page, title=about.header.title)))
    marks = {"deep_nesting": page.truncated, "too_long": cut, "metadata_cut": about.embedded_cut}
    return _reading(
        about.header,
        text,
        said=about.language,
        address=urls.canonical(url, declared=about.canonical),
        cuts=tuple(code for code, was_cut in marks.items() if was_cut),
        links=links.of_text(page.tree, text, url=url),
        embedded=about.embedded,
    )


def _plain(text: str, *, url: str, default_zone: tzinfo | None) -> Reading:
    # Twice the length: what is taken off (empty lines, furniture, the header) is less than half of a text.
    header, paragraphs = plain.split(text[: 2 * MAX_TEXT], default_zone=default_zone)
    if not paragraphs:
        raise Empty("The text has no paragraph.")
    kept, cut = _cut(paragraphs)
    cut = cut or bool(text[2 * MAX_TEXT :].strip())
    return _reading(header, kept, said="", address=urls.tidy(url), cuts=("too_long",) if cut else ())


def _cut(text: str) -> tuple[str, bool]:
    """The text up to the last paragraph or else word that ends within the limit, and whether it was cut."""
    if len(text) <= MAX_TEXT:
        return text, False
    ends = (text.rfind(gap, MAX_TEXT // 2, MAX_TEXT) for gap in ("\n\n", " "))
    return text[: next((end for end in ends if end > 0), MAX_TEXT)].rstrip(), True


def _reading(
    header: Header,
    text: str,
    *,
    said: str,
    address: str,
    cuts: tuple[str, ...],
    links: tuple[Link, ...] = (),
    embedded: dict[str, Any] | None = None,
) -> Reading:
    moment = header.published
    return Reading(
        title=_field(header.title),
        outlet=_field(header.outlet),
        byline=_field(header.byline),
        published_at=moment.at if moment else None,
        published_zone=_field(moment.zone) if moment else "",
        language=language.of(text, declared=said),
        text=text,
        canonical_url=address,
        truncated=bool(_OF_THE_TEXT.intersection(cuts)),
        cuts=cuts,
        links=links,
        embedded=embedded or {},
    )


def _field(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST_FIELD]
