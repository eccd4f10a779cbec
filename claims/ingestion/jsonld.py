"""The article's own description of itself, as JSON-LD. Source: schema.org/Article"""

import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

_ARTICLES: Final = frozenset(
    {
        "Article",
        "NewsArticle",
        "ReportageNewsArticle",
        "AnalysisNewsArticle",
        "AskPublicNewsArticle",
        "BackgroundNewsArticle",
        "OpinionNewsArticle",
        "ReviewNewsArticle",
        "AdvertiserContentArticle",
        "SatiricalArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "SocialMediaPosting",
        "Report",
        "WebPage",
    }
)
_MOST_NODES: Final = 2000
_MOST_SCRIPTS: Final = 100
_LONGEST: Final = 1_000_000

Node = tuple[frozenset[str], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Described:
    title: str = ""
    outlet: str = ""
    byline: str = ""
    published: str = ""  # as written
    language: str = ""


def nodes(scripts: Iterable[str]) -> list[Node]:
    """Return the objects in a page's scripts that describe it, each with its types.

    Scripts that are no JSON are passed over, and so is all beyond the hundredth.
    """
    loaded = (_loaded(script) for script in islice(scripts, _MOST_SCRIPTS))
    return [(_types(node), node) for one in loaded for node in _nodes(one)]


def described(found: Sequence[Node]) -> Described:
    """Return what the objects say about the page's article; an article's word goes before the page's."""
    articles = [(types, node) for types, node in found if types & _ARTICLES]
    if not articles:
        return Described()
    # Stable: the first news article of the page stays the first.
    _, node = min(articles, key=lambda article: article[0] <= {"WebPage"})
    every = [node for _, node in found]
    return Described(
        title=_text(node.get("headline")) or _text(node.get("name")),
        outlet=_names(node.get("publisher"), every),
        byline=_names(node.get("author") or node.get("creator"), every),
        published=_text(node.get("datePublished")),
        language=_text(node.get("inLanguage")),
    )


def _loaded(script: str) -> Any:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None


def _nodes(loaded: Any) -> Iterator[Mapping[str, Any]]:
    """The objects that describe the page: not those of lists of other articles."""
    waiting = [loaded]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        at = waiting.pop(0)
        if isinstance(at, list):
            waiting[:0] = at[:_MOST_NODES]
        elif isinstance(at, dict):
            yield at
            waiting[:0] = [
                at[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "review") if key in at
            ]


def _types(node: Mapping[str, Any]) -> frozenset[str]:
    given = node.get("@type")
    names = given if isinstance(given, list) else [given]
    return frozenset(name.rpartition("/")[2] for name in names if isinstance(name, str))


def _names(given: Any, nodes: list[Mapping[str, Any]]) -> str:
    """The names of people or bodies, which may be texts, objects, references or lists of these."""
    found: list[str] = []
    for one in (given if isinstance(given, list) else [given])[:20]:
        if isinstance(one, dict) and "name" not in one and "@id" in one:
            one = next((node for node in nodes if node.get("@id") == one["@id"] and "name" in node), one)
        name = _text(one.get("name") if isinstance(one, dict) else one)
        if name and name not in found and "://" not in name:
            found.append(name)
    return ", ".join(found)


def _text(given: Any) -> str:
    if isinstance(given, list):
        given = given[0] if given else ""
    return " ".join(html.unescape(given).split())[:500] if isinstance(given, str) else ""
