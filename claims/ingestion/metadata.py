"""What a page says about its article, the most exact source first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import Any, Final

from claims.ingestion import dates
from claims.ingestion.dates import Dated
from claims.ingestion.embedded import embedded
from claims.ingestion.header import Header, is_header_line, name_in, outlet_of, pieces
from claims.ingestion.jsonld import Described, described, nodes

_PUBLISHED: Final = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "publish-date",
    "publish_date",
    "publishdate",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
_AUTHOR: Final = ("author", "parsely-author", "sailthru.author", "dc.creator", "byl", "article:author_name")
_OUTLET: Final = ("og:site_name", "application-name", "dc.publisher", "twitter:app:name:iphone")
_TITLE: Final = ("og:title", "twitter:title", "dc.title", "headline")
# "Title | Outlet": an unspaced hyphen belongs to a word.
_TITLE_END: Final = re.compile(r"\s+[|·»–—-]\s+[^|·»–—]{2,60}\Z")
_BYLINE_PATH: Final = (
    "//*[@itemprop='author' or @rel='author' or contains(concat(' ', @class, ' '), ' byline ')"
    " or contains(concat(' ', @class, ' '), ' author-name ')]"
)
_TIME_PATH: Final = (
    "//time[@pubdate or @itemprop='datePublished']|//article//time|//header//time|//main//time|//time"
)
_LINES: Final = 300  # the written forms stand near the title


@dataclass(frozen=True, slots=True)
class Metadata:
    header: Header
    language: str  # as declared
    canonical: str  # as declared, perhaps relative
    embedded: dict[str, Any]  # see embedded.embedded
    embedded_cut: bool


def read(tree: Any, *, default_zone: tzinfo | None = None) -> Metadata:
    """Return what an lxml tree tells of its article; what it does not tell is "" or None."""
    found = nodes(script.text or "" for script in tree.xpath("//script[contains(@type, 'ld+json')]"))
    about, (kept, cut) = described(found), embedded(found)
    metas = _metas(tree)
    byline = _byline(tree, about, metas)
    outlet = _outlet(about, metas) or outlet_of(byline)
    header = Header(
        _title(tree, about, metas, outlet), outlet, byline, _published(tree, about, metas, default_zone)
    )
    return Metadata(header, _language(tree, about, metas), _canonical(tree), kept, cut)


def _metas(tree: Any) -> dict[str, str]:
    """The page's meta elements by lower-case name. The first of a name counts; one may have several names."""
    found: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            for name in (meta.get(attribute) or "").lower().split():
                found.setdefault(name, " ".join(meta.get("content").split())[:500])
    return found


def _first(metas: dict[str, str], names: Iterable[str]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _title(tree: Any, about: Described, metas: dict[str, str], outlet: str) -> str:
    heads = [text for head in tree.xpath("//h1")[:5] if (text := _words(head))]
    page = next((_words(title) for title in tree.xpath("//head/title|//title")), "")
    title = about.title or _first(metas, _TITLE) or (heads[0] if len(heads) == 1 else "") or page
    if title in heads:
        return title
    bare = _TITLE_END.sub("", title)
    # A dash may belong to the title: it is cut only where the page shows that it does not.
    cut = title != bare and (title.endswith(outlet) if outlet else title == page or bare in heads)
    return bare if cut else title


def _outlet(about: Described, metas: dict[str, str]) -> str:
    return next((name for name in (about.outlet, *map(metas.get, _OUTLET)) if name and "://" not in name), "")


def _byline(tree: Any, about: Described, metas: dict[str, str]) -> str:
    if about.byline:
        return name_in(about.byline) or about.byline
    shown = (_words(element) for element in tree.xpath(_BYLINE_PATH)[:10])
    named = _first(metas, _AUTHOR)
    found = [named, *shown] if "://" not in named else list(shown)
    names = ((name_in(pieces(text)[0]) or text) for text in found if text and len(text) <= 120)
    return next((name for name in names if dates.day(name) is None), "")


def _published(
    tree: Any, about: Described, metas: dict[str, str], default_zone: tzinfo | None
) -> Dated | None:
    """The first source that names a moment. A day told by a better source binds the lesser ones."""
    told = [text for text in (about.published, *(metas.get(name, "") for name in _PUBLISHED)) if text]
    texts = [*told, *_shown(tree)]
    days = [on for text in told if (on := dates.day(text))]
    for zone in (None, default_zone) if default_zone else (None,):
        moments = (dates.published(text, default_zone=zone) for text in texts)
        found = next((moment for moment in moments if moment and _fits(moment, days)), None)
        if found:
            return found
    return None


def _fits(moment: Dated, days: list[date]) -> bool:
    return not days or abs(moment.at.date() - days[0]) <= timedelta(days=1)


def _shown(tree: Any) -> Iterator[str]:
    """The moments on the page: `time` elements, then the lines that hold nothing else."""
    for element in tree.xpath(_TIME_PATH)[:5]:
        yield element.get("datetime") or _words(element)
    for element in tree.xpath("//body//*[not(self::script or self::style or self::a)]")[: _LINES * 10]:
        line = " ".join((element.text or "").split()) if isinstance(element.tag, str) else ""
        if 8 <= len(line) <= 180 and is_header_line(line):
            yield line


def _language(tree: Any, about: Described, metas: dict[str, str]) -> str:
    root = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    return root or about.language or metas.get("content-language", "") or metas.get("og:locale", "")


def _canonical(tree: Any) -> str:
    links = tree.xpath("//link[@href and contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]")
    return str(links[0].get("href")).strip() if links else ""


def _words(element: Any) -> str:
    return " ".join(str(element.xpath("string()")).split())[:500]
