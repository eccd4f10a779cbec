"""Check-worthiness: how much a statement deserves a check, by a trained model that gives its reasons.

English is scored by a logistic regression over words, letters and cues, trained by
`training/checkworthiness.py` on ClaimBuster, and where the desk has installed it by a small language model
beside it (`semantic`); other languages by the cues alone. It is not how true a statement is, and who
speaks, for which party and where it was published is nowhere among its features.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from claims.detection import cues, ngrams, semantic
from claims.detection.ngrams import Feature, bucket, letter_features, masked, word_features
from claims.detection.scenes import only_sets_scene
from claims.detection.statement import Part
from claims.detection.words import is_english

MODEL: Final = ngrams.MODEL
_FILE: Final = Path(__file__).with_name("checkworthiness.npz")
# Debates hardly show these, so what they taught about them is replaced by a newsroom's own weight.
_BY_HAND: Final = ("casualties", "accusation", "claimed")
_SMALL: Final = 0.005
_MOST: Final = 300  # statements that one call reads for their meaning: a second of computing
_IDLE: Final = -3.0  # log-odds of what only sets a scene: below the gate of the list


class Worth(NamedTuple):
    value: float  # 0..1, a calibrated probability where the language is English
    parts: tuple[Part, ...]  # the strongest first after the base; they add up to the log-odds of the value
    model: str


@dataclass(frozen=True, slots=True)
class _Weights:
    scale: list[float]  # per bucket
    weight: list[float]
    base: float
    threshold: float


def score(text: str, *, language: str = "en", claimed: bool = False) -> Worth:
    """Return the check-worthiness of a statement's own words, and its reasons.

    `claimed` says that somebody is reported to have said it; who that is does not count.
    """
    return score_many([text], language=language, claimed=claimed)[0]


def score_many(
    texts: Sequence[str], *, language: str = "en", claimed: bool | Sequence[bool] = False
) -> list[Worth]:
    """Return what `score` says of each text. `claimed` may be one answer for all, or one for each.

    Of very many texts only those that the default model puts first are read for their meaning; the others
    keep its score, and its name.
    """
    told = [claimed] * len(texts) if isinstance(claimed, bool) else claimed
    pairs = list(zip(texts, told, strict=True))
    if not is_english(language):
        return [Worth(*cues.score(text, language=language, claimed=said), cues.MODEL) for text, said in pairs]
    scored = [_by_words(text, claimed=said) for text, said in pairs]
    if (reader := semantic.reader()) is not None:
        for place in sorted(range(len(scored)), key=lambda at: (-scored[at].value, at))[:_MOST]:
            scored[place] = _with_meaning(scored[place], texts[place], reader)
    return [
        worth if said else _unless_scene(worth, text)
        for worth, (text, said) in zip(scored, pairs, strict=True)
    ]


def current_model(language: str = "en") -> str:
    """Return the name of the model that scores this language now; a score of another name is an older one."""
    if not is_english(language):
        return cues.MODEL
    reader = semantic.reader()
    return reader.card.model if reader else MODEL


def threshold() -> float:
    """From which value on an English statement counts as check-worthy, with the model in use."""
    reader = semantic.reader()
    return reader.card.threshold if reader else _weights().threshold


def _by_words(text: str, *, claimed: bool) -> Worth:
    seen = cues.found(text)
    tokens = masked(text)
    words = _worth(word_features(tokens)) + _worth(letter_features(tokens))
    parts = [*_reasons(seen, claimed=claimed), Part("words", "its words, as a whole", words)]
    return _summed(Part("base", "where every statement starts", _weights().base), parts, MODEL)


def _with_meaning(by_words: Worth, text: str, reader: semantic.Reader) -> Worth:
    """Add what the language model says; what the words said counts for less, but for the newsroom's own."""
    card = reader.card
    base, *parts = (
        part if part.name in _BY_HAND else replace(part, weight=card.words * part.weight)
        for part in by_words.parts
    )
    meaning = Part("meaning", "its meaning, as a whole", card.meaning * reader.margin(text))
    return _summed(replace(base, weight=base.weight + card.base), [*parts, meaning], card.model)


def _unless_scene(worth: Worth, text: str) -> Worth:
    """Take what only sets a scene in the article's own voice below the gate, and say so."""
    odds = math.fsum(part.weight for part in worth.parts)
    if odds <= _IDLE or not only_sets_scene(text):
        return worth
    base, *parts = worth.parts
    scene = Part("scene", "only sets a scene, or says who kept silent", _IDLE - odds)
    return _summed(base, [*parts, scene], worth.model)


def _summed(base: Part, parts: Iterable[Part], model: str) -> Worth:
    kept = [part for part in parts if abs(part.weight) >= _SMALL]
    kept.sort(key=lambda part: (-abs(part.weight), part.name))
    odds = math.fsum(part.weight for part in (base, *kept))
    return Worth(1 / (1 + math.exp(-odds)), (base, *kept), model)


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
