"""Pages: markup to a tree, the tree to the paragraphs of its article."""

import re
from dataclasses import dataclass
from typing import Any, Final

import trafilatura
from lxml import etree
from lxml import html as lxml_html
from trafilatura.settings import Document

from claims.ingestion.encoding import TooLarge, Unreadable
from claims.ingestion.furniture import is_furniture
from claims.ingestion.header import is_header_line

MAX_TAGS: Final = 50_000
_TAG: Final = re.compile(r"<[a-zA-Z]")
# The parser compares each attribute of an element with all others: 100,000 took it two minutes.
_MANY_ATTRIBUTES: Final = re.compile(
    r"<[a-zA-Z][^\s>]*+(?:\s++[^\s=>\"']++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"']++))?+){256}"
)
# lxml puts them into the tree and then refuses to copy it: one would cost the whole article.
_NONCHARACTERS: Final = re.compile(r"&#(?:x0*fff[ef]|0*6553[45]);?", re.IGNORECASE)
_PROLOG: Final = 10_000  # characters in which a document type stands
_ENTITIES: Final = re.compile(r"<!ENTITY\b|<!DOCTYPE[^>\[]{0,500}\[", re.IGNORECASE)
_TOO_DEEP: Final = re.compile(r"depth", re.IGNORECASE)
_SHORT: Final = 300  # characters: less than an article, so the careful reading may have missed it
_LETTERS: Final = 25
_TOP: Final = 4  # paragraphs among which title and byline are repeated
_LONG_PARAGRAPH: Final = 80
_SPACE: Final = re.compile(r"\s+")
_INLINE: Final = frozenset({"hi", "ref", "del", "graphic", "span"})  # of trafilatura's elements


class NoArticleText(Unreadable):
    """The page holds no article: an index, a player, a wall."""

    code = "no_article_text"


class Entities(Unreadable):
    """The document declares entities, which only attacks do."""

    code = "entities_refused"


@dataclass(frozen=True, slots=True)
class Page:
    tree: Any  # lxml.html.HtmlElement
    truncated: bool  # nested so deeply that the parser cut it


def parse(markup: str) -> Page:
    """Return the tree of a page. Raises TooLarge, Entities, NoArticleText (no markup to build one from)."""
    tags = len(_TAG.findall(markup))
    if tags > MAX_TAGS:
        raise TooLarge("The page has more than 50,000 elements.", elements=tags, limit=MAX_TAGS)
    if _MANY_ATTRIBUTES.search(markup):
        raise TooLarge("An element of the page has more than 255 attributes.", limit=255)
    if _ENTITIES.search(markup, 0, _PROLOG):
        raise Entities("The page declares entities.")
    # Comments are taken out here: the extractor loses the text that follows one inside a paragraph.
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        # As bytes, so that an encoding named inside cannot contradict the decoding already done.
        tree = lxml_html.document_fromstring(_NONCHARACTERS.sub("", markup).encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        raise NoArticleText("The page holds no article text.") from None
    return Page(tree, truncated=any(_TOO_DEEP.search(entry.message) for entry in parser.error_log))


def article_text(page: Page, *, title: str) -> str:
    """Return the article's paragraphs, separated by an empty line, without title, byline and furniture.

    The page's tree is changed. Raises NoArticleText, TooLarge (the article was in the part cut off).
    """
    _rejoin(page.tree)
    paragraphs = _paragraphs(_extracted(page.tree), title)
    text = "\n\n".join(paragraphs)
    if sum(char.isalpha() for char in text) < _LETTERS:
        if page.truncated:
            raise TooLarge("The page is nested too deeply.")
        raise NoArticleText("The page holds no article text.")
    return text


def _extracted(tree: Any) -> list[str]:
    """Precision first: measured, it keeps whole articles and leaves out more of the page."""
    careful = _extract(tree, precise=True)
    if _size(careful) >= _SHORT:
        return careful
    generous = _extract(tree, precise=False)
    return generous if _size(generous) > 2 * _size(careful) else careful


def _size(lines: list[str]) -> int:
    return sum(map(len, lines))


def _extract(tree: Any, *, precise: bool) -> list[str]:
    found = trafilatura.bare_extraction(
        tree, favor_precision=precise, include_comments=False, with_metadata=False, deduplicate=False
    )
    return _lines(found.body) if isinstance(found, Document) else []


def _lines(body: Any) -> list[str]:
    """The text of each block. Line ends of the source are spaces, as in a browser."""
    parts: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag == "cell":
            parts.append(" | " if event == "start" else "")
        elif element.tag not in _INLINE:
            parts.append("\n")
        text = element.text if event == "start" else element.tail
        parts.append(_SPACE.sub(" ", text or ""))
    lines = (" ".join(line.split()).strip("| ") for line in "".join(parts).splitlines())
    return [line for line in lines if line]


def _paragraphs(lines: list[str], title: str) -> list[str]:
    lines = [line for line in lines if not is_furniture(line)]
    above = [line for line in lines[:_TOP] if not is_header_line(line) and _key(line) != _key(title)]
    return above + lines[_TOP:]


def _key(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _rejoin(tree: Any) -> None:
    """Put an article that was cut into several boxes, for the advertisements between them, into the first.

    Boxes are of one kind if they and their parents have the same tag and
    class, and each holds running text. The extractor would take one for the
    article and the others for its surroundings.
    """
    boxes: dict[tuple[str, ...], dict[Any, None]] = {}
    for paragraph in tree.iter("p"):
        box = paragraph.getparent()
        if box is not None and box.get("class") and len(paragraph.text_content().strip()) >= _LONG_PARAGRAPH:
            boxes.setdefault(_kind(box), {})[box] = None
    for same in map(list, boxes.values()):
        first, others = same[0], [box for box in same[1:] if _runs(box)]
        if _runs(first) and others and not _separate(same):
            for box in others:
                first.extend(list(box))


def _kind(box: Any) -> tuple[str, ...]:
    above = box.getparent()
    outer = (above.tag, above.get("class") or "") if above is not None else ()
    return (box.tag, box.get("class"), *outer)


def _runs(box: Any) -> bool:
    return sum(len(p.text_content()) >= _LONG_PARAGRAPH for p in box.iterchildren("p")) >= 3


def _separate(boxes: list[Any]) -> bool:
    """Several articles on one page, or comments under one, are no single text."""
    articles = [next(box.iterancestors("article"), None) for box in boxes]
    if any(article is not articles[0] for article in articles):
        return True
    names = " ".join(f"{box.get('class')} {box.get('id')}" for box in [*boxes, *boxes[0].iterancestors()])
    return bool(re.search(r"comment|reply|disqus", names, re.IGNORECASE))
