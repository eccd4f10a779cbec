"""Check-worthiness: how much a statement deserves a check, by a trained model that gives its reasons.

English is scored by a logistic regression over words, letters and cues, trained by
`training/checkworthiness.py` on ClaimBuster; other languages by the cues alone. It is not how true a
statement is, and who speaks, for which party and where it was published is nowhere among its features.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from claims.detection import cues
from claims.detection.ngrams import Feature, bucket, letter_features, masked, word_features
from claims.detection.scenes import only_sets_scene
from claims.detection.statement import Part
from claims.detection.words import is_english

MODEL: Final = "words-1"  # a change that can score differently gets a new name
_FILE: Final = Path(__file__).with_name("checkworthiness.npz")
# Debates hardly show these, so what they taught about them is replaced by a newsroom's own weight.
_BY_HAND: Final = ("casualties", "accusation", "claimed")
_SMALL: Final = 0.005
_IDLE: Final = -3.0  # log-odds of what only sets a scene: below the gate of the list


class Score(NamedTuple):
    value: float  # 0..1, a calibrated probability where the language is English
    parts: tuple[Part, ...]  # the strongest first after the base; they add up to the log-odds of the value
    model: str


@dataclass(frozen=True, slots=True)
class _Weights:
    scale: list[float]  # per bucket
    weight: list[float]
    base: float
    threshold: float


def score(text: str, *, language: str = "en", claimed: bool = False) -> Score:
    """Return the check-worthiness of a statement's own words, and its reasons.

    `claimed` says that somebody is reported to have said it; who that is does not count.
    """
    if not is_english(language):
        value, by_cue = cues.score(text, language=language, claimed=claimed)
        return Score(value, by_cue, cues.MODEL)
    seen = cues.found(text, language=language)
    tokens = masked(text)
    words = _worth(word_features(tokens)) + _worth(letter_features(tokens))
    parts = [*_reasons(seen, claimed=claimed), Part("words", "its words, as a whole", words)]
    parts = [part for part in parts if abs(part.weight) >= _SMALL]
    parts.sort(key=lambda part: (-abs(part.weight), part.name))
    base = Part("base", "where every statement starts", _weights().base)
    odds = math.fsum(part.weight for part in (base, *parts))
    if not claimed and odds > _IDLE and only_sets_scene(text, language=language):
        parts.insert(0, Part("scene", "sets a scene, or says who kept silent", _IDLE - odds))
        odds = _IDLE
    return Score(1 / (1 + math.exp(-odds)), (base, *parts), MODEL)


def threshold() -> float:
    """From which value on a statement counts as check-worthy; chosen on ClaimBuster's dev part."""
    return _weights().threshold


def _reasons(seen: Iterable[str], *, claimed: bool) -> list[Part]:
    """One part per cue: its own weight and half of what it adds together with each other cue."""
    ordered = sorted(seen)
    worth = _together(tuple(ordered))
    worth |= {
        name: cues.WEIGHTS[name][0] for name in _BY_HAND if name in worth or (claimed and name == "claimed")
    }
    return [Part(name, cues.WEIGHTS[name][1], weight) for name, weight in worth.items()]


def _together(ordered: tuple[str, ...]) -> dict[str, float]:
    model = _weights()
    places: dict[tuple[str, ...], int] = {(name,): bucket(f"q{name}") for name in ordered}
    places |= {pair: bucket(f"qq{pair[0]}|{pair[1]}") for pair in combinations(ordered, 2)}
    length = math.sqrt(math.fsum(model.scale[place] ** 2 for place in places.values())) or 1.0
    worth = dict.fromkeys(ordered, 0.0)
    for names, place in places.items():
        share = model.scale[place] * model.weight[place] / length / len(names)
        for name in names:
            worth[name] += share
    return worth


def _worth(features: Sequence[Feature]) -> float:
    """What the features of one block add to the log-odds; a block's features have length one together."""
    model = _weights()
    worth = squares = 0.0
    for place, value in features:
        scaled = value * model.scale[place]
        worth += scaled * model.weight[place]
        squares += scaled * scaled
    return worth / math.sqrt(squares) if squares else 0.0


@cache
def _weights() -> _Weights:
    with np.load(_FILE, allow_pickle=False) as stored:
        weight = stored["weights"] * float(stored["finest"])
        return _Weights(
            stored["scale"].astype(float).tolist(),
            weight.tolist(),
            float(stored["base"]),
            float(stored["threshold"]),
        )
