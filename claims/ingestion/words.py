"""All words of a page as a reader sees them, furniture too: to look for a quote, not to read the piece."""

from typing import Any, Final

from lxml import etree

from claims.ingestion import html
from claims.ingestion.encoding import clean, decode
from claims.ingestion.reading import MAX_TEXT, is_markup

_UNSEEN: Final = frozenset({"head", "script", "style", "noscript", "template", "iframe", "object", "svg"})
_INLINE: Final = frozenset(
    [
        *("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt"),
        *("u", "var", "wbr"),
    ]
)


def words(body: bytes, *, media_type: str = "", charset: str = "") -> str:
    """Return the words of a page or plain text, blocks apart, cut at 300,000 characters.

    Raises Unreadable, as `reading.read`; a page without an article is read all the same.
    """
    text = decode(body, charset=charset)
    if is_markup(text, media_type):
        text = clean("".join(_parts(html.parse(text).tree)))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def _parts(tree: Any) -> list[str]:
    """The pieces of text in order, with a line end around each block."""
    found: list[str] = []
    unseen = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if element.tag in _UNSEEN:
            unseen += 1 if event == "start" else -1
        elif not unseen and element.tag not in _INLINE:
            found.append("\n")
        if not unseen:
            piece = element.text if event == "start" else element.tail
            # Line ends of the source are blanks, as in a browser.
            found.append((piece or "").replace("\n", " "))
    return found
