"""Propose to split a claim that asserts several things into claims that assert one each and stand alone.

Rules over the order of words, without a dictionary of nouns; what cannot be told is left in one piece. A
person decides, and the parent is kept.
"""

import re
from typing import Final

from claims.detection import verbs
from claims.detection.clauses import (
    AND,
    DETERMINERS,
    PREPOSITIONS,
    SUBORDINATORS,
    Token,
    finite,
    is_adverb,
    is_open,
    main_verb,
    read,
)
from claims.detection.conjuncts import continued
from claims.detection.halves import halves
from claims.detection.sentences import split as sentences_of
from claims.detection.words import is_english

MOST_PARTS: Final = 8
_LONGEST: Final = 1000  # characters; what is longer is a paragraph, not a wording
_WHOLE: Final = re.compile(
    r"\b(?:if|unless|whether|either|neither|not only)\b|\bthe (?:more|less|higher|lower)\b.*, the ", re.I
)
_JOINS: Final = frozenset({"and", "but", "yet", "while", "whereas", "although", "though", ";"})
_NEED_COMMA: Final = frozenset({"yet", "while", "whereas", "although", "though"})
_CONCEDES: Final = re.compile(r"(?:even though|although|though|while|whereas)\s+", re.I)
_ATTRIBUTED_AFTER: Final = re.compile(
    r",\s+(?:according to\s[^,]+|[^,]{2,80}?\s(?:said|says|say|claims|claimed|reported|reports|showed)"
    r"(?:\s(?:on|in|last|this)\s[^,]+)?)\Z",
    re.I,
)
_YEAR: Final = r"(?:1[5-9]|20)\d\d"
_WHEN: Final = re.compile(
    rf"(?:(?:in|since|by|during)\s(?:(?:early|late|mid)\s)?(?:[A-Z][a-z]+\s)?{_YEAR}(?=\s)"
    rf"|(?:between|from)\s{_YEAR}\s(?:and|to)\s{_YEAR}(?=\s)"
    r"|(?:last|this)\s(?:year|month|week|spring|summer|autumn|winter)(?=\s))",
    re.I,
)
_PRONOUN_FIRST: Final = re.compile(r"(?:he|she|they|it)\s+", re.I)


def split(wording: str, *, language: str = "en") -> list[str]:
    """Return the claims into which `wording` may be taken apart, in its order; [] if it is one assertion.

    Each asserts one thing with its own subject, time and attribution, begins with a capital and ends with
    a full stop. Alternatives ("either … or"), conditions, comparisons, lists of names and what stands in
    quotation marks are never taken apart. At most 8 parts; a wording beyond 1,000 characters has none.
    """
    text = " ".join(wording.split())
    if len(text) > _LONGEST:
        return []
    parts = [part for sentence in sentences_of(text) for part in _of_sentence(sentence.text, language)]
    whole = len(parts) < 2 or len(parts) > MOST_PARTS
    return [] if whole else [_finished(part) for part in parts]


def _of_sentence(sentence: str, language: str) -> list[str]:
    text = sentence.rstrip(" .")
    if text.endswith("?") or _WHOLE.search(text):
        return [text]
    if not is_english(language):
        return halves(text, language=language)
    after = _ATTRIBUTED_AFTER.search(text)
    if after:
        return [part + after.group() for part in _parts(text[: after.start()])]
    return _parts(text)


def _parts(text: str) -> list[str]:
    """Take an English sentence apart; [text] if it is one assertion."""
    for way in (_conceded, _told, _set, _relative, _joined):
        parts = way(text)
        if parts:
            return parts
    return [text]


def _conceded(text: str) -> list[str]:
    """Although A, B."""
    opening = _CONCEDES.match(text)
    if not opening:
        return []
    inside, comma, rest = text[opening.end() :].partition(", ")
    if not comma or main_verb(read(inside)) < 1 or main_verb(read(rest)) < 1:
        return [text]
    return [*_parts(inside), *_parts(rest)]


def _told(text: str) -> list[str]:
    """Somebody said (that) A and (that) B: the attribution stays with each."""
    tokens = read(text)
    verb = next((at for at, t in enumerate(tokens[:14]) if t.low in verbs.SAYS), -1)
    if verb < 1 or any(finite(tokens, at) for at in range(verb)) or is_open(tokens[:verb]):
        return []
    at = verb + 1
    if tokens[verb].low in ("told", "tells"):
        at += next((n for n, t in enumerate(tokens[at : at + 4]) if t.low == "that"), 1)
    that = at < len(tokens) and tokens[at].low == "that"
    if at + that >= len(tokens) or main_verb(tokens[at + that :]) < 1:
        return []
    frame, content = text[: tokens[at].start], text[tokens[at + that].start :]
    word = "that " if that else ""
    parts: list[str] = []
    for part in _parts(re.sub(r",?\sand that\s", " and ", content)):
        if parts and _says_itself(part):
            parts.append(_by_whom(text[: tokens[verb].start], part))
        else:
            parts.append(f"{frame}{word}{part}")
    return parts


def _by_whom(speaker: str, part: str) -> str:
    """Put the speaker for the pronoun: "she said A and asked B" are two acts of one person."""
    pronoun = _PRONOUN_FIRST.match(part)
    return f"{speaker}{part[pronoun.end() :]}" if pronoun else part


def _says_itself(part: str) -> bool:
    tokens = read(part)
    verb = main_verb(tokens)
    return verb > 0 and tokens[verb].low in verbs.SAYS | {"asked", "asks"}


def _set(text: str) -> list[str]:
    """In 2019, A and B: what stands before the first subject holds for each."""
    tokens = read(text)
    first = tokens[0].low if tokens else ""
    comma = next((at for at, t in enumerate(tokens[:16]) if t.text == ","), -1)
    starts = first in PREPOSITIONS | SUBORDINATORS or first in (
        "since",
        "after",
        "before",
        "last",
        "according",
    )
    end = 0
    if starts and comma > 1 and main_verb(tokens[comma + 1 :]) > 0:
        end = tokens[comma + 1].start
    elif when := _WHEN.match(text):
        end = when.end() + 1
    if not end:
        return []
    return [text[:end] + part for part in _parts(text[end:])]


def _relative(text: str) -> list[str]:
    """The bridge, which cost 3 million, opened."""
    tokens = read(text)
    for at in range(1, len(tokens) - 2):
        if tokens[at].text != "," or tokens[at + 1].low not in ("which", "who"):
            continue
        verb = at + 2 + (is_adverb(tokens[at + 2].low))
        if verb >= len(tokens) or not finite([AND, *tokens[verb:]], 1):
            continue
        close = next((n for n in range(verb, len(tokens)) if tokens[n].text == ","), len(tokens))
        before, said = text[: tokens[at].start], text[tokens[at + 2].start : tokens[close - 1].end]
        after = text[tokens[close].end :].strip() if close < len(tokens) else ""
        if at < 9 and main_verb(tokens[:at]) < 0 and after and main_verb([AND, *read(after)]) == 1:
            return [*_parts(f"{before} {after}"), *_parts(f"{before} {said}")]
        noun = _last_noun(tokens[:at])
        of_all = tokens[at + 1].low == "which" and tokens[verb].low in verbs.OF_ALL
        if not after and noun and not of_all and main_verb(tokens[:at]) > 0:
            return [*_parts(before), *_parts(f"{text[noun.start : tokens[at].start]} {said}")]
    return []


def _last_noun(tokens: list[Token]) -> Token | None:
    """Where the noun that ends here begins: at its article, or at the first word of a name."""
    for at in range(len(tokens) - 1, max(-1, len(tokens) - 7), -1):
        if tokens[at].low in DETERMINERS:
            return tokens[at]
        if tokens[at].name and not (at and tokens[at - 1].name) and at:
            if tokens[at - 1].low in PREPOSITIONS:
                return None  # "the concert in Nashville, which": either
            return tokens[at] if tokens[at - 1].low not in DETERMINERS else tokens[at - 1]
        if not tokens[at].word or finite(tokens, at) or (tokens[at].low in PREPOSITIONS - {"of"}):
            return None
    return None


def _joined(text: str) -> list[str]:
    """A and B, A but B, A; B, A, B and C."""
    tokens = read(text)
    for at, token in enumerate(tokens):
        if token.low not in _JOINS or not 0 < at < len(tokens) - 1:
            continue
        comma = tokens[at - 1].text == ","
        if token.low in _NEED_COMMA and not comma:
            continue
        left = tokens[: at - comma]
        right = continued(text, left, tokens[at + 1 :], loose=comma or token.text == ";", word=token.low)
        if right:
            return [*_listed(text[: left[-1].end]), *_parts(right)]
    return []


def _listed(text: str) -> list[str]:
    """What stands before the last "and": it may be a list with commas."""
    tokens = read(text)
    for at, token in enumerate(tokens):
        if token.text != "," or not 0 < at < len(tokens) - 1:
            continue
        right = continued(text, tokens[:at], tokens[at + 1 :], loose=False, word=",")
        if right:
            return [text[: tokens[at - 1].end], *_listed(right)]
    return [text]


def _finished(part: str) -> str:
    part = part.strip(" ,;-–—")
    part = part[:1].upper() + part[1:]
    return part if part.rstrip('"”»“').endswith((".", "!", "…", "。")) else f"{part}."
