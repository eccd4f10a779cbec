"""Metadata that a page embeds, kept as it came: the fact-checks it holds, and its word about itself.

Bounded, and plain JSON: what a page embeds is as foreign as its text.
Source: schema.org/ClaimReview, schema.org/NewsArticle
"""

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from claims.ingestion.encoding import clean

MOST_REVIEWS: Final = 20
_DEEPEST: Final = 8
_MOST_VALUES: Final = 400  # of one object, on all its levels
_LONGEST_TEXT: Final = 2000
_LONGEST_NAME: Final = 100
_EXACT: Final = 2**53  # beyond it readers of JSON disagree about a number
_REVIEW: Final = frozenset({"ClaimReview"})
_ARTICLE: Final = frozenset(
    {"NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle"}
)
# The article's text is kept already, and read better than the page's own copy of it.
_LEFT_OUT: Final = frozenset({"articleBody", "text"})


def embedded(nodes: Iterable[tuple[frozenset[str], Mapping[str, Any]]]) -> tuple[dict[str, Any], bool]:
    """Return {"claim_reviews": [...], "news_article": {...}} and whether anything was cut off them.

    `nodes` are the page's objects with their types (see jsonld.nodes). What the
    page does not have is left out; of articles the first is kept.
    """
    reviews: list[dict[str, Any]] = []
    articles: list[dict[str, Any]] = []
    cut = False
    for types, node in nodes:
        wanted = reviews if types & _REVIEW else articles if types & _ARTICLE else None
        if wanted is None or (wanted is articles and articles):
            continue
        if len(wanted) >= MOST_REVIEWS:
            cut = True
            break
        copy = _Copy()
        wanted.append(copy.of_object(node, 0))
        cut = cut or copy.cut
    found = {"claim_reviews": reviews, "news_article": articles[0] if articles else {}}
    return {name: value for name, value in found.items() if value}, cut


class _Copy:
    """A bounded copy of one object; notes whether something was left out."""

    def __init__(self) -> None:
        self.cut = False
        self._left = _MOST_VALUES

    def of_object(self, told: Mapping[str, Any], depth: int) -> dict[str, Any]:
        kept: dict[str, Any] = {}
        for name, value in told.items():
            if name in _LEFT_OUT:
                continue
            if not self._room(depth):
                break
            kept[self._text(name, _LONGEST_NAME)] = self._value(value, depth + 1)
        return kept

    def _value(self, told: Any, depth: int) -> Any:
        if isinstance(told, dict):
            return self.of_object(told, depth)
        if isinstance(told, list):
            return [self._value(one, depth + 1) for one in told if self._room(depth)]
        if isinstance(told, str):
            return self._text(told, _LONGEST_TEXT)
        if isinstance(told, float) and not math.isfinite(told):
            return None  # NaN and Infinity, which are not JSON
        if isinstance(told, int) and abs(told) > _EXACT:
            return str(told)[:_LONGEST_NAME]
        return told

    def _room(self, depth: int) -> bool:
        self._left -= 1
        room = self._left >= 0 and depth < _DEEPEST
        self.cut = self.cut or not room
        return room

    def _text(self, told: str, longest: int) -> str:
        text = clean(told)
        self.cut = self.cut or len(text) > longest
        return text[:longest]
