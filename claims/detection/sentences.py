"""Split an article into sentences with exact offsets: rules only, one pass, any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.attribution.tongues import LEXICONS


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence. Offsets are code points: `text` is the article's text[start:end], never blank.

    `paragraph` counts lines that are not blank, from 0.
    """

    start: int
    end: int
    text: str
    paragraph: int


_PARAGRAPH: Final = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
# A run of terminators with whatever closes after it. Full-width ones need no space behind them.
_WIDE: Final = "。！？｡．"
_END: Final = re.compile(r"[.!?…؟۔।॥᙮።。！？｡．]+[\"'”’“»›)\]」』）】]*(?:[ \u00a0\u202f]»(?=\s|$))?")
_PLACE: Final = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ \-]){2,39}"
_DATELINE: Final = re.compile(
    rf"{_PLACE}(?:, ?[^—–()\n]{{1,40}})?(?: ?\([^()\n]{{1,40}}\))? ?(?:—|–|--| - ) ?(?=\W{{0,2}}[^\W\d_a-z])"
    r"|[^\W\d_][^—–()\n]{1,40} \([^()\n]{1,40}\) ?(?:—|–|--| - ) ?(?=\W{0,2}[^\W\d_a-z])"
)
_WORD_BEFORE: Final = re.compile(r"[\w.'’\-]*\Z")
_NEXT_WORD: Final = re.compile(r"[\s\"'“‘„«‹(\[¿¡]*([^\W_]*)")
_NEXT_WORDS: Final = re.compile(r"\s*((?:[^\W_]+[.'’\-]{0,2}\s?){1,6})")
_LOOK: Final = 24
_SPEECH: Final = frozenset(form for lexicon in LEXICONS for form in lexicon.say)

_NEVER_LAST: Final = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "prof",
        "rep",
        "sen",
        "gov",
        "gen",
        "col",
        "lt",
        "sgt",
        "capt",
        "cmdr",
        "maj",
        "adm",
        "hon",
        "rev",
        "fr",
        "supt",
        "insp",
        "det",
        "pres",
        "amb",
        "st",
        "mt",
        "messrs",
        "mme",
        "mlle",
        "vs",
        "e.g",
        "i.e",
        "cf",
        "al",
        "viz",
        "ca",
        "approx",
        "fig",
        "vol",
        "pp",
        "art",
        "op",
        "hr",
        "fra",
        "sra",
        "srta",
        "dña",
        "dra",
        "exmo",
        "z.b",
        "d.h",
        "u.a",
        "bzw",
        "ggf",
        "vgl",
        "sog",
        "dipl",
        "ing",
        "mag",
    ]
)
# These end a sentence now and then: only if the next word is one that begins many.
_MAYBE_LAST: Final = frozenset(
    [
        "inc",
        "ltd",
        "co",
        "corp",
        "bros",
        "jr",
        "sr",
        "etc",
        "a.m",
        "p.m",
        "est",
        "dept",
        "div",
        "assn",
        "univ",
        "no",
        "nos",
        "nr",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "ave",
        "blvd",
        "rd",
        "ph.d",
        "m.d",
        "b.a",
        "m.a",
        "d.c",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "ee",
        "uu",
        "usw",
        "mio",
        "mrd",
        "núm",
        "pág",
    ]
)
_STARTERS: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "he",
        "she",
        "it",
        "they",
        "we",
        "you",
        "i",
        "this",
        "that",
        "these",
        "those",
        "there",
        "but",
        "and",
        "or",
        "so",
        "yet",
        "if",
        "when",
        "while",
        "in",
        "on",
        "at",
        "after",
        "before",
        "as",
        "for",
        "from",
        "with",
        "since",
        "although",
        "though",
        "however",
        "meanwhile",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "who",
        "what",
        "why",
        "how",
        "where",
        "some",
        "many",
        "most",
        "more",
        "all",
        "no",
        "not",
        "one",
        "two",
        "three",
        "both",
        "it's",
        "he's",
        "she's",
        "they're",
        "under",
        "by",
        "to",
        "according",
        "despite",
        "during",
        "earlier",
        "later",
        "last",
        "next",
        "now",
        "then",
        "also",
        "der",
        "die",
        "das",
        "ein",
        "eine",
        "er",
        "sie",
        "es",
        "wir",
        "ich",
        "aber",
        "und",
        "doch",
        "im",
        "am",
        "le",
        "la",
        "les",
        "un",
        "une",
        "il",
        "elle",
        "ils",
        "elles",
        "nous",
        "mais",
        "et",
        "dans",
        "el",
        "los",
        "las",
        "una",
        "uno",
        "pero",
        "y",
        "en",
        "o",
        "a",
        "os",
        "as",
        "um",
        "uma",
        "e",
        "mas",
        "em",
        "ele",
        "ela",
        "no",
        "na",
    ]
)
_ORDINAL_NEXT: Final = frozenset(
    [
        "januar",
        "februar",
        "märz",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "dezember",
        "jahrhundert",
        "jahrhunderts",
        "weltkrieg",
    ]
)


def split(text: str) -> list[Sentence]:
    """Return the sentences in text order; everything between them is white space.

    A line break always ends a sentence, a full stop inside closing quotation marks takes them with it,
    and a dateline ("OSLO, May 2 (Agency) -") stands by itself.
    """
    sentences: list[Sentence] = []
    paragraph = 0
    for match in _PARAGRAPH.finditer(text):
        before = len(sentences)
        start = match.start()
        for cut in [*_cuts(text, start, match.end()), match.end()]:
            sentences.extend(_sentence(text, start, cut, paragraph))
            start = cut
        paragraph += len(sentences) > before
    return sentences


def _sentence(text: str, start: int, end: int, paragraph: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(start, end, text[start:end], paragraph)


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Yield the offsets inside one paragraph at which a sentence ends."""
    first = start
    while first < end and text[first].isspace():
        first += 1
    dateline = _DATELINE.match(text, first, min(end, first + 140))
    if dateline:
        first = dateline.end()
        yield first
    last = first
    for match in _END.finditer(text, first, end):
        at = match.end()
        if at < end and _ends(text, match, first=last, end=end):
            yield at
            last = at


def _ends(text: str, match: re.Match[str], *, first: int, end: int) -> bool:
    """Tell whether the terminators found end a sentence, from the words on both sides."""
    mark, at = match.group(), match.end()
    if mark[0] in _WIDE or mark[-1] in "」』":
        return not _goes_on_after_wide_quote(text, mark, at)
    if not text[at].isspace():
        return mark[0] in "।॥؟۔" and text[at].isalpha()
    following = _NEXT_WORD.match(text, at, min(end, at + _LOOK))
    word = following.group(1) if following else ""
    if word[:1].islower():
        return False
    closed = mark[-1] in "\"'”’»“"
    if closed and mark[0] in "!?…" and _names_speaker(text, at, end):
        return False
    if mark != ".":
        return True
    return not _is_abbreviation(text, match.start(), first, word)


def _goes_on_after_wide_quote(text: str, mark: str, at: int) -> bool:
    """A closing corner bracket in the middle of a Chinese or Japanese sentence: 「…。」と述べた。"""
    return mark[-1] in "」』”" and text[at] in "と，、はがを"


def _names_speaker(text: str, at: int, end: int) -> bool:
    """Tell whether "…?" is followed by who asked: the sentence then goes on behind the mark."""
    following = _NEXT_WORDS.match(text, at, min(end, at + 60))
    heard = following.group(1).split() if following else []
    return any(word.strip(".,'’").casefold() in _SPEECH for word in heard)


def _is_abbreviation(text: str, stop: int, first: int, following: str) -> bool:
    found = _WORD_BEFORE.search(text[max(first, stop - _LOOK) : stop])
    word = found.group().lstrip("'’-.") if found else ""
    low = word.casefold()
    if low.isdigit():
        alone = not text[first : stop - len(word)].strip()
        return alone or (len(low) <= 2 and following.casefold() in _ORDINAL_NEXT)
    if low in _NEVER_LAST or (len(word) == 1 and word.isupper() and word != "I"):
        return low in _NEVER_LAST or following.casefold() not in _STARTERS
    if low in ("no", "nos", "nr"):
        return following.isdigit()
    if low in _MAYBE_LAST or re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return following.casefold() not in _STARTERS and following != ""
    return False
