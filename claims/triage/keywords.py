"""Keywords found in a text as whole words, whatever their number."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Self

_WORD: Final = re.compile(r"\w+")
_MOST: Final = 50_000  # words remembered


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text as keywords are compared with them, read once for several indexes."""

    distinct: frozenset[str]
    joined: str  # with a blank before and after each

    @classmethod
    def of(cls, text: str) -> Self:
        read = _WORD.findall(text.casefold())
        return cls(frozenset(read), f" {' '.join(read)} ")


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords of several topics, looked up word by word: the cost hardly grows with their number."""

    seen: "_Seen"
    phrases: tuple[tuple[str, str], ...]  # " two words " with its slug; no blank at the end of a stem

    def among(self, words: Words) -> set[str]:
        """Return the slugs of the topics that a text of these words touches."""
        of_word = self.seen
        slugs = set().union(*[of_word[word] for word in words.distinct]) if of_word.some else set()
        slugs.update([slug for phrase, slug in self.phrases if phrase in words.joined])
        return slugs


class _Seen(dict[str, frozenset[str]]):
    """The slugs of each word met so far: texts repeat their words, and most words have none."""

    def __init__(
        self, words: Mapping[str, frozenset[str]], stems: Mapping[str, Mapping[str, frozenset[str]]]
    ) -> None:
        super().__init__()
        self.some = bool(words or stems)
        self._words = words
        self._stems = stems

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _MOST:
            self.clear()
        begun = self._stems.get(word[:2], {})
        of_stems = (of for stem, of in begun.items() if word.startswith(stem))
        self[word] = found = self._words.get(word, frozenset()).union(*of_stems)
        return found


@lru_cache(maxsize=64)
def keywords_of(topics: tuple[tuple[str, tuple[str, ...]], ...]) -> Keywords:
    """Return the index of the topics' keywords, by slug; it is kept for the next text.

    Keywords are whole words or phrases; case and hyphens do not matter. One that ends in * stands for
    every word that begins so (a stem has two letters or more).
    """
    words: dict[str, frozenset[str]] = {}
    stems: dict[str, dict[str, frozenset[str]]] = {}  # by their first two letters
    phrases: list[tuple[str, str]] = []
    for slug, keyword in ((slug, keyword.strip()) for slug, listed in topics for keyword in listed):
        read = _WORD.findall(keyword.casefold())
        whole = not keyword.endswith("*")
        if len(read) > 1:
            phrases.append((f" {' '.join(read)}{' ' if whole else ''}", slug))
        elif read:
            index = words if whole else stems.setdefault(read[0][:2], {})
            index[read[0]] = index.get(read[0], frozenset()) | {slug}
    return Keywords(_Seen(words, stems), tuple(phrases))
