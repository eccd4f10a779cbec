"""Split an article into sentences with exact offsets: rules only, one pass, any script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from claims.attribution.tongues import LEXICONS
from claims.detection.abbreviations import (
    BEFORE_NUMBER,
    BEFORE_ORDINAL,
    CAPITAL_ONLY,
    IN,
    MAYBE_LAST,
    NEVER_LAST,
    ORDINAL_LANGUAGES,
    ORDINAL_NEXT,
    STARTERS,
)


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
_GLUED: Final = "।॥؟۔።፧။།។៕։"  # what follows may stand close
# Greek asks with a semicolon.
_END: Final = re.compile(
    rf"(?:[.!?…᙮{_WIDE}{_GLUED}]+|(?<=[\u0370-\u03ff\u1f00-\u1fff])[;\u037e])"
    r"[\"'”’“»›)\]」』）】]*(?:[ \u00a0\u202f]»(?=\s|$))?"
)
_PLACE: Final = r"[^\W\d_a-z](?:[^\W\d_a-z]|[.'’ \-]){2,39}"
_DATELINE: Final = re.compile(
    rf"{_PLACE}(?:, ?[^—–()\n]{{1,40}})?(?: ?\([^()\n]{{1,40}}\))? ?(?:—|–|--| - ) ?(?=\W{{0,2}}[^\W\d_a-z])"
    r"|[^\W\d_][^—–()\n]{1,40} \([^()\n]{1,40}\) ?(?:—|–|--| - ) ?(?=\W{0,2}[^\W\d_a-z])"
)
_WORD_BEFORE: Final = re.compile(r"[^\s()\[\]{}\"“”„«»‘,;:/]*\Z")
_NEXT_WORD: Final = re.compile(r"[\s\"'“‘„«‹(\[¿¡—–-]*([^\W_]*)")
_CHAIN: Final = re.compile(r"\s?[^\W\d_]{1,3}\.")  # z. B., т. е., h. c.
_LETTERS: Final = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")  # U.S, J.-C
_ROMAN: Final = re.compile(r"[IVXLC]+")
_NUMBERED: Final = re.compile(r"\d\s?\Z")
_LAST_WORD: Final = re.compile(r"(\w*)\W*\Z")
_SAID_IN_CHINESE: Final = re.compile(r".{0,6}?(?:说|說|(?<!知)道|问|問|表示|答)")
_NEXT_WORDS: Final = re.compile(r"\s*((?:[^\W_]+[.'’\-]{0,2}\s?){1,6})")
_LOOK: Final = 24
_SPEECH: Final = frozenset(form for lexicon in LEXICONS for form in lexicon.say)


def split(text: str, *, language: str = "") -> list[Sentence]:
    """Return the sentences in text order; everything between them is white space.

    A line break always ends a sentence, a full stop inside closing quotation marks takes them with it,
    and a dateline ("OSLO, May 2 (Agency) -") stands by itself. `language` adds its own abbreviations to
    those that are safe in any; Thai, which has no full stop, is split by lines alone.
    """
    tongue = language.lower()[:2]
    sentences: list[Sentence] = []
    paragraph = 0
    for match in _PARAGRAPH.finditer(text):
        before = len(sentences)
        start = match.start()
        for cut in [*_cuts(text, start, match.end(), tongue), match.end()]:
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


def _cuts(text: str, start: int, end: int, tongue: str) -> Iterator[int]:
    """Yield the offsets inside one paragraph at which a sentence ends."""
    first = start
    while first < end and text[first].isspace():
        first += 1
    dateline = _DATELINE.match(text, first, min(end, first + 140))
    if dateline and _names_place(dateline.group(), text[dateline.end() : dateline.end() + 4]):
        first = dateline.end()
        yield first
    last = first
    for match in _END.finditer(text, first, end):
        at = match.end()
        if at < end and _ends(text, match, first=last, end=end, tongue=tongue):
            yield at
            last = at


def _names_place(dateline: str, following: str) -> bool:
    """Whether it begins as a place does and a sentence follows: "Кофе – это" is no dateline."""
    place = dateline.partition("(")[0].partition(",")[0]
    opens = next((char for char in following if char.isalpha()), "a")
    return (place[0].isupper() if "(" in dateline else place.isupper()) and not opens.islower()


def _ends(text: str, match: re.Match[str], *, first: int, end: int, tongue: str) -> bool:
    """Tell whether the terminators found end a sentence, from the words on both sides."""
    mark, at = match.group(), match.end()
    if mark[0] in _WIDE or mark[-1] in "」』":
        return not _goes_on_after_wide_quote(text, mark, at)
    if not text[at].isspace():
        return mark[0] in _GLUED and text[at].isalpha()
    following = _NEXT_WORD.match(text, at, min(end, at + _LOOK))
    word = following.group(1) if following else ""
    if word[:1].islower():
        return False
    closed = mark[-1] in "\"'”’»“"
    if closed and mark[0] in "!?…" and _names_speaker(text, at, end):
        return False
    if mark != ".":
        return True
    return not _is_abbreviation(text, match.start(), first, word, tongue)


def _goes_on_after_wide_quote(text: str, mark: str, at: int) -> bool:
    """Marks that close in the middle of a Chinese or Japanese sentence: 「…。」と述べた。"""
    if mark[-1] not in "」』”）":
        return False
    return text[at] in "と，、はがをの" or bool(_SAID_IN_CHINESE.match(text, at, at + 9))


def _names_speaker(text: str, at: int, end: int) -> bool:
    """Tell whether "…?" is followed by who asked: the sentence then goes on behind the mark."""
    following = _NEXT_WORDS.match(text, at, min(end, at + 60))
    heard = following.group(1).split() if following else []
    return any(word.strip(".,'’").casefold() in _SPEECH for word in heard)


def _is_abbreviation(text: str, stop: int, first: int, following: str, tongue: str) -> bool:
    found = _WORD_BEFORE.search(text[max(first, stop - _LOOK) : stop])
    word = found.group().lstrip("'’-.") if found else ""
    low, number = word.casefold().replace("’", "'").rsplit("'", 1)[-1], following[:1].isdigit()  # l'art.
    begins = following == "" or following.casefold() in STARTERS
    if low.isdigit():
        return _is_ordinal(text[max(first, stop - 2 * _LOOK) : stop - len(word)], low, following, tongue)
    if low in CAPITAL_ONLY and not (word[0].isupper() or number):
        return low in IN.get(tongue, ()) and not begins
    if low in NEVER_LAST or (number and low in BEFORE_NUMBER):
        return True
    if low in IN.get(tongue, ()) or (tongue == "de" and low.endswith("str")):
        counted = len(low) < 3 and _NUMBERED.search(text, max(first, stop - _LOOK), stop - len(word))
        return number or not (begins or counted)  # "в 1799 г." ends here, "г. Москва" does not
    if len(word) == 1 and word.isalpha():
        return _is_initial(text, stop, word, following)
    if low in MAYBE_LAST or _LETTERS.fullmatch(word):
        return not begins
    return False


def _is_initial(text: str, stop: int, word: str, following: str) -> bool:
    """One letter: of a name ("J. Rowe"), of several words ("z. B."), or before a number ("p. 5")."""
    begins = following.casefold() in STARTERS
    if _CHAIN.match(text, stop + 1, stop + 6) or (following[:1].isdigit() and not word.isupper()):
        return True
    if word.isupper():
        return word != "I" and not begins
    if word in "дп" or _ROMAN.fullmatch(following):
        return word not in "дп"  # и т. д.
    return text[max(0, stop - 3) : stop - 1].strip().endswith(".") and not begins


def _is_ordinal(before: str, number: str, following: str, tongue: str) -> bool:
    """A number that opens a list item, or one like "3. Mai"; `before` is what the sentence has before it."""
    if not before.strip():
        return True
    if len(number) > 2:
        return False
    if following.casefold() in ORDINAL_NEXT:
        return True
    last = _LAST_WORD.search(before[-_LOOK:])
    named = last is not None and last.group(1).casefold() in BEFORE_ORDINAL
    return tongue in ORDINAL_LANGUAGES and (named or following[:1].isdigit())
