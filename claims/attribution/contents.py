"""Cut out the words a frame attributes: which are quoted, which are told in the article's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.attribution.frames import Frame
from claims.attribution.lexicon import Lexicon, leading, words
from claims.attribution.reading import Token
from claims.attribution.values import Span

_NAMED: Final = words("so-called called known dubbed titled entitled named headlined nicknamed sogenannte sogenannten")
_SENTENCE_WORDS: Final = 4  # a quotation of fewer words is a part of the article's sentence
_WORDS: Final = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Content:
    """What one frame attributes: the clause told (None if all is quoted) and the spans quoted."""

    told: Span | None
    quoted: tuple[Span, ...]


def of_frame(tokens: Sequence[Token], all_frames: Sequence[Frame], i: int, lexicon: Lexicon) -> list[Content]:
    """Return the contents of the i-th frame of a unit: those before and those behind it."""
    frame = all_frames[i]
    found: list[Content] = []
    if frame.left:
        floor = max((f.end for f in all_frames[:i] if f.right is None or f.left), default=0)
        found.append(_left(tokens, floor, frame, lexicon))
    if frame.right is not None:
        ceiling = _ceiling(tokens, all_frames, i)
        found.append(_right(tokens, frame.right, ceiling, frame, lexicon))
    quoted = [c for c in found if c.told is None and c.quoted]
    if len(quoted) == 2:
        return [Content(None, quoted[0].quoted + quoted[1].quoted)]
    return [content for content in found if content.told or content.quoted]


def _ceiling(tokens: Sequence[Token], all_frames: Sequence[Frame], i: int) -> int:
    frame = all_frames[i]
    for later in all_frames[i + 1 :]:
        if later.cut is not None and later.cut >= (frame.right or 0):
            return later.cut
        if later.left and later.right is None and later.start > (frame.right or 0) and tokens[later.start - 1].kind == "quote":
            return later.start - 1
    return len(tokens)


def _left(tokens: Sequence[Token], floor: int, frame: Frame, lexicon: Lexicon) -> Content:
    first, end = _stripped(tokens, floor, frame.start, lexicon)
    last_quote = next((at for at in range(end - 1, first - 1, -1) if tokens[at].kind == "quote"), None)
    if last_quote is not None and last_quote == end - 1:
        lead = tokens[first:last_quote]
        if all(t.kind != "word" for t in lead) or (lead[-1].text in (":", ",") and is_sentence(tokens[last_quote])):
            return Content(None, _quoted(t for t in tokens[first:end] if t.kind == "quote"))
    return _mixed(tokens, first, end, frame, lexicon)


def _right(tokens: Sequence[Token], first: int, ceiling: int, frame: Frame, lexicon: Lexicon) -> Content:
    first, end = _stripped(tokens, first, ceiling, lexicon)
    if first < end and tokens[first].kind == "quote" and (is_sentence(tokens[first]) or end - first == 1):
        spoken = [tokens[first]]
        for at in range(first + 1, end):
            if tokens[at].kind == "quote" and (tokens[at - 1].kind != "word" or is_sentence(tokens[at])):
                spoken.append(tokens[at])
        return Content(None, _quoted(spoken))
    return _mixed(tokens, first, end, frame, lexicon)


def _mixed(tokens: Sequence[Token], first: int, end: int, frame: Frame, lexicon: Lexicon) -> Content:
    """A clause in the article's words, with the quoted parts in it that are speech."""
    if first >= end or not any(t.kind == "word" for t in tokens[first:end]):
        return Content(None, _quoted(t for t in tokens[first:end] if t.kind == "quote"))
    spoken = [
        tokens[at] for at in range(first, end)
        if tokens[at].kind == "quote" and not is_scare(tokens, at, lexicon, labelled=frame.label)
    ]  # fmt: skip
    return Content((tokens[first].start, tokens[end - 1].end), _quoted(spoken))


def _quoted(given: "Sequence[Token] | object") -> tuple[Span, ...]:
    return tuple((t.quotation.start, t.quotation.end) for t in given)  # type: ignore[attr-defined]


def _stripped(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """Take marks and a leading "but" or "that" off a range of tokens."""
    while first < end and (
        tokens[first].text in ",;:.—–-)" or tokens[first].low in lexicon.that | lexicon.joins | words("but yet")
    ):
        first += 1
    while end > first and (tokens[end - 1].text in ",;:.—–-(" or tokens[end - 1].low in lexicon.joins | words("but while")):
        end -= 1
    return first, end


def is_sentence(token: Token) -> bool:
    """Tell whether a quotation stands by itself: long enough and begun like a sentence."""
    return len(_WORDS.findall(token.text[:400])) >= _SENTENCE_WORDS and not token.text[0].islower()


def is_scare(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, labelled: bool) -> bool:
    """Tell a name, a title or a word held with tongs from words somebody spoke."""
    found = _WORDS.findall(tokens[at].text[:400])
    previous = tokens[at - 1] if at else None
    if previous is not None and previous.low in _NAMED and not labelled:
        return True
    if len(found) > 1 and all(w[0].isupper() or w in ("of", "the", "and", "in", "a") for w in found):
        return tokens[at].text[-1] not in ".!?," and not tokens[at].text.isupper()
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    held = previous is not None and previous.low in leading(lexicon) and following is not None
    return len(found) <= 2 and held and following is not None and following.kind == "word" and not labelled and (
        following.low not in lexicon.prepositions
    )
