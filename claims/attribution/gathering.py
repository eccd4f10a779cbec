"""Read all of an article for the people in it, before anybody speaks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from claims.attribution.appositions import apposition, named_runs
from claims.attribution.cast import Cast, noun_of
from claims.attribution.lexicon import Lexicon, leading, pronouns
from claims.attribution.people import Mention, describe, first_name_gender
from claims.attribution.phrases import after, before, is_name
from claims.attribution.reading import Token, Unit
from claims.attribution.roles import (
    HONORIFICS,
    INSTITUTIONS,
    NAMED_BODIES,
    OF,
    can_speak,
    is_known_role,
    role_and_organisation,
    without_article,
)
from claims.attribution.subjects import head, of_unit


def gather(units: Iterable[Unit], lexicon: Lexicon) -> Cast:
    """Read all of an article for the people in it and their offices, before anybody speaks."""
    cast = Cast(lexicon)
    singles: list[tuple[int, Mention]] = []
    last: Unit | None = None
    for unit in units:
        for first, end in named_runs(unit.tokens, lexicon):
            mention = _with_apposition(unit.tokens, first, end, lexicon)
            if mention is None:
                continue
            if mention.role and not mention.organisation and _of_its(unit.tokens, first, lexicon):
                mention = replace(mention, organisation=_house_near(unit, last, lexicon))
            if len(mention.name.split()) > 1:
                cast.mentions.append((unit.tokens[first].start, cast.learn(mention)))
            else:  # a full name that comes later must be known first
                singles.append((unit.tokens[first].start, mention))
        last = unit
    cast.mentions.extend((at, cast.learn(mention)) for at, mention in singles)
    cast.mentions.sort(key=lambda mention: mention[0])
    return cast


def _house_near(unit: Unit, last: Unit | None, lexicon: Lexicon) -> str:
    """Return whose "its director" is: the house this sentence is about, or the one before."""
    return _house_of(unit.tokens, lexicon) or (_house_of(last.tokens, lexicon) if last else "")


def _house_of(tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """Return the institution that a sentence is about, "" if it is about none."""
    phrase = of_unit(tokens, lexicon)
    if phrase is None or tokens[phrase[1] - 1].low in pronouns(lexicon):
        return ""
    noun = head(tokens, phrase, lexicon)
    if noun.low not in INSTITUTIONS and not (noun.text.isupper() and len(noun.text) > 1):
        return ""
    mention = describe(tokens[phrase[0] : phrase[1]])
    return "" if mention.person or mention.role else mention.name


def _of_its(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> bool:
    """Tell whether "its director," stands before a name."""
    for token in reversed(tokens[max(0, first - 8) : max(0, first - 1)]):
        if token.kind != "word":
            return False
        if token.low in lexicon.possessives:
            return token.low == "its"
    return False


def _with_apposition(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> Mention | None:
    """Return a person's mention with the office that stands before or behind the name; None for others."""
    while first < end and tokens[first].low in leading(lexicon):
        first += 1
    if first >= end:
        return None
    mention = describe(tokens[first:end])
    ahead = _office_ahead(tokens, first, end, lexicon)
    if ahead and mention.name and not mention.role:
        return ahead_of(mention, ahead)
    behind = apposition(tokens, _past_brackets(tokens, end), lexicon)
    if (
        behind
        and mention.name
        and not mention.role
        and not any(w.casefold() in HONORIFICS for w in mention.name.split())
    ):
        role, house, gender, _ = behind
        if not mention.person and role and _is_trade(role):
            return None  # Apple, a giant producer of telephones
        if mention.person or len(mention.name.split()) < 4:
            return Mention(mention.name, role, house, mention.gender or gender, person=True)
    if mention.person and mention.role and not mention.organisation:
        house = behind[1] if behind else _from_house(tokens, end, lexicon)
        mention = replace(mention, organisation=house)
    return mention if mention.person else None


def _from_house(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> str:
    """Return the house in ", from the Institute of Health," behind a name."""
    if at + 2 >= len(tokens) or tokens[at].text != "," or tokens[at + 1].low not in ("from", "of", "at"):
        return ""
    phrase = after(tokens, at + 2, lexicon)
    if phrase is None or not any(t.low in INSTITUTIONS for t in tokens[phrase[0] : phrase[1]]):
        return ""
    return " ".join(without_article([t.text for t in tokens[phrase[0] : phrase[1]]]))


def _office_ahead(tokens: Sequence[Token], first: int, end: int, lexicon: Lexicon) -> list[Token]:
    """Return "Her spokeswoman" of "Her spokeswoman, Julia Hahn, said": an office that a name explains."""
    if first < 2 or tokens[first - 1].text != "," or (tokens[end : end + 1] and tokens[end].kind == "word"):
        return []
    phrase = before(tokens, first - 2, lexicon)
    if phrase is None:
        return []
    office = is_known_role(head(tokens, phrase, lexicon).low)
    if not office and (is_name(tokens[first - 2], lexicon) or not can_speak(tokens[first - 2].low)):
        return []
    while not office and any(t.low in lexicon.noun_prepositions for t in tokens[phrase[0] : phrase[1]]):
        phrase = (phrase[0] + 1, phrase[1])  # the judgment of another witness, Ann Hale
    begins = phrase[0] == 0 or tokens[phrase[0] - 1].kind != "word"
    leads = tokens[phrase[0]].low in leading(lexicon) or phrase[0] == 0
    return list(tokens[phrase[0] : phrase[1]]) if begins or leads else []


def ahead_of(mention: Mention, office: Sequence[Token]) -> Mention:
    """Return a mention with the office that stands before its comma; a house has no office."""
    gender = mention.gender or describe(office).gender
    titles = [token.low for token in office]
    stop = next((i for i, word in enumerate(titles) if i and word in OF), None)
    noun = titles[(stop or len(titles)) - 1]
    body = noun in NAMED_BODIES and not first_name_gender(mention.name.split()[0].casefold())
    if body or not is_known_role(noun):
        return Mention(mention.name, "", "", "", person=False)
    role, house = role_and_organisation([token.text for token in office])
    # "Spokeswoman" has its capital from the sentence, "Chief Medical Officer" has its own.
    common = is_known_role(role.split(" ")[0].casefold()) and role[1:].islower()
    return Mention(mention.name, role[:1].lower() + role[1:] if common else role, house, gender, person=True)


def _is_trade(role: str) -> bool:
    """Tell whether a description is a company's: "the largest producer of steel"."""
    return noun_of(role) in NAMED_BODIES or noun_of(role) in INSTITUTIONS


def _past_brackets(tokens: Sequence[Token], at: int) -> int:
    if at < len(tokens) and tokens[at].text == "(":
        for end in range(at + 1, min(at + 8, len(tokens))):
            if tokens[end].text == ")":
                return end + 1
    return at
