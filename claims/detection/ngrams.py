"""What the words of a statement are turned into for the model: hashed n-grams, in which no name is left.

Who speaks, for which party and about whom must not move a score, so capitalised words become one
token before anything is counted, and party names with them.
"""

import math
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

MODEL: Final = "words-2"  # what reads them; a change that can score differently gets a new name
BITS: Final = 17
_MASK: Final = (1 << BITS) - 1
_TOKEN: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[.,]\d+)*|[%$€£?!]")
_NAME: Final = "Xx"
_LONGEST: Final = 40  # letters of a word that are read; the cache holds what strangers send
_PARTIES: Final = frozenset({"republican", "republicans", "democrat", "democrats", "democratic", "gop"})
# A sentence begins with a capital, be it a name or not: what is not among these counts as a name there.
_STARTERS: Final = frozenset(
    """
    a about after again against all also although always an and another any anyone are as at back be because
    before being but by can could did do does don't during each even every everyone few first five for four
    from get give go good has have he he's her here here's his how however i if in instead is isn't it it's
    its just last least less let let's like look many maybe more most much my neither never next no nobody
    none nor not nothing now of often on once one only or other our out over people perhaps please right
    second seven she she's should since six so some somebody someone something still such take tell ten than
    thank that that's the their them then there there's these they they're they've think third this those
    three through to today two under until up very was wasn't we we'd we'll we're we've well were what
    what's when where whether which while who who's whoever whose why will with without would yes yet you
    you'll you're you've your
    """.split()  # noqa: SIM905 - a list of words reads better as words
)

Feature = tuple[int, float]  # bucket, value


def masked(text: str) -> list[str]:
    """Return the tokens of an English text: lower case, digits as zeros, names as one token."""
    found: list[str] = []
    for place, token in enumerate(_TOKEN.findall(text.replace("’", "'"))):
        word = _word(token, first=place == 0)
        if word != _NAME or not found or found[-1] != _NAME:  # a name of three words is one name
            found.append(word)
    return found


def without_names(text: str, *, instead: str) -> str:
    """Return an English text with each name as one `instead` and the rest as it stands."""
    text = text.replace("’", "'")
    kept: list[str] = []
    at = 0
    after_name = False
    for place, found in enumerate(_TOKEN.finditer(text)):
        between = text[at : found.start()]
        name = _word(found.group(), first=place == 0) == _NAME
        if not (name and after_name and between.isspace()):
            kept += [between, instead if name else found.group()]
        at, after_name = found.end(), name
    return "".join([*kept, text[at:]])


def _word(token: str, *, first: bool) -> str:
    if token[0].isdigit():
        return "0.0" if "." in token else "0" * min(len(token), 6)
    lower = token.lower()
    if lower in _PARTIES:
        return _NAME
    if token[0].isupper() and lower != "i" and not lower.startswith("i'"):
        return lower if first and lower in _STARTERS else _NAME
    return lower


def word_features(tokens: Sequence[str]) -> list[Feature]:
    """Runs of one to three words, the ends of the statement among them."""
    words = ["<s>", *tokens, "</s>"]
    return _counted(
        " ".join(words[at : at + size]) for size in (1, 2, 3) for at in range(len(words) - size + 1)
    )


def letter_features(tokens: Sequence[str]) -> list[Feature]:
    """Runs of three to five letters inside the words, each word once."""
    counts: dict[int, int] = {}
    for word in dict.fromkeys(tokens):
        for place in _letters(word):
            counts[place] = counts.get(place, 0) + 1
    return _damped(counts)


def cue_features(cues: Iterable[str]) -> list[Feature]:
    """Each cue, and each two together: a number beside a comparison says more than both apart."""
    return [(bucket(key), 1.0) for key in cue_keys(sorted(cues))]


def cue_keys(cues: Sequence[str]) -> Iterator[str]:
    """The names under which cues and pairs of cues are hashed; `cues` in alphabetical order."""
    yield from (f"q{cue}" for cue in cues)
    yield from (f"qq{one}|{other}" for at, one in enumerate(cues) for other in cues[at + 1 :])


def bucket(key: str) -> int:
    """The place of a feature among 2^17, the same on every machine (CRC-32)."""
    return zlib.crc32(key.encode()) & _MASK


@lru_cache(20_000)
def _letters(word: str) -> tuple[int, ...]:
    """The places of a word's runs of letters. Words repeat, and to hash their letters is what costs most."""
    framed = f"_{word[:_LONGEST]}_"
    return tuple(
        bucket(f"c{framed[at : at + size]}") for size in (3, 4, 5) for at in range(len(framed) - size + 1)
    )


def _counted(keys: Iterable[str]) -> list[Feature]:
    counts: dict[int, int] = {}
    for key in keys:
        place = bucket(key)
        counts[place] = counts.get(place, 0) + 1
    return _damped(counts)


def _damped(counts: dict[int, int]) -> list[Feature]:
    return [(place, 1.0 if count == 1 else 1 + math.log(count)) for place, count in counts.items()]
