"""Cut out the words a frame attributes: which are quoted, which are told in the article's own words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from claims.attribution.frame import Frame
from claims.attribution.lexicon import Lexicon, leading, words
from claims.attribution.reading import Token
from claims.attribution.values import Span

_NAMED: Final = words(
    "so-called called known dubbed titled entitled named headlined nicknamed sogenannte sogenannten"
)
_BUTS: Final = words("but yet while")
_LONGEST: Final = 400  # tokens of one content; no sentence that somebody wrote is longer
_NEARBY: Final = 12  # frames within one content
_LISTENING: Final = 4  # words; whoever was told, between two frames
_SENTENCE: Final = 4  # words; a shorter quotation is a part of the article's sentence
_WORDS: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Content:
    """What one frame attributes: the clause told, in pieces if it is broken up, and the spans quoted."""

    told: tuple[Span, ...]
    quoted: tuple[Span, ...]


class _Marks:
    """Where a unit's quotations and semicolons stand: a hostile sentence has a frame at every third token."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._quotes = [at for at, token in enumerate(tokens) if token.kind == "quote"]
        self._semicolons = [at for at, token in enumerate(tokens) if token.text == ";"]

    def quotes(self, first: int, end: int) -> list[int]:
        """Return the quotations from `first` on, before `end`."""
        return self._quotes[bisect_left(self._quotes, first) : bisect_left(self._quotes, end)]

    def semicolon(self, first: int, end: int) -> int | None:
        """Return the last semicolon from `first` on, before `end`."""
        at = bisect_left(self._semicolons, end) - 1
        return self._semicolons[at] if at >= 0 and self._semicolons[at] >= first else None


def of_frames(tokens: Sequence[Token], all_frames: Sequence[Frame], lexicon: Lexicon) -> list[list[Content]]:
    """Return for each frame of a unit what it attributes: the words before it and those behind it."""
    if not all_frames:
        return []
    contents: list[list[Content]] = []
    marks = _Marks(tokens)
    floor = 0  # the words before this are an earlier frame's
    for i, frame in enumerate(all_frames):
        found: list[Content] = []
        if frame.left:
            found.append(_left(tokens, marks, max(floor, frame.start - _LONGEST), frame, lexicon))
        if frame.right is not None:
            ceiling = min(_ceiling(tokens, marks, all_frames, i), frame.right + _LONGEST)
            ceiling = _end_of_relative(tokens, frame, ceiling, lexicon)
            found.append(_right(tokens, marks, frame.right, ceiling, frame, lexicon))
        contents.append(_merged(found))
        if frame.left or frame.right is None:
            floor = max(floor, frame.end)
    return contents


def _merged(found: Sequence[Content]) -> list[Content]:
    """Make one content of "A, she said, B"."""
    if len(found) == 2 and bool(found[0].told) == bool(found[1].told):
        return [Content(found[0].told + found[1].told, found[0].quoted + found[1].quoted)]
    return [content for content in found if content.told or content.quoted]


def _ceiling(tokens: Sequence[Token], marks: _Marks, all_frames: Sequence[Frame], i: int) -> int:
    """Return where the words behind the i-th frame end: at the next one that is not among them."""
    first = all_frames[i].right or 0
    for later in all_frames[i + 1 : i + 1 + _NEARBY]:
        if later.cut is not None and later.cut >= first:
            return later.cut
        if later.start <= first:
            continue
        if later.left and later.right is None and tokens[later.start - 1].kind == "quote":
            return later.start - 1
        if later.left and later.cut is None and tokens[later.start - 1].text == ",":
            return later.start - 1  # "A report shows this, the paper said"
        halt = marks.semicolon(first + 1, later.start)
        if later.cut is None and later.speaker is not None and halt is not None:
            return halt
    return len(tokens)


def _end_of_relative(tokens: Sequence[Token], frame: Frame, ceiling: int, lexicon: Lexicon) -> int:
    """Return where "who said it rained," ends, if the frame is such a clause; else the ceiling."""
    for token in reversed(tokens[max(0, frame.verb - 3) : frame.verb]):
        if token.kind != "word":
            return ceiling
        if token.low in lexicon.relatives:
            break
    else:
        return ceiling
    first = frame.right or 0
    return next((at for at in range(first + 1, ceiling) if tokens[at].text == ","), ceiling)


def _left(tokens: Sequence[Token], marks: _Marks, floor: int, frame: Frame, lexicon: Lexicon) -> Content:
    first, end = _stripped(tokens, floor, frame.start, lexicon)
    if 0 < floor == first and end - first <= _LISTENING and all(t.kind == "word" for t in tokens[first:end]):
        return Content((), ())  # “...,” he told settler leaders, according to a statement
    last_quote = end - 1
    if first <= last_quote and tokens[last_quote].kind == "quote":
        lead = tokens[first:last_quote]
        if all(t.kind != "word" for t in lead) or (
            lead[-1].text in (":", ",") and is_sentence(tokens[last_quote])
        ):
            return Content((), _quoted(tokens[at] for at in marks.quotes(first, end)))
    return _mixed(tokens, marks, first, end, frame, lexicon)


def _right(
    tokens: Sequence[Token], marks: _Marks, first: int, ceiling: int, frame: Frame, lexicon: Lexicon
) -> Content:
    first, end = _stripped(tokens, first, ceiling, lexicon)
    if first < end and tokens[first].kind == "quote" and (is_sentence(tokens[first]) or end - first == 1):
        spoken = [tokens[first]]
        for at in marks.quotes(first + 1, end):
            if tokens[at - 1].kind != "word" or is_sentence(tokens[at]):
                spoken.append(tokens[at])
        return Content((), _quoted(spoken))
    return _mixed(tokens, marks, first, end, frame, lexicon)


def _mixed(
    tokens: Sequence[Token], marks: _Marks, first: int, end: int, frame: Frame, lexicon: Lexicon
) -> Content:
    """A clause in the article's words, with the quoted parts in it that are speech."""
    if first >= end or all(t.kind != "word" for t in tokens[first:end]):
        return Content((), _quoted(tokens[at] for at in marks.quotes(first, end)))
    spoken = [
        tokens[at]
        for at in marks.quotes(first, end)
        if not is_scare(tokens, at, lexicon, labelled=frame.label)
    ]
    return Content(((tokens[first].start, tokens[end - 1].end),), _quoted(spoken))


def _quoted(given: Iterable[Token]) -> tuple[Span, ...]:
    return tuple((t.quotation.start, t.quotation.end) for t in given if t.quotation)


def _stripped(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Take marks and a leading "but" or "that" off a range of tokens."""
    while first < end and (tokens[first].text in ",;:.—–-)" or _links(tokens[first].low, lexicon, that=True)):
        first += 1
    while end > first and (tokens[end - 1].text in ",;:.—–-(" or _links(tokens[end - 1].low, lexicon)):
        end -= 1
    return first, end


def _links(low: str, lexicon: Lexicon, *, that: bool = False) -> bool:
    return low in lexicon.joins or low in _BUTS or (that and low in lexicon.that)


def is_sentence(token: Token) -> bool:
    """Tell whether a quotation stands by itself: long enough and begun like a sentence."""
    return len(_WORDS.findall(token.text[:400])) >= _SENTENCE and not token.text[0].islower()


def is_scare(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, labelled: bool) -> bool:
    """Tell a name, a title or a word held with tongs from words somebody spoke."""
    found = _WORDS.findall(tokens[at].text[:400])
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.low in _NAMED and not labelled:
        return True
    if len(found) > 1 and all(w[0].isupper() or w in ("of", "the", "and", "in", "a") for w in found):
        return tokens[at].text[-1] not in ".!?," and not tokens[at].text.isupper()
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if labelled or len(found) > 2 or previous is None or previous.low not in leading(lexicon):
        return False
    noun = following is not None and following.kind == "word" and following.low not in lexicon.prepositions
    return noun or len(found) == 1
