"""Read an article as tokens: words, numbers, marks, and each quotation as one token."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from claims.attribution.quotation import Quotation

if TYPE_CHECKING:  # detection imports attribution: at run time the arrow points one way
    from claims.detection.sentences import Sentence

_TOKEN: Final = re.compile(
    r"[a-z]{3,}(?![\w'’\-&/.])|[a-z]{4,}(?=\.)"  # most words, judged at once
    r"|(?:[^\W\d_]\.){2,}(?:-[^\W\d_]+)?"  # U.S., R.E.M.
    r"|(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rep|Sen|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Adm|Rev|Hon|Supt|Insp|Det|Cmdr|St|Jr|Sr"
    r"|Inc|Ltd|Corp|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Pres|Sra)\."
    r"|(?<!\bon )[^\W\d_]\.(?=\s*[^\W\d_])"  # an initial, but not "on X."
    r"|[$€£¥]?\d+(?:[.,:]\d+)*%?(?:-[^\W\d_]+)*"
    r"|[dDlLsS]['’](?=[^\W\d_]{2})|[qQ]u['’](?=[^\W\d_])"  # French elisions stand alone
    r"|[^\W\d_]+(?=-(?:t-)?(?:ils?|elles?|on)(?!\w))"  # dit-il
    r"|[^\W\d_]+s['’](?=\s[^\W\d_])"  # the teachers' union
    r"|[^\W_]+(?:['’\-&/][^\W_]+)*"
    r"|[^\w\s]"
)


_ACRONYMS: Final = frozenset({"WHO", "US", "UN", "IT", "AS", "AM"})  # no pronouns, however they are spelt


class Token(NamedTuple):
    """A word ("word"), a mark ("mark") or a whole quotation ("quote"); offsets into the article.

    `capital` tells whether it could be part of a name. There are many of them: a tuple is made in a third of
    the time of a dataclass.
    """

    kind: str
    text: str
    low: str
    start: int
    end: int
    capital: bool = False
    quotation: Quotation | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or several that one quotation runs through."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[Token, ...]

    @property
    def only_quotes(self) -> bool:
        """Tell whether nothing but quotations is in it: no word about who speaks."""
        return any(t.kind == "quote" for t in self.tokens) and all(t.kind != "word" for t in self.tokens)


def units(text: str, sentences: Sequence["Sentence"], quotations: Sequence[Quotation]) -> list[Unit]:
    """Return the article as units in text order, sentences joined where a quotation crosses their border."""
    starts = [quotation.outer[0] for quotation in quotations]
    return [
        Unit(start, end, paragraph, tuple(_tokens(text, start, end, quotations, starts)))
        for start, end, paragraph in _joined(sentences, quotations)
    ]


def _joined(
    sentences: Sequence["Sentence"], quotations: Sequence[Quotation]
) -> Iterator[tuple[int, int, int]]:
    at = 0
    current: tuple[int, int, int] | None = None
    for sentence in sentences:
        if current is not None:
            while at < len(quotations) and quotations[at].outer[1] <= current[1]:
                at += 1
            crossing = at < len(quotations) and quotations[at].outer[0] < current[1]
            if crossing and current[2] == sentence.paragraph:
                current = (current[0], sentence.end, current[2])
                continue
            yield current
        current = (sentence.start, sentence.end, sentence.paragraph)
    if current is not None:
        yield current


def _tokens(
    text: str, start: int, end: int, quotations: Sequence[Quotation], starts: Sequence[int]
) -> Iterator[Token]:
    at = start
    for i in range(bisect_left(starts, start), len(quotations)):
        quotation = quotations[i]
        if quotation.outer[0] >= end:
            break
        yield from _plain(text, at, quotation.outer[0])
        inside = text[quotation.start : quotation.end]
        yield Token(
            "quote", inside, "", quotation.outer[0], min(quotation.outer[1], end), quotation=quotation
        )
        at = quotation.outer[1]
    yield from _plain(text, at, end)


def _plain(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(text, start, end):
        found = match.group()
        kind, low, capital = _judged(found)
        yield Token(kind, found, low, match.start(), match.end(), capital)


@lru_cache(maxsize=4096)
def _judged(found: str) -> tuple[str, str, bool]:
    """Return kind, lower case and capital of a token's text."""
    kind = "word" if found[0].isalnum() or len(found) > 1 else "mark"
    low = found if found in _ACRONYMS else found.casefold().replace("’", "'")
    return kind, low, found[0].isupper() and kind == "word"
