"""Find the noun phrase that ends, or begins, at a word: who is speaking, in the words of the article."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from claims.attribution.lexicon import Lexicon, leading, small, verbs, words
from claims.attribution.reading import Token
from claims.attribution.roles import (
    GROUPS,
    HONORIFICS,
    INSTITUTIONS,
    SOURCES,
    can_speak,
    is_known_role,
    is_role,
)

_REMEMBERED: Final = 4096  # words judged before
_WIDEST: Final = 22  # tokens; a longer phrase is a misreading
PARTICLES: Final = words("de van von der den del della di da dos la le al el bin ibn ben ter du al- y")
AIDES: Final = words(
    "aide aides adviser advisers advisor advisors ambassador envoy assistant secretary counsel"
)
PARTICIPLES: Final = words(
    """obtained seen published released written made shown led interviewed run based given held familiar
    briefed involved"""
)


_COMPOUND: Final = re.compile(
    r"-[^\W\d_A-Z]+(?:ed|run|led|owned|born|held|backed|style|based)\Z"
)  # Republican-led


_CONTRACTED: Final = re.compile(
    r"(?:i|we|you|he|she|they|it|that|there|who|what|here|let|how|where)'"
)  # we've
_KNOWING: Final = words("knowledge direct access ties links")  # people with knowledge of the matter


def is_name(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a token is capitalised and no small word, day or month."""
    return token.capital and _names(token.text, token.low, lexicon)


@lru_cache(maxsize=_REMEMBERED)
def _names(word: str, low: str, lexicon: Lexicon) -> bool:
    return (
        low not in lexicon.times
        and not _COMPOUND.search(word)
        and not _CONTRACTED.match(low)
        and not (low in small(lexicon) and not (word.isupper() and len(word) > 1))
    )


def is_noun(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a lower-case word may stand in a noun phrase: neither small nor plainly a verb."""
    if token.kind != "word" or token.low in small(lexicon) or token.low in lexicon.adverbs:
        return False
    if token.capital or can_speak(token.low) or token.low in SOURCES or is_role(token.low):
        return True
    return not token.low.endswith("ly") and (
        token.low not in verbs(lexicon) or token.low in lexicon.noun_like
    )


def before(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the phrase (from, to) whose last token has the index `last`, or None if there is none."""
    first = last + 1
    at = last
    floor = max(-1, last - _WIDEST)
    while at > floor:
        token = tokens[at]
        if token.kind == "quote":
            break
        if token.text == ")":
            opening = _opening(tokens, at)
            if opening is None:
                break
            at = opening - 1
            if first == last + 1:
                first, last = opening, at  # nothing is read yet: the phrase ends before the brackets
            continue
        if token.kind == "mark":
            break
        if token.low in lexicon.that:
            break
        if token.low in leading(lexicon):
            if first == last + 1:
                return None
            if at and tokens[at - 1].low in leading(lexicon) and tokens[at - 1].low not in lexicon.that:
                at -= 1  # the three judges
            first = at
            back = _joined_before(tokens, at, lexicon)
            if back is None:
                break
            at = back
            continue
        aide = token.low == "to" and at > 0 and tokens[at - 1].low in AIDES
        if token.low in lexicon.joins or token.low in lexicon.noun_prepositions or aide:
            back = _joined_before(tokens, at + 1, lexicon)
            if back is None or first == last + 1:
                break
            at = back
            continue
        if not is_noun(token, lexicon) or (
            token.low.endswith("ed") and not token.capital and not can_speak(token.low)
        ):
            break
        first = at
        at -= 1
    if first > last:
        return None
    return _without_relative(tokens, first, last + 1, lexicon)


def _opening(tokens: Sequence[Token], closing: int) -> int | None:
    for at in range(closing - 1, max(-1, closing - 12), -1):
        if tokens[at].text == "(":
            return at
    return None


def _joined_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where to read on to the left of a phrase that begins at `at`, or None if it begins there.

    It reads on over "of", "for", "at" after a person, group or document, over "and" between names, and
    over "obtained by" and the like.
    """
    if at < 2:
        return None
    link, left = tokens[at - 1], tokens[at - 2]
    if left.kind != "word":
        return None
    if link.low in lexicon.joins:
        right = tokens[at]
        names = left.capital and (right.capital or right.low in lexicon.determiners)
        plurals = left.low.endswith("s") and is_noun(left, lexicon) and can_speak(left.low)
        return at - 2 if (names and is_name(left, lexicon)) or plurals else None
    if link.low == "to" and left.low in AIDES:
        return at - 2
    if link.low not in lexicon.noun_prepositions:
        return None
    if left.low in PARTICIPLES and at >= 3 and is_noun(tokens[at - 3], lexicon):
        return at - 3
    spoken = is_known_role(left.low) or can_speak(left.low) or left.low in SOURCES
    alone = at >= 3 and tokens[at - 3].low in lexicon.determiners and is_noun(left, lexicon)
    if link.low in ("in", "on", "by", "with", "from") and left.capital and not spoken:
        return None
    return at - 2 if spoken or alone or (left.capital and is_name(left, lexicon)) else None


def _without_relative(
    tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon
) -> tuple[int, int] | None:
    """Take "a man" out of "a man who saw the crash", where the phrase found is "the crash"."""
    for at in range(first - 1, max(-1, first - 12), -1):
        token = tokens[at]
        if token.kind != "word":
            break
        if token.low in ("who", "whose") and at > 0 and tokens[at - 1].kind == "word":
            return before(tokens, at - 1, lexicon)
    return first, end


def after(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """Return the phrase (from, to) that begins with the index `first`, or None if there is none."""
    at = first
    named = False
    limit = min(len(tokens), first + _WIDEST)
    while at < limit and tokens[at].low in leading(lexicon):
        at += 1
    began = at
    while at < limit:
        token = tokens[at]
        if token.kind != "word":
            break
        aide = token.low == "to" and at > began and tokens[at - 1].low in AIDES
        if token.low in lexicon.noun_prepositions or token.low in lexicon.joins or aide:
            onward = _joined_after(tokens, at, lexicon, named=named, began=began)
            if onward is None:
                break
            at = onward
            named = named and token.low in lexicon.joins
            continue
        if at == began == 0 and _is_plain_start(tokens, at, lexicon):
            at += 1  # Health care providers
            continue
        if at > began and tokens[at - 1].low.endswith(("'s", "s'")) and _leads_to_office(tokens, at):
            named = False  # the company's recently appointed chief executive
            while not is_known_role(tokens[at].low):
                at += 1
            continue
        if is_name(token, lexicon) or (named and token.low in PARTICLES) or token.low in HONORIFICS:
            office = is_known_role(token.low) or token.low in HONORIFICS or token.low.endswith(("'s", "s'"))
            named = named or not office
        elif named and is_known_role(token.low) and at + 1 < limit and is_name(tokens[at + 1], lexicon):
            named = False  # Nordlink director Ann Lee
        elif named and token.text.islower() and _ends_house(tokens, at):
            at += 1  # a Lumex spokesperson, Trump administration officials
            named = False
            continue
        elif named and _is_house(tokens, at):
            named = False  # the U.N. refugee agency
        elif named or not is_noun(token, lexicon) or token.low in lexicon.times:
            break
        elif at > began and token.low.endswith("ed") and not can_speak(token.low):
            break  # a transcript published by
        at += 1
    return (first, at) if at > began else None


def _is_plain_start(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence begins with a common noun: "Health care providers", "Union leaders"."""
    if not is_name(tokens[at], lexicon) or tokens[at].text[1:] != tokens[at].low[1:]:
        return False
    for token in tokens[at + 1 : at + 4]:
        if token.kind != "word" or not token.text.islower() or not is_noun(token, lexicon):
            return False
        if token.low in GROUPS or (token.low.endswith("s") and is_known_role(token.low[:-1])):
            return True
        if token.low.endswith("s") and token.low not in verbs(lexicon) and is_role(token.low[:-1]):
            return True
    return False


def _ends_house(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a name goes on as somebody of that house: "a Lumex spokesperson", "a BBC reader:"."""
    if is_known_role(tokens[at].low) or tokens[at].low in GROUPS:
        return True
    ends = at + 1 == len(tokens) or tokens[at + 1].text in (":", ",", ".")
    return ends and (is_role(tokens[at].low) or tokens[at].low in SOURCES)


def _leads_to_office(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether an office follows "recently appointed" or "new", and does not stand here."""
    if is_known_role(tokens[at].low):
        return False
    for token in tokens[at : at + 4]:
        if token.kind != "word" or not token.text.islower():
            return False
        if is_known_role(token.low):
            return True
    return False


def _is_house(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a name goes on as a group's or an institution's: "the U.N. refugee agency"."""
    for token in tokens[at : at + 2]:
        if token.kind != "word" or not token.text.islower():
            return False
        if token.low in INSTITUTIONS or token.low in GROUPS:
            return True
        if not is_known_role(token.low):
            return False
    return False


def _joined_after(
    tokens: Sequence[Token], at: int, lexicon: Lexicon, *, named: bool, began: int
) -> int | None:
    """Return where a phrase goes on behind "of", "for" or "and", or None if it has ended."""
    if at == began or at + 1 >= len(tokens):
        return None
    link, left, right = tokens[at], tokens[at - 1], tokens[at + 1]
    if right.kind != "word" or (right.low.endswith("ing") and right.text.islower()):
        return None
    if link.low in lexicon.joins:
        joined = is_name(left, lexicon) and is_name(right, lexicon)
        plural = can_speak(left.low) and can_speak(right.low)
        return at + 1 if joined or plural else None
    if link.low == "to" or (link.low == "by" and left.low in SOURCES):
        return _inside(tokens, at + 1, lexicon)
    knowing = link.low == "with" and (right.low in _KNOWING or left.low == "familiar")
    placed = _is_residence(left, link, right, lexicon) or (link.low == "from" and left.low in SOURCES)
    if link.low in ("in", "on", "with", "by", "from") and not placed and not knowing:
        return None
    return _inside(tokens, at + 1, lexicon)


def _is_residence(left: Token, link: Token, right: Token, lexicon: Lexicon) -> bool:
    """Tell "an independent from Vermont" from "the minister in March"."""
    place = right.capital and right.low not in lexicon.times
    return is_known_role(left.low) and link.low in ("in", "from") and place


def _inside(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return the first noun of the phrase behind a preposition, its article skipped."""
    if tokens[at].low in leading(lexicon):
        at += 1
    return at if at < len(tokens) and is_noun(tokens[at], lexicon) else None
