"""The parser child: started by `parsing`, never imported. What it does for each kind of document.

A kind takes the document's bytes and, by keyword, what the parent says beside
them; it returns what JSON can hold, dataclasses too, or raises a Refusal.
"""

from typing import Final

from claims.detection import Statement
from claims.detection import find as find_statements
from claims.ingestion import feeds, language, opml, page_links, reading
from factcheck.children.serving import Kinds, serve


def _find(body: bytes, *, language: str) -> list[Statement]:
    return find_statements(body.decode(), language=language)


KINDS: Final[Kinds] = {
    "read": reading.read,
    "entries": feeds.entries,
    "feed_links": page_links.links,
    "outlines": opml.read,
    "find": _find,
}

if __name__ == "__main__":
    language.warm()
    serve(KINDS)
