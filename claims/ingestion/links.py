"""The links of an article's text: what its writer points to, not what the page offers besides."""

from dataclasses import dataclass
from typing import Any, Final

from claims.ingestion import urls
from claims.ingestion.encoding import clean

MOST: Final = 200
_MOST_ANCHORS: Final = 5000
_MOST_READ: Final = 2_000_000  # characters of the boxes around anchors
_BESIDE: Final = 12  # letters of its surroundings by which a link is known again in the text
_LONGEST_TEXT: Final = 300
# Where a run of words ends: what stands beside a link is looked for inside one.
_BOXES: Final = frozenset(
    """address article aside blockquote body caption dd div dl dt figcaption footer form h1 h2 h3 h4 h5 h6
    header li main nav ol p pre section table td th tr ul""".split()  # noqa: SIM905 - forty lines as a list
)


@dataclass(frozen=True, slots=True)
class Link:
    url: str  # absolute, http or https, without fragment
    text: str  # as shown, at most 300 characters


def of_text(tree: Any, text: str, *, url: str) -> tuple[Link, ...]:
    """Return at most 200 links of a page that stand in the article's text, in the page's order.

    The extractor drops links, and finds another text where it is told to keep
    them. So each anchor is looked for in the text, with the words beside it:
    “here” alone would be found anywhere. Relative ones need the page's address.
    """
    base = base_of(tree, url)
    words = _letters(text)
    boxes: dict[Any, str] = {}
    found: dict[Link, None] = {}
    read = 0
    for anchor in tree.xpath("//a[@href]")[:_MOST_ANCHORS]:
        shown = _letters(anchor.xpath("string()"))
        if not shown or shown not in words:
            continue
        box = next((above for above in anchor.iterancestors() if above.tag in _BOXES), anchor)
        if box not in boxes:
            boxes[box] = _letters(box.xpath("string()"))
            read += len(boxes[box])
        address = urls.usable(anchor.get("href"), base=base)
        if address and _stands(shown, boxes[box], words):
            label = " ".join(clean(str(anchor.xpath("string()"))).split())[:_LONGEST_TEXT]
            found[Link(address, label)] = None
        if len(found) >= MOST or read > _MOST_READ:
            break
    return tuple(found)


def _stands(shown: str, box: str, words: str) -> bool:
    """Whether the text has these words with the same ones before or after them as the page has."""
    at = box.find(shown)
    end = at + len(shown)
    before, after = box[max(0, at - _BESIDE) : end], box[at : end + _BESIDE]
    beside = [part for part in (before, after) if len(part) > len(shown)]
    # A box of its own holds a heading or a whole paragraph, which must then be one of the text's.
    return any(part in words for part in beside) if beside else len(shown) > _BESIDE


def base_of(tree: Any, url: str) -> str:
    """Where relative links are taken from: the page's address, or what its `base` element makes of it."""
    named = next((str(base.get("href")) for base in tree.xpath("//base[@href]")[:1]), "")
    return urls.usable(named, base=url) or url


def _letters(text: str) -> str:
    return "".join(text.split())
