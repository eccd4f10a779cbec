"""How alike two claims are, and whether a verdict departs from what similar claims got.

Nothing here decides: what is alike is shown with its reasons, and a departure is
explained by whoever approves it.
"""

import math
import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from claims.fingerprint import normalised

SHOWN: Final = 0.3  # less alike than this is not shown
STRONG: Final = 0.65  # a verdict against one so alike is explained
_WORDS: Final = 0.75  # what each thing in common is worth, of 1
_CLAIMANT: Final = 0.15
_TOPIC: Final = 0.1
# The same words with other numbers, or with a "not", are another claim.
_OTHER: Final = 0.5
_COMMON: Final = 0.3  # share of all verdicts from which on a word finds nothing
_MOST_READ: Final = 50_000  # entries of the index for one question
_TAIL: Final = 2000

_WORD: Final = re.compile(r"\w+")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_DENIAL: Final = re.compile(
    r"\b(?:not|no|never|none|neither|nobody|nothing|cannot|nicht|keine?|nie|niemals|pas|jamais|aucune?"
    r"|nunca|jamás|ningun[oa]|ningún)\b|n't\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as it is compared: its wording, who made it (by pk) and its topics by slug."""

    wording: str
    claimant: int | None = None
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    score: float  # 0 to 1
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A label as two verdicts are compared: its slug on its scale, or words; the number where it has one."""

    label: str
    scale: str = ""
    value: int | None = None


def words_of(wording: str) -> frozenset[str]:
    """Return the words of a claim, without its numbers and denials."""
    found = _WORD.findall(_DENIAL.sub(" ", normalised(wording)))
    return frozenset(word for word in found if len(word) > 1 and not word[0].isdigit())


def likeness(one: Said, other: Said, *, weight: Callable[[str], float] = lambda word: 1.0) -> Likeness:
    """Return how alike two claims are, and why. `weight` says what a word is worth: rare ones more."""
    if normalised(one.wording) == normalised(other.wording):
        return Likeness(1.0, ("the same words",))
    mine, theirs = words_of(one.wording), words_of(other.wording)
    shared = mine & theirs
    total = sum(map(weight, mine)) + sum(map(weight, theirs))
    score = _WORDS * 2 * sum(map(weight, shared)) / total if total else 0.0
    telling = sorted(shared, key=lambda word: (-weight(word), word))[:5]
    reasons = [f"shared words: {', '.join(telling)}"] if telling else []
    if one.claimant is not None and one.claimant == other.claimant:
        score += _CLAIMANT
        reasons.append("the same claimant")
    if topics := sorted(one.topics & other.topics):
        score += _TOPIC
        reasons.append(f"the same topic: {', '.join(topics)}")
    differences = list(_differences(one.wording, other.wording))
    if differences:
        score = min(score, _OTHER)
    return Likeness(round(min(score, 1.0), 3), (*reasons, *differences))


def _differences(one: str, other: str) -> Iterable[str]:
    if set(_NUMBER.findall(one)) != set(_NUMBER.findall(other)):
        yield "other numbers"
    if _denies(one) != _denies(other):
        yield "one denies what the other says"


def _denies(wording: str) -> bool:
    return _DENIAL.search(normalised(wording)) is not None


def agree(one: Ruling, other: Ruling, *, tolerance: int = 0) -> bool:
    """Whether two verdicts say the same: one label, or numbers of one scale within the tolerance."""
    if one.scale != other.scale or not one.scale:
        return one.label.casefold() == other.label.casefold()
    if one.value is not None and other.value is not None:
        return abs(one.value - other.value) <= tolerance
    return one.label == other.label


def departs(proposed: Ruling, strong: Sequence[Ruling], *, tolerance: int = 0) -> bool:
    """Whether no strong precedent agrees; False where there are none."""
    return bool(strong) and not any(agree(proposed, ruling, tolerance=tolerance) for ruling in strong)


class Index:
    """Which of many texts share marks (words, claimants, topics) with one; rare marks count most.

    Eight bytes an entry. New ones go into a small tail, which is merged once it
    is full. A mark is kept as a CRC-32: two that clash cost a look, never an answer.
    """

    def __init__(self) -> None:
        self.size = 0
        self._marks: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._texts: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._tail: dict[int, list[int]] = {}
        self._waiting = 0

    def add(self, number: int, marks: Iterable[str]) -> None:
        """Enter a text by its number; entered twice it counts twice."""
        for mark in marks:
            self._tail.setdefault(_key(mark), []).append(number)
            self._waiting += 1
        self.size += 1
        if self._waiting > max(_TAIL, len(self._marks) // 4):
            self._merge()

    def _merge(self) -> None:
        marks = np.repeat(
            np.fromiter(self._tail, np.uint32, len(self._tail)), [len(v) for v in self._tail.values()]
        )
        texts = np.fromiter((n for found in self._tail.values() for n in found), np.uint32, self._waiting)
        marks, texts = np.concatenate([self._marks, marks]), np.concatenate([self._texts, texts])
        order = np.argsort(marks, kind="stable")
        self._marks, self._texts = marks[order], texts[order]
        self._tail, self._waiting = {}, 0

    def weight(self, mark: str) -> float:
        """Return what a mark is worth: the more texts have it, the less; 0 where too many have it."""
        count = self._count(_key(mark))
        if self.size > 50 and count > _COMMON * self.size:
            return 0.0
        return math.log(1 + (self.size + 1) / (count + 1))

    def _count(self, key: int) -> int:
        begins, ends = self._span(key)
        return ends - begins + len(self._tail.get(key, ()))

    def _span(self, key: int) -> tuple[int, int]:
        mark = np.uint32(key)
        left = np.searchsorted(self._marks, mark, "left")
        return int(left), int(np.searchsorted(self._marks, mark, "right"))

    def nearest(self, marks: Iterable[str], *, most: int) -> list[int]:
        """Return the numbers of at most `most` texts that share most, by the weight of what they share."""
        ranked = sorted(((self.weight(mark), mark) for mark in set(marks)), key=lambda w: (-w[0], w[1]))
        texts, weights, read = [], [], 0
        for weight, mark in ranked:
            found = self._texts_of(_key(mark))
            if not weight or read + len(found) > _MOST_READ:
                break
            texts.append(found)
            weights.append(np.full(len(found), weight))
            read += len(found)
        if not read:
            return []
        numbers, place = np.unique(np.concatenate(texts), return_inverse=True)
        sums = np.bincount(place, weights=np.concatenate(weights))
        best = np.lexsort((-numbers.astype(np.int64), -sums))[:most]
        return [int(number) for number in numbers[best]]

    def _texts_of(self, key: int) -> NDArray[np.uint32]:
        begins, ends = self._span(key)
        tail = np.asarray(self._tail.get(key, ()), np.uint32)
        return np.concatenate([self._texts[begins:ends], tail])


def _key(mark: str) -> int:
    return zlib.crc32(mark.encode("utf-8", "surrogatepass"))


def marks_of(said: Said) -> set[str]:
    """Return what a claim is found by."""
    marks = set(words_of(said.wording)) | {f"topic:{slug}" for slug in said.topics}
    return marks | ({f"claimant:{said.claimant}"} if said.claimant is not None else set())
