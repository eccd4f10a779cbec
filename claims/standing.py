"""Whether words quoted from one version of a text still stand in another, and where.

The same words are the same characters, but for the white space between them and the shape of
quotation marks, apostrophes and dashes. Words inside a longer word or number are others: "1 per cent"
does not stand in "1.1 per cent".
"""

import re
from collections.abc import Iterator
from typing import Final

Span = tuple[int, int]

_SHAPES: Final = ('"“”„‟«»', "'‘’‚‛‹›`´", "-‐‑‒–—―−")
_CLASS: Final = {mark: f"[{re.escape(shapes)}]" for shapes in _SHAPES for mark in shapes}
_JOINS: Final = r"[.,:/'’\-]"  # between letters or digits they make one word or number of two


def places(quote: str, text: str) -> Iterator[Span]:
    """Yield the spans, in text order and apart, at which the words of `quote` stand in `text`."""
    for match in re.finditer(_pattern(quote), text) if quote.split() else ():
        yield match.span()


def _pattern(quote: str) -> str:
    words = r"\s+".join(
        "".join(_CLASS.get(char) or re.escape(char) for char in word) for word in quote.split()
    )
    bare = quote.strip()
    return _no_word_before(bare[0]) + words + _no_word_after(bare[-1])


def _no_word_before(first: str) -> str:
    if not first.isalnum():
        return ""
    sign = r"(?<![$€£¥+\-–−])" if first.isdecimal() else ""
    return rf"(?<!\w)(?<!\w{_JOINS}){sign}"


def _no_word_after(last: str) -> str:
    if last in ".,":
        return r"(?!\d)"
    if not last.isalnum():
        return ""
    unit = r"(?!\s?[%‰])" if last.isdecimal() else ""
    return rf"(?!\w)(?!{_JOINS}\w){unit}"
