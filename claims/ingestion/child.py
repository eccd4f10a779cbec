"""The parser child: started by `parsing`, never imported. What it does for each kind of document.

A kind takes the document's bytes and, by keyword, what the parent says beside
them; it returns what JSON can hold, dataclasses too, or raises a Refusal.
"""

from datetime import date
from pathlib import Path
from typing import Final

from claims.detection import find as find_statements
from claims.detection import semantic
from claims.ingestion import feeds, opml, page_links, reading, words
from claims.ingestion.found import MOST_STATEMENTS, Found
from factcheck.children.serving import Kinds, serve, told


def _find(body: bytes, *, language: str, days: list[str]) -> Found:
    """The statements of a text; of too many the best, for a page can be written to hold 30,000."""
    known = [date.fromisoformat(day) for day in days]
    found = find_statements(body.decode(), language=language, days=known)
    by_score = sorted(range(len(found)), key=lambda place: -found[place].score)[:MOST_STATEMENTS]
    return Found([found[place] for place in sorted(by_score)], left_out=len(found) - len(by_score))


def _warm() -> None:
    """Load what loads itself on its first use, models above all, so that no document pays for it."""
    sentence = "The council voted on Monday to spend 3.2 million on the bridge, a spokesman said. "
    page = f"<html><body><article><p>{sentence * 5}</p></article></body></html>"
    find_statements(reading.read_html(page.encode()).text)


KINDS: Final[Kinds] = {
    "read": reading.read,
    "words": words.words,
    "entries": feeds.entries,
    "feed_links": page_links.links,
    "outlines": opml.read,
    "find": _find,
}

if __name__ == "__main__":
    if folder := told():
        semantic.use(Path(folder[0]))
    _warm()
    serve(KINDS)
