"""Whether words name somebody: a person, a body, an outlet, by the forms a name takes in a text.

Whole words only. Forms of a name: all of it, in any case; of a person the
surname as it is written; of a body its initials, and what stands in brackets
behind it. A name may end in the s of a genitive. Where words are not set apart
by spaces (Chinese, Japanese, Thai) a name is found wherever its characters are.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^()]{2,30})\)")
# Scripts that set no spaces between words: Thai to Khmer, and whatever is East Asian.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_ARTICLES = frozenset(
    ("the", "a", "an", "der", "die", "das", "den", "le", "la", "les", "el", "los", "las", "il", "lo", "gli")
)
_SUFFIXES = frozenset(("Jr", "Sr", "II", "III", "IV"))
_SHORTEST_SURNAME = 4  # "May" and "Xi" are words, too


@dataclass(frozen=True, slots=True)
class Form:
    """One way in which a name is written, word by word; `exact` ones in this case only."""

    words: tuple[str, ...]
    exact: bool


def forms_of(name: str, *, person: bool) -> frozenset[Form]:
    """Return the ways in which a text may name them."""
    return frozenset(_forms(unicodedata.normalize("NFKC", name), person))


def _forms(name: str, person: bool) -> Iterator[Form]:
    for short in _BRACKETS.findall(name):
        yield from _whole(_WORD.findall(short))
    words = _WORD.findall(_BRACKETS.sub(" ", name))
    if len(words) > 1 and words[0].casefold() in _ARTICLES:
        words = words[1:]
    yield from _whole(words)
    capitals = [word for word in words if word[:1].isupper()]
    if person:
        surname = next((word for word in reversed(words) if word not in _SUFFIXES), "")
        if (
            len(words) > 1
            and len(surname) >= _SHORTEST_SURNAME
            and surname.isalpha()
            and surname[0].isupper()
        ):
            yield Form((surname,), exact=True)
    elif len(capitals) > 2:
        yield Form(("".join(word[0] for word in capitals),), exact=True)


def _whole(words: list[str]) -> Iterator[Form]:
    if words:
        # One word that is a name in capitals may be a common one in small letters: Apple, Labour.
        exact = len(words) == 1 and not words[0].islower()
        yield Form(tuple(words if exact else (word.casefold() for word in words)), exact)


class Names:
    """The names looked for, by the id of whose they are: one pass over a text finds all of them."""

    def __init__(self, forms: Mapping[int, Iterable[Form]]) -> None:
        self._by_first: dict[str, list[tuple[Form, int]]] = defaultdict(list)
        self._unspaced: list[tuple[str, int]] = []
        for who, ways in forms.items():
            for form in ways:
                if any(_UNSPACED.search(word) for word in form.words):
                    self._unspaced.append(("".join(form.words).casefold(), who))
                else:
                    self._by_first[form.words[0].casefold()].append((form, who))

    def __bool__(self) -> bool:
        return bool(self._by_first or self._unspaced)

    def named_in(self, text: str) -> set[int]:
        """Return the ids of whom the text names."""
        text = unicodedata.normalize("NFKC", text)
        words = _WORD.findall(text)
        folded = [word.casefold() for word in words]
        found = {
            who
            for place, word in enumerate(folded)
            for form, who in (*self._by_first.get(word, ()), *self._genitives(word))
            if _stands(form, (words if form.exact else folded)[place : place + len(form.words)])
        }
        if self._unspaced:
            joined = "".join(folded)
            found |= {who for name, who in self._unspaced if name in joined}
        return found

    def _genitives(self, word: str) -> Iterable[tuple[Form, int]]:
        return self._by_first.get(word[:-1], ()) if word.endswith("s") else ()


def _stands(form: Form, words: list[str]) -> bool:
    """Whether these words are the form, the last of them perhaps with the s of a genitive."""
    *before, last = form.words
    return len(words) == len(form.words) and words[:-1] == before and words[-1] in (last, f"{last}s")
