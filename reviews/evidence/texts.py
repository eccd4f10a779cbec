"""The words of a copy, read in the parser child: those of the piece, and all there are."""

from dataclasses import dataclass
from typing import Final

from claims.ingestion import parsing
from claims.ingestion.encoding import Unreadable
from claims.ingestion.html import Entities, NoArticleText

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""})
_TEXTS: Final = frozenset({"application/json", "application/x-ndjson", "application/csv"})


@dataclass(frozen=True, slots=True)
class Words:
    """`main` is the piece itself, "" where a page holds none; `whole` is all of it.

    `unread` says in words why a copy is kept and not read; then the others are "".
    """

    main: str = ""
    whole: str = ""
    unread: str = ""

    @property
    def is_read(self) -> bool:
        return not self.unread

    @property
    def text(self) -> str:
        """What is compared with a later copy, and with other sources."""
        return self.main or self.whole


def words_of(body: bytes, *, url: str = "", media_type: str = "", charset: str = "") -> Words:
    """Read the bytes of a copy. What cannot be read says why, and is no error.

    Raises Breach: the parser did not survive it.
    """
    kind = _read_as(media_type)
    if kind is None:
        return Words(unread=f"{_named(media_type)} is kept and not read: a person looks for the quote.")
    try:
        whole = parsing.words(body, media_type=kind, charset=charset)
    except (Unreadable, Entities) as refusal:
        return Words(unread=f"The copy is kept and not read. {refusal.message}")
    return Words(_piece(body, url=url, kind=kind, charset=charset), whole)


def _piece(body: bytes, *, url: str, kind: str, charset: str) -> str:
    if kind not in _PAGES:
        return ""
    try:
        return parsing.read(body, url=url, media_type=kind, charset=charset).text
    except (Unreadable, NoArticleText):
        return ""  # a table, an index: its words are all there is


def _read_as(media_type: str) -> str | None:
    """Return the kind under which the parser takes it, None for what it does not read."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind in _PAGES:
        return kind
    is_text = kind.startswith("text/") or kind in _TEXTS or kind.endswith(("+json", "+xml"))
    return "text/plain" if is_text else None


def _named(media_type: str) -> str:
    return "A PDF" if media_type == "application/pdf" else f"A file of the kind {media_type[:60]}"


def handed_in(body: bytes, *, media_type: str) -> Words:
    """Read a file that a person hands in; one that the parser does not survive is kept unread."""
    try:
        return words_of(body, media_type=media_type)
    except parsing.Breach as breach:
        return Words(unread=f"The copy is kept and not read. {breach.message}")
