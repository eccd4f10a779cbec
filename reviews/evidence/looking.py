"""One visit to a source: what it brought, or why it brought nothing, in words."""

from dataclasses import dataclass
from typing import Final

from claims.ingestion import parsing
from claims.ingestion.pages import PASSING, HttpStatus, ServerError
from factcheck.errors import Refusal
from factcheck.net.fetch import Fetched
from factcheck.visits import visit
from reviews.evidence.sniffing import media_type_of
from reviews.evidence.texts import Words, words_of

GONE: Final = frozenset({404, 410})
# Codes of what another try may heal: the site's, and those of a parser that was killed.
MAY_PASS: Final = PASSING | parsing.PASSING


@dataclass(frozen=True, slots=True)
class Look:
    """What was found at an address. Without a page, `code` and `problem` say why."""

    url: str
    page: Fetched | None = None
    words: Words | None = None
    code: str = ""
    problem: str = ""
    is_gone: bool = False

    @classmethod
    def refused(cls, url: str, refusal: Refusal) -> "Look":
        """A look that brought nothing, from the fetcher's refusal or the parser's."""
        gone = refusal.details.get("status") in GONE
        return cls(url, code=refusal.code, problem=refusal.message, is_gone=gone)


def look_at(url: str) -> Look:
    """Visit a source and read what it answers.

    Holds no lock, and refuses to run inside a transaction. Raises FetchRefused (an
    answer other than 2xx too, with its `status` among the details), Breach.
    """
    page = visit(url)
    said = f"The site answered with status {page.status}."
    if page.status >= 500 or page.status == 429:
        raise ServerError(said, field="url", status=page.status)
    if not 200 <= page.status < 300:
        raise HttpStatus(said, field="url", status=page.status)
    kind = page.media_type or media_type_of(page.body)
    words = words_of(page.body, url=page.final_url, media_type=kind, charset=page.charset)
    return Look(url, page, words)
