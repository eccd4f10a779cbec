"""Keywords found in a text as whole words, whatever their number."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_WORD: Final = re.compile(r"\w+")
_NONE: Final[Mapping[str, frozenset[str]]] = {}


def topics_of(text: str, topics: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the slugs, sorted, of the topics one of whose keywords stands in `text`.

    Keywords are whole words or phrases; case and hyphens do not matter. One that ends in * stands for
    every word that begins so (a stem has two letters or more).
    """
    return sorted(keywords_of(tuple((slug, tuple(listed)) for slug, listed in topics.items())).found(text))


@dataclass(frozen=True, slots=True)
class Keywords:
    """Keywords of several topics, looked up word by word: the cost hardly grows with their number."""

    words: Mapping[str, frozenset[str]]
    stems: Mapping[str, Mapping[str, frozenset[str]]]  # by their first two letters
    phrases: tuple[tuple[str, str], ...]  # " two words " with its slug; no blank at the end of a stem

    def found(self, text: str) -> set[str]:
        """Return the slugs of the topics that `text` touches."""
        read = _WORD.findall(text.casefold())
        slugs: set[str] = set()
        for word in set(read):
            if word in self.words:
                slugs |= self.words[word]
            for stem, of in self.stems.get(word[:2], _NONE).items():
                if word.startswith(stem):
                    slugs |= of
        joined = f" {' '.join(read)} "
        return slugs | {slug for phrase, slug in self.phrases if phrase in joined}


@lru_cache(maxsize=64)
def keywords_of(topics: tuple[tuple[str, tuple[str, ...]], ...]) -> Keywords:
    """Return the index of the topics' keywords; it is kept for the next text."""
    words: dict[str, frozenset[str]] = {}
    stems: dict[str, dict[str, frozenset[str]]] = {}
    phrases: list[tuple[str, str]] = []
    for slug, keyword in ((slug, keyword.strip()) for slug, listed in topics for keyword in listed):
        read = _WORD.findall(keyword.casefold())
        whole = not keyword.endswith("*")
        if len(read) > 1:
            phrases.append((f" {' '.join(read)}{' ' if whole else ''}", slug))
        elif read:
            index = words if whole else stems.setdefault(read[0][:2], {})
            index[read[0]] = index.get(read[0], frozenset()) | {slug}
    return Keywords(words, stems, tuple(phrases))
