"""Find names and the descriptions beside them: "Ann Hale, 40, spokeswoman of the ministry,"."""

from collections.abc import Sequence
from typing import Final

from claims.attribution.lexicon import Lexicon, small, verbs, words
from claims.attribution.people import HE, SHE
from claims.attribution.phrases import PARTICLES, is_name
from claims.attribution.reading import Token
from claims.attribution.roles import (
    BYGONE,
    FEMALE,
    HONORIFICS,
    MALE,
    PORTFOLIOS,
    is_known_role,
    is_role,
    role_and_organisation,
    without_article,
)


def apposition(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[str, str, str, int] | None:
    """Return role, organisation, gender and end of ", spokeswoman of the ministry," at a comma.

    An age before it is skipped. None if what follows the comma describes nobody's office.
    """
    if at + 1 >= len(tokens) or tokens[at].text != ",":
        return None
    first = at + 1
    if tokens[first].text.isdigit() and first + 1 < len(tokens):
        if tokens[first + 1].text != ",":
            return None
        first += 2
    end = first
    while end < len(tokens) and end < first + 18 and tokens[end].kind == "word":
        if tokens[end].low in lexicon.relatives or (end > first and tokens[end].low in _SAID):
            break
        end += 1
    described = [token.text for token in tokens[first:end]]
    plain = [w.casefold() for w in without_article(described)]
    ends = (i for i, w in enumerate(plain) if w in lexicon.prepositions or (i and w in _AFTER_OFFICE))
    stop = next(ends, len(plain))
    if any(w in lexicon.be or w in lexicon.auxiliaries for w in plain):
        return None
    if not plain or not stop or not is_role(plain[stop - 1]) or (end == len(tokens) and end > first + 17):
        return None
    if (
        any(w in verbs(lexicon) and w not in lexicon.noun_like for w in plain[:stop])
        or plain[0] in lexicon.conjunctions
    ):
        return None
    role, house = role_and_organisation(described)
    gender = SHE if plain[stop - 1] in FEMALE else HE if plain[stop - 1] in MALE else ""
    return role, house, gender, end


_SAID: Final = words("said says told tells added adds")
# "the councillor responsible for the port": the office is the word before.
_AFTER_OFFICE: Final = words(
    "responsible charged tasked overseeing leading heading handling running representing"
)


def named_runs(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[int, int]]:
    """Return the phrases of the tokens that hold a capitalised name, with the office before it."""
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(tokens):
        if not is_name(tokens[at], lexicon):
            at += 1
            continue
        end = at + 1
        while end < len(tokens) and end < at + 12 and _continues(tokens, end, lexicon):
            end += 1
        first = at
        if first > 0 and is_known_role(tokens[first - 1].low):
            while first > 0 and first > at - 6 and _describes(tokens[first - 1], lexicon):
                first -= 1
        if first > 0 and tokens[first - 1].low in BYGONE:
            first -= 1
        runs.append((first, end))
        at = end
    return runs


def _continues(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if is_name(token, lexicon) or (token.low in HONORIFICS and token.capital):
        return True
    if is_known_role(token.low) and token.kind == "word":
        return at + 1 < len(tokens) and is_name(tokens[at + 1], lexicon)
    joined = (token.low in PARTICLES or token.low in ("of", "for")) and token.text.islower()
    if token.low in ("of", "for"):  # Secretary of State
        if not is_known_role(tokens[at - 1].low):
            return False
        the = at + 2 < len(tokens) and tokens[at + 1].low == "the"
        if the and tokens[at + 2].low in PORTFOLIOS and at + 3 < len(tokens):
            return is_name(tokens[at + 2], lexicon) and is_name(tokens[at + 3], lexicon)
        joined = at + 1 < len(tokens) and tokens[at + 1].low in PORTFOLIOS
    if token.low == "the":  # Leader of the Opposition Joan Hale
        return tokens[at - 1].low == "of" and _continues(tokens, at - 1, lexicon)
    return joined and at + 1 < len(tokens) and is_name(tokens[at + 1], lexicon)


def _describes(token: Token, lexicon: Lexicon) -> bool:
    if token.kind != "word" or token.low in small(lexicon) or token.low in verbs(lexicon):
        return False
    return token.capital or not token.low.endswith(("ed", "ing", "ly"))
