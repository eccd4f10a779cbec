"""Check-worthiness by readable cues: what in a statement makes it worth a check, and what speaks against.

Each cue is a reason that a newsroom would give, found by the words of `vocabulary.py` or by the shape of
the tokens. The weights are those of a logistic regression over these cues alone, fitted on the train part
of ClaimBuster (Arslan, Hassan, Li, Tremayne; ICWSM 2020) and rounded. Who speaks, for which party and where
it was published is nowhere among them.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from claims.detection.statement import Part
from claims.detection.vocabulary import ELSEWHERE, ENGLISH
from claims.detection.words import is_english, matches, tokens

MODEL: Final = "cues-1"

# In log-odds: +0.7 doubles the odds. Debates hardly show casualties, accusations or other languages, so
# those three are set by hand; "claimed" too, for debates have no reporter who says that somebody said it.
WEIGHTS: Final[dict[str, tuple[float, str]]] = {
    "percent": (1.7, "contains a percentage"),
    "number": (1.3, "contains a number"),
    "big number": (1.25, "speaks of thousands, millions or more"),
    "law or vote": (1.05, "speaks of a law, a vote or an official act"),
    "year": (1.0, "names a year"),
    "accusation": (0.9, "accuses somebody"),
    "casualties": (0.8, "speaks of dead or wounded"),
    "named source": (0.85, "points to a source or to data"),
    "past event": (0.75, "tells what happened"),
    "others said": (0.75, "says what somebody said or promised"),
    "public life": (0.7, "concerns public life"),
    "number in words": (0.65, "contains a number in words"),
    "public money": (0.65, "concerns public money or prices"),
    "money": (0.65, "contains an amount of money"),
    "change over time": (0.65, "says that something rose, fell or changed"),
    "amount": (0.6, "gives a total, a rate or a share"),
    "comparison": (0.55, "compares"),
    "superlative": (0.5, "claims a record or a first"),
    "name": (0.45, "names a person, place or body"),
    "claimed": (0.4, "somebody is reported to have said it"),
    "never or all": (0.35, "says never, always, all or none"),
    "several names": (0.35, "names several persons, places or bodies"),
    "somebody's deed": (0.3, "is about somebody's deeds"),
    "state of things": (0.25, "says how things are"),
    "cause": (0.25, "names a cause"),
    "span of time": (0.2, "names a span of time"),
    "long": (0.2, "is a long sentence"),
    "language": (0.8, "its language is read by numbers and names only"),
    "to the listener": (-0.2, "speaks to the listener"),
    "short": (-0.25, "is a short sentence"),
    "too short": (-0.3, "is too short to say much"),
    "about the talk": (-0.35, "is about the conversation itself"),
    "condition": (-0.4, "depends on a condition"),
    "hedge": (-0.45, "is hedged"),
    "what to do": (-0.45, "says what can or is to be done"),
    "value": (-0.6, "is a judgement of value"),
    "first person": (-0.6, "speaks of oneself"),
    "first person feeling": (-0.85, "says what the speaker thinks or feels"),
    "future": (-0.9, "is about the future"),
    "duty": (-1.15, "says what ought to be"),
    "question": (-1.75, "asks a question"),
}
_BASE: Final = Part("base", "where every statement starts", -2.05)
_PARTS: Final = {name: Part(name, label, weight) for name, (weight, label) in WEIGHTS.items()}


def _by_term(vocabulary: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    index: dict[str, list[str]] = {}
    for name, listed in vocabulary.items():
        for term in listed:
            index.setdefault(term, []).append(name)
    return index


_ENGLISH: Final = _by_term(ENGLISH)
_ELSEWHERE: Final = _by_term(ELSEWHERE)
_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
_PAST: Final = re.compile(r"[a-z]{2,}[^e]ed")
_SUPERLATIVE: Final = re.compile(r"[a-z]{3,}est")
_NAME: Final = re.compile(r"(?<=[\w,;] )(?!I['’])[^\W\d_a-zß-öø-ÿ][\w'’-]+")


def score(text: str, *, language: str = "en", claimed: bool = False) -> tuple[float, tuple[Part, ...]]:
    """Return the check-worthiness of `text`, 0..1, and its reasons, the strongest first.

    The reasons add up to the log-odds of the score. `claimed` says that somebody is reported to have said
    it; who that is does not count, so give the words without "X said".
    """
    names = found(text, language=language) | ({"claimed"} if claimed else set())
    reasons = sorted((_PARTS[name] for name in names), key=lambda part: (-abs(part.weight), part.name))
    parts = (_BASE, *reasons)
    return 1 / (1 + math.exp(-math.fsum(part.weight for part in parts))), parts


def found(text: str, *, language: str = "en") -> set[str]:
    """Return the names of the cues that `text` shows."""
    read = tokens(text)
    if not is_english(language):
        return matches(read, _ELSEWHERE) | set(_shapes(text, read)) | {"language"}
    return matches(read, _ENGLISH) | set(_shapes(text, read)) | set(_english_shapes(read))


def _shapes(text: str, read: Sequence[str]) -> Iterator[str]:
    numbers = [token for token in read if token[0].isdigit()]
    years = [number for number in numbers if _YEAR.fullmatch(number)]
    words = sum(1 for token in read if token[0].isalpha())
    if years:
        yield "year"
    if len(numbers) > len(years):
        yield "number"
    if "?" in read:
        yield "question"
    names = len(_NAME.findall(text))
    if names:
        yield "name"
    if names > 2:
        yield "several names"
    if words < 12:
        yield "too short" if words < 7 else "short"
    elif words >= 20:
        yield "long"


def _english_shapes(read: Sequence[str]) -> Iterator[str]:
    if any(_PAST.fullmatch(token) for token in read):
        yield "past event"
    if any(_SUPERLATIVE.fullmatch(token) for token in read):
        yield "superlative"
