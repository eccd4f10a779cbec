"""Whether two names may be those of one person or body: proposals for a person to judge, never more."""

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from claims.attribution.lexicon import words
from claims.attribution.roles import HONORIFICS, INSTITUTIONS, ROLES
from claims.fingerprint import normalised


class Why(StrEnum):
    """What two names have in common; the surest first."""

    SAME_NAME = "same_name"  # but for titles and offices
    MIDDLE_NAME = "middle_name"
    INITIALS = "initials"
    ACRONYM = "acronym"
    SPELLING = "spelling"  # or a short form of the given name
    SURNAME = "surname"


_SMALL: Final = words("the a an of for and in at to der die das von zu le la les de des du el los y e")
_PARTICLES: Final = words("von van der den de del della di da du la le bin ibn al el zu zur y e")
_LINKS: Final = frozenset(("of", "for", "and", "at", "in", "the"))
_SUFFIXES: Final = frozenset(("jr", "sr", "ii", "iii", "iv", "phd", "md", "mp", "obe", "cbe"))
_TITLES: Final = frozenset(word.rstrip(".") for word in HONORIFICS) | _SUFFIXES
_OFFICES: Final = frozenset(ROLES)
_BODIES: Final = frozenset(INSTITUTIONS)
_BRACKETS: Final = re.compile(r"\(([^()]{2,30})\)")
_SAME_BEGINNING: Final = 4  # letters: Dmitry and Dmitri, Alex and Alexander
_MOST_WORDS: Final = 6
_ACRONYM: Final = re.compile(r"[a-z]{2,6}\Z")


def alike(name: str, other: str) -> Why | None:
    """Return what speaks for the two being one person or body, None if nothing does; in either order."""
    ours, theirs = _words(name), _words(other)
    if not ours or not theirs:
        return None
    if _meaning(ours) == _meaning(theirs):
        return Why.SAME_NAME
    if _short_for(name, theirs) or _short_for(other, ours):
        return Why.ACRONYM
    return _one_person(_person(ours), _person(theirs))


def looked_for(name: str) -> str:
    """Return the word that is in the key of every row `alike` finds by its words; "" if there is none."""
    said = _words(name)
    person = _person(said)
    return person[-1] if person else max(_meaning(said), key=len, default="")


def acronym_of(name: str) -> str:
    """Return the letters that a name of several words may be shortened to, "" for others."""
    letters = "".join(word[0] for word in _meaning(_words(name)))
    return letters if len(letters) > 1 else ""


def spelled_out(name: str) -> str:
    """Return a regular expression for the keys of names that this one may be short for, "" if for none."""
    short = "".join(_words(name))
    if not _ACRONYM.match(short) or name.islower():
        return ""
    return "^(the )?" + r"\S* ((of|for|and|the|in) )*".join(short) + r"\S*$"


def _words(name: str) -> list[str]:
    bare = normalised(_BRACKETS.sub(" ", name)).replace(",", " ")
    return [word for raw in bare.split() if (word := raw.strip(".'\"()’"))]


def _meaning(said: Iterable[str]) -> list[str]:
    """The words without articles and the like."""
    return [word for word in said if word not in _SMALL]


def _short_for(name: str, said: list[str]) -> bool:
    letters = "".join(word[0] for word in _meaning(said))
    forms = {
        "".join(_words(name)).replace(".", ""),
        *(normalised(short) for short in _BRACKETS.findall(name)),
    }
    return len(letters) > 1 and letters in forms


def _person(said: list[str]) -> list[str]:
    """The given names and the surname, [] for what is no person's name."""
    office = max((place for place, word in enumerate(said) if word in _OFFICES), default=-1)
    named = said[office + 1 :] if office + 1 < len(said) else said
    named = [word for word in named if word not in _TITLES]
    if not 0 < len(named) <= _MOST_WORDS or set(named) & (_LINKS | _BODIES):
        return []
    return [word for word in named[:-1] if word not in _PARTICLES] + named[-1:]


def _one_person(ours: list[str], theirs: list[str]) -> Why | None:
    if not ours or not theirs or ours[-1] != theirs[-1]:
        return None
    given, other = ours[:-1], theirs[:-1]
    if given == other:
        return Why.SAME_NAME
    if not given or not other:
        return Why.SURNAME
    first, second = given[0], other[0]
    if first == second:
        return Why.MIDDLE_NAME if _middle_fits(given[1:], other[1:]) else None
    if _is_initial(first, given) or _is_initial(second, other):
        return Why.INITIALS if first[0] == second[0] else None
    return Why.SPELLING if first[:_SAME_BEGINNING] == second[:_SAME_BEGINNING] and len(first) > 2 else None


def _is_initial(word: str, given: list[str]) -> bool:
    """A letter, or the letters of several given names written as one: J.K."""
    return len(word) == 1 or ("." in word and len(given) == 1)


def _middle_fits(ours: list[str], theirs: list[str]) -> bool:
    """Whether middle names do not speak against each other: one has none, or they begin alike."""
    return all(a[0] == b[0] for a, b in zip(ours, theirs, strict=False))
