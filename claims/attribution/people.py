"""Read a noun phrase as a speaker: name, office, house, and whether a he or a she."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from claims.attribution.lexicon import words
from claims.attribution.names import FEMALE_NAMES, HONOURS, MALE_NAMES
from claims.attribution.phrases import AIDES, PARTICLES
from claims.attribution.reading import Token
from claims.attribution.roles import (
    FEMALE,
    HONORIFICS,
    INSTITUTIONS,
    MALE,
    NAMED_BODIES,
    PORTFOLIOS,
    SOURCES,
    can_speak,
    is_article,
    is_known_role,
    is_role,
    role_and_organisation,
    without_article,
)

_REMEMBERED: Final = 4096  # phrases
_described: dict[tuple[str, ...], "Mention"] = {}
HE: Final = "he"
SHE: Final = "she"


@dataclass(frozen=True, slots=True)
class Mention:
    """A speaker as one phrase of the article gives him.

    `person` tells a named person from a group, an institution or an unnamed "spokesman for the company".
    """

    name: str
    role: str
    organisation: str
    gender: str
    person: bool


def describe(phrase: Sequence[Token]) -> Mention:
    """Return the speaker a noun phrase names. An article repeats its names: each is read once."""
    words = tuple([token.text for token in phrase])
    mention = _described.get(words)
    if mention is None:
        if len(_described) >= _REMEMBERED:
            _described.clear()
        mention = _described[words] = _describe(phrase)
    return mention


def _describe(phrase: Sequence[Token]) -> Mention:
    while len(phrase) > 2 and phrase[-1].low in HONOURS and phrase[-2].capital:
        phrase = phrase[:-1]
    if len(phrase) > 1 and phrase[-1].capital and phrase[-1].low.endswith(_OWNS):
        phrase = [*phrase[:-1], _without_mark(phrase[-1])]  # "Ann Hale's first album": Ann Hale
    phrase = _without_origin(phrase)
    given = [token.text for token in phrase]
    housed = _housed(phrase)
    if housed is not None:
        return housed
    if _is_body_of(phrase):
        return _unnamed(given, "")
    sent = _sent(phrase)
    if sent is not None:
        return sent
    owned = _owned(phrase)
    if owned is not None:
        return owned
    start = len(phrase)
    while start > 0 and _in_name(phrase, start - 1):
        start -= 1
    while (
        start < len(phrase)
        and phrase[start].low in PARTICLES
        and phrase[start].low in ("the", "la", "de", "der", "el", "y")
    ):
        start += 1
    left, name = given[:start], given[start:]
    gender = _gender(phrase, start)
    parts = [word.casefold() for word in name]
    if not name or "and" in [token.low for token in phrase] or _is_institution(parts):
        return _unnamed(given, gender)
    titles = [word for word in left if word.casefold() not in HONORIFICS]
    if len(titles) > 1 and titles[-1].casefold() in _ADDRESS and any(is_known_role(w) for w in titles[:-1]):
        titles.pop()  # lead author Professor Ann Hale
    if titles and all(is_article(word) for word in titles):
        return Mention(" ".join(name), "", "", gender, person=len(titles) < len(left))
    if left and not titles:
        return Mention(" ".join(name), "", "", gender, person=True)
    office = without_article(titles)
    head = office[-1].casefold() if office else ""
    if head in PORTFOLIOS:
        head = next((w.casefold() for w in reversed(office) if is_known_role(w.casefold())), head)
    plain = not any(word.casefold() in ("of", "for", "from", "by", "in") for word in titles)
    if plain and head in NAMED_BODIES and not first_name_gender(name[0].casefold()):
        return Mention(" ".join(name), "", "", "", person=False)
    if any(word.casefold() in SOURCES for word in titles):
        return _unnamed(given, gender)  # figures of the Trieste chamber
    if office and office[-1].islower() and head.endswith(_ABSTRACT):
        return Mention(
            " ".join(name), "", "", gender, person=len(name) > 1
        )  # after legal consultation Oslo said
    if titles and (is_role(head) or _is_common(office)):
        role, house = role_and_organisation(titles)
        return Mention(" ".join(name), role, house, gender, person=is_role(head))
    if titles:
        return _unnamed(given, gender)
    return Mention(" ".join(name), "", "", gender, person=len(name) > 1)


def _housed(phrase: Sequence[Token]) -> Mention | None:
    """Read "Ingrid Aas of the Polar Institute": a person, and the house behind the preposition."""
    for at in range(1, len(phrase) - 1):
        if phrase[at].low in ("of", "at", "for", "from", "de", "von", "du") and phrase[at - 1].capital:
            left = describe(phrase[:at])
            if not left.person or is_known_role(phrase[at - 1].low):
                return None
            house = " ".join(without_article([token.text for token in phrase[at + 1 :]]))
            return Mention(left.name, left.role, left.organisation or house, left.gender, person=True)
    return None


def _without_origin(phrase: Sequence[Token]) -> Sequence[Token]:
    """Take "16-year-old Indian" off a name that follows it."""
    first = 0
    while first < len(phrase) - 2 and (
        is_article(phrase[first].text) or phrase[first].low.endswith("-year-old")
    ):
        first += 1
    aged = first > 0 and phrase[first - 1].low.endswith("-year-old")
    at = phrase[first]
    people = at.capital and at.low.endswith(("ian", "ish", "ese", "can", "aqi", "eli", "briton"))
    named = all(t.capital and not can_speak(t.low) for t in phrase[first + 1 :])
    if people and len(phrase) - first > 2 and named and not first_name_gender(at.low):
        return phrase[first + 1 :]
    return phrase[first:] if aged and phrase[-1].capital else phrase


def _sent(phrase: Sequence[Token]) -> Mention | None:
    """Read "China's ambassador to Britain Liu Xiaoming": the country is no part of the name."""
    for at in range(1, len(phrase) - 3):
        if phrase[at].low == "to" and phrase[at - 1].low in AIDES and is_known_role(phrase[at - 1].low):
            rest = phrase[at + 1 :]
            if len(rest) == 3 and all(t.capital and not is_known_role(t.low) for t in rest):
                role, house = role_and_organisation([t.text for t in phrase[: at + 2]])
                name = " ".join(t.text for t in rest[1:])
                return Mention(name, role, house, first_name_gender(rest[1].low), person=True)
    return None


def _without_mark(token: Token) -> Token:
    cut = 1 if token.low[-1] == "'" else 2
    return token._replace(text=token.text[:-cut], low=token.low[:-cut])


def _owned(phrase: Sequence[Token]) -> Mention | None:
    """Read "Labour's Rhona Gale" and "the Green party's leader Jo Finn": a person of a house."""
    for at in range(len(phrase) - 2):
        if not phrase[at].low.endswith(_OWNS) or not any(t.capital for t in phrase[: at + 1]):
            continue
        if any(t.low in ("in", "of", "at", "for", "from", "on") for t in phrase[:at]):
            return None  # authorities in China's Inner Mongolia
        if any(token.low.endswith(_OWNS) for token in phrase[at + 1 :]):
            return None
        person = describe(phrase[at + 1 :])
        if not person.person or any(can_speak(w.casefold()) for w in person.name.split()):
            return None
        if person.role:  # the role knows whether its owner is a house
            titles = [t.text for t in phrase if t.text not in person.name.split() and t.low not in HONORIFICS]
            role, house = role_and_organisation(titles)
            return replace(person, role=role, organisation=house)
        house = " ".join(without_article([t.text for t in phrase[: at + 1]]))
        return replace(person, organisation=house[: -1 if house[-1] in "'’" else -2])
    return None


def _is_body_of(phrase: Sequence[Token]) -> bool:
    """Tell whether it is "Army Corps of Engineers" or "Bank of England": one name, and nobody's office."""
    if any(is_known_role(token.low) for token in phrase if token.text.islower()):
        return False
    for at in range(1, len(phrase) - 1):
        if phrase[at].low in ("of", "for") and phrase[at - 1].low in _BODIES and phrase[at - 1].capital:
            return phrase[-1].capital
    return False


def _in_name(phrase: Sequence[Token], at: int) -> bool:
    token = phrase[at]
    if token.kind == "word" and token.low in PARTICLES and token.text.islower():
        return at + 1 < len(phrase) and phrase[at + 1].capital and at > 0 and phrase[at - 1].capital
    if not token.capital or token.low in HONORIFICS:
        return False
    if first_name_gender(token.low):  # Dean Whitmore
        return True
    if token.low in _SURNAMES and at + 1 == len(phrase) and at and first_name_gender(phrase[at - 1].low):
        return True  # Stephen King
    if token.low == "son" and at + 1 == len(phrase) and at and phrase[at - 1].capital:
        return not is_known_role(phrase[at - 1].low)  # Masayoshi Son
    if token.low in PORTFOLIOS and any(is_known_role(t.low) for t in phrase[:at]):
        return False  # Secretary of State Ann Cole
    return not is_known_role(token.low) and token.low not in (
        "the",
        "a",
        "an",
        "both",
        "former",
        "prime",
        "vice",
    )


_BODIES: Final = words(
    """corps bank university institute ministry department office bureau council court society college church
    academy association federation league union board chamber house centre center union"""
)
_OWNS: Final = ("'s", "s'")
_ADDRESS: Final = words("professor prof prof. reverend rev rev. father captain")
_ABSTRACT: Final = ("tion", "sion", "ment", "ness", "ity", "ism", "ance", "ence")
_SURNAMES: Final = words("king pope bishop prince major judge priest farmer coach chancellor baron marshall")


def _is_institution(parts: Sequence[str]) -> bool:
    return any(part in INSTITUTIONS for part in parts)


def _is_common(office: Sequence[str]) -> bool:
    """Tell whether "grid operator" in "grid operator Nordlink" is a plain description."""
    return (
        bool(office)
        and office[-1].islower()
        and all(w.isalpha() for w in office)
        and not office[-1].endswith(_ABSTRACT)
        and office[-1] not in PARTICLES | {"for", "at", "from", "by", "with", "in", "on", "to", "and"}
    )


def _unnamed(given: Sequence[str], gender: str) -> Mention:
    """A group, an institution, or somebody known by his office alone."""
    plain = without_article(given)
    role, house = "", ""
    if any(word.casefold() in ("for", "of", "at", "from", "to") for word in plain) and is_known_role(
        _head(plain)
    ):
        role, house = role_and_organisation(plain)
    elif plain and is_known_role(plain[-1].casefold()) and len(plain) > 1:
        role, house = role_and_organisation(plain)
        role, house = (role, house) if house else ("", "")
    return Mention(" ".join(plain), role, house, gender, person=False)


def _head(plain: Sequence[str]) -> str:
    for i, word in enumerate(plain):
        if word.casefold() in ("for", "of", "at", "from", "to"):
            return plain[i - 1].casefold() if i else ""
    return plain[-1].casefold() if plain else ""


def _gender(phrase: Sequence[Token], start: int) -> str:
    for token in phrase[:start]:
        if token.low in FEMALE:
            return SHE
        if token.low in MALE:
            return HE
    return first_name_gender(phrase[start].low) if start < len(phrase) - 1 else ""


def first_name_gender(low: str) -> str:
    """Return "he" or "she" for a listed given name, "" for any other."""
    if low in FEMALE_NAMES:
        return SHE
    return HE if low in MALE_NAMES else ""
