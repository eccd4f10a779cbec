"""Find who does the saying: the phrase a speech verb belongs to."""

from collections.abc import Sequence

from claims.attribution.appositions import apposition
from claims.attribution.lexicon import Lexicon, either, leading, pronouns, small, words
from claims.attribution.phrases import PARTICIPLES, after, before, is_name
from claims.attribution.reading import Token
from claims.attribution.roles import HONORIFICS, SOURCES, can_speak, is_known_role, is_role

_PARTS = words("one two three some many most several none both")  # of them
_ALONE = words("one another other")  # of those named before
Phrase = tuple[int, int]  # token indices, the second behind the last

_CLOSEST = 10  # tokens between a paper and the verb, "released under the law" included
_COMMAS = 10  # more of them are a list
_FARTHEST = 45  # tokens between a speaker and his verb, appositions included


def head(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> Token:
    """Return the noun a phrase is about: "spokesman" of "a spokesman for the company"."""
    for at in range(phrase[0] + 1, phrase[1]):
        if tokens[at].low in PARTICIPLES and tokens[at - 1].low in SOURCES:
            return tokens[at - 1]  # papers released under the law
        if tokens[at].low in lexicon.noun_prepositions or tokens[at].low == "who":
            reduced = tokens[at - 1].low in PARTICIPLES and at - 2 >= phrase[0]
            return tokens[at - 2] if reduced else tokens[at - 1]
    return tokens[phrase[1] - 1]


def speaks(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a phrase is one that can hold an opinion: a name, a person, a group, a pronoun."""
    noun = head(tokens, phrase, lexicon)
    if tokens[phrase[1] - 1].low == "them":
        return True
    if phrase[1] - phrase[0] < 3 and noun.low in _ALONE:
        return True
    if noun.low in pronouns(lexicon) or can_speak(noun.low) or is_role(noun.low) or noun.low in HONORIFICS:
        return True
    if not is_name(noun, lexicon):
        return False
    return phrase[0] > 0 or phrase[1] - phrase[0] > 1 or not noun.low.endswith("ing")


def documents(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> bool:
    """Tell whether a phrase is a report, a study, a set of figures."""
    return head(tokens, phrase, lexicon).low in SOURCES


def left_of(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[Phrase | None, int]:
    """Return the subject before a verb, and the index of the token the search began with.

    Auxiliaries, adverbs and "on Tuesday" between them are skipped, and so are descriptions between
    commas: in "Aziz, 34, who fled in May, said" it is Aziz.
    """
    at = verb - 1
    while at >= 0 and tokens[verb].low.endswith("ing") and tokens[at].low in either(lexicon, "be", "adverbs"):
        at -= 1
    at = _skip(tokens, at, lexicon)
    if at < 0 or tokens[at].kind == "quote":
        return None, at
    token = tokens[at]
    if token.low in PARTICIPLES and at < verb - 1:  # an audit released Thursday says
        return before(tokens, at - 1, lexicon) if at else None, at
    if token.low in ("named", "identified") and tokens[at - 1].low == "be":
        return _unnamed(tokens, at, lexicon), at
    published = _published(tokens, at, lexicon)
    if published is not None:
        return published, at
    if token.low in pronouns(lexicon):
        return (at, at + 1), at
    if token.low == "them" and at > 1 and tokens[at - 1].low == "of" and tokens[at - 2].low in _PARTS:
        return (at - 2, at + 1), at
    if token.low in _ALONE and lexicon.code == "en":
        other = token.low == "other" and at > 0 and tokens[at - 1].low == "the"
        return ((at - 1, at + 1) if other else (at, at + 1) if token.low != "other" else None), at
    if token.low in lexicon.others:
        return None, at
    if token.low in lexicon.relatives:
        return _antecedent(tokens, at, lexicon), at
    if token.text in (",", "—", "–", ")"):
        found = _before_apposition(tokens, at, lexicon) if token.text != ")" else None
        return found or before(tokens, at, lexicon), at
    return _with_part(tokens, before(tokens, at, lexicon)), at


def _unnamed(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Phrase | None:
    """Return "a man" of "a man who asked not to be named"."""
    for at in range(last - 1, max(0, last - _CLOSEST), -1):
        if tokens[at].low == "who":
            return before(tokens, at - 1 - (tokens[at - 1].text == ","), lexicon)
    return None


def _with_part(tokens: Sequence[Token], phrase: Phrase | None) -> Phrase | None:
    """Return "one of the diplomats" for "the diplomats"."""
    if phrase is None or phrase[0] < 2 or tokens[phrase[0] - 1].low != "of":
        return phrase
    return (phrase[0] - 2, phrase[1]) if tokens[phrase[0] - 2].low in _PARTS else phrase


def _published(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> Phrase | None:
    """Return "papers released under the law" where it ends at `last`, or None if it is no such thing."""
    for at in range(last - 1, max(0, last - _CLOSEST), -1):
        if tokens[at].kind != "word" or tokens[at].low in lexicon.that or tokens[at].low in lexicon.be:
            return None
        if tokens[at].low in PARTICIPLES and tokens[at - 1].low in SOURCES:
            source = before(tokens, at - 1, lexicon)
            return (source[0], last + 1) if source is not None else None
    return None


def _skip(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    while at >= 0:
        token = tokens[at]
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        manner = token.low.endswith("ly") and token.text.islower() and not can_speak(token.low)
        dated = behind is not None and _is_date(behind, lexicon) and token.low in ("on", "in", "last")
        day = token.text[0].isdigit() and at > 0 and _is_date(tokens[at - 1], lexicon)
        if (
            token.low in either(lexicon, "auxiliaries", "adverbs")
            or manner
            or dated
            or day
            or _is_date(token, lexicon)
        ):
            at -= 1
        else:
            break
    return at


def _is_date(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.times or token.text == "May"


def _antecedent(tokens: Sequence[Token], who: int, lexicon: Lexicon) -> Phrase | None:
    last = who - 1
    if last >= 0 and tokens[last].text == ",":
        last -= 1
    return before(tokens, last, lexicon) if last >= 0 else None


def _before_apposition(tokens: Sequence[Token], closing: int, lexicon: Lexicon) -> Phrase | None:
    """Return the phrase in front of the descriptions that end with the comma at `closing`."""
    best: Phrase | None = None
    commas = 0
    for at in range(closing - 1, max(0, closing - _FARTHEST), -1):
        token = tokens[at]
        if token.kind == "quote" or token.text in (";", ":"):
            break
        if token.text not in (",", "—", "–") or at == closing:
            continue
        commas += 1
        if commas > _COMMAS:
            break
        phrase = before(tokens, at - 1, lexicon)
        if phrase is None or not _begins_clause(tokens, phrase[0], lexicon):
            continue
        if _is_somebody(tokens, phrase, at, lexicon) and not (
            best and _named(tokens, best, lexicon) and not _named(tokens, phrase, lexicon)
        ):
            best = phrase
    return (name_behind(tokens, best, lexicon) or best) if best else None


def name_behind(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> Phrase | None:
    """Return the name that explains a phrase, as in "her spokeswoman, Julia Hahn,", or None."""
    comma = phrase[1]
    if comma >= len(tokens) or tokens[comma].text != ",":
        return None
    noun = head(tokens, phrase, lexicon)
    office = noun is not tokens[phrase[1] - 1] and is_known_role(noun.low)
    if _named(tokens, phrase, lexicon) and not office:
        return None  # but "the mayor of Harland, Ruth Obi,"
    name = after(tokens, comma + 1, lexicon)
    if name is None or not _named(tokens, name, lexicon):
        return None
    return name if name[1] == len(tokens) or tokens[name[1]].text in (",", "—", "–", ".") else None


def described_from(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> int:
    """Return where "its director, Ann Lee" begins, for the phrase "Ann Lee"; else where the phrase does."""
    comma = phrase[0] - 1
    if comma < 1 or tokens[comma].text != "," or tokens[comma - 1].kind != "word":
        return phrase[0]
    description = before(tokens, comma - 1, lexicon)
    if description is None or not speaks(tokens, description, lexicon):
        return phrase[0]
    if name_behind(tokens, (description[0], comma), lexicon) != phrase:
        return phrase[0]
    opens = description[0] == 0 or tokens[description[0] - 1].kind != "word"
    return description[0] if opens or tokens[description[0]].low in leading(lexicon) else phrase[0]


def _begins_clause(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> bool:
    if first == 0:
        return True
    left = tokens[first - 1]
    return left.kind != "word" or left.low in either(lexicon, "conjunctions", "joins", "that")


def _named(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> bool:
    return is_name(tokens[phrase[1] - 1], lexicon)


def _is_somebody(tokens: Sequence[Token], phrase: Phrase, comma: int, lexicon: Lexicon) -> bool:
    if documents(tokens, phrase, lexicon):
        return True
    if not speaks(tokens, phrase, lexicon):
        return tokens[phrase[0]].low in lexicon.determiners and phrase[1] - phrase[0] == 2
    if phrase[1] - phrase[0] > 1 or phrase[0] > 0:
        return True
    behind = tokens[comma + 1]
    described = (
        behind.low in lexicon.relatives
        or behind.low in lexicon.determiners
        or behind.text[0].isdigit()
        or (behind.low.endswith("ing") and behind.text.islower() and can_speak(tokens[phrase[0]].low))
    )
    return described or apposition(tokens, comma, lexicon) is not None


def right_of(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> Phrase | None:
    """Return the subject behind a verb that stands before it: "said the minister"."""
    at = verb + 1
    while at < len(tokens) and (tokens[at].low in lexicon.adverbs or tokens[at].low in ("-", "se")):
        at += 1
    if at < len(tokens) and tokens[at].low in pronouns(lexicon) and tokens[at].low not in lexicon.neuter:
        return at, at + 1
    if at >= len(tokens) or tokens[at].low in lexicon.others:
        return None
    return after(tokens, at, lexicon)


def of_unit(tokens: Sequence[Token], lexicon: Lexicon) -> Phrase | None:
    """Return the subject a sentence begins with, behind "But" or "In Moscow," where it has one."""
    at = 0
    while (
        at < len(tokens)
        and tokens[at].kind == "word"
        and tokens[at].low in either(lexicon, "conjunctions", "joins", "adverbs")
    ):
        at += 1
    if at < len(tokens) and at and tokens[at].text == ",":
        at += 1
    phrase = _subject_at(tokens, at, lexicon)
    if phrase is not None:
        return phrase
    for comma in range(at, min(len(tokens), at + 25)):
        if tokens[comma].text == ",":
            return _subject_at(tokens, comma + 1, lexicon)
    return None


def _subject_at(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    if at >= len(tokens):
        return None
    if tokens[at].low in pronouns(lexicon):
        return at, at + 1
    if tokens[at].low in small(lexicon) and tokens[at].low not in either(
        lexicon, "determiners", "possessives"
    ):
        return None
    phrase = after(tokens, at, lexicon)
    if phrase is None or tokens[phrase[1] - 1].low.endswith(("'s", "s'")):
        return None  # "Ann Hale's first album"
    if not (speaks(tokens, phrase, lexicon) or documents(tokens, phrase, lexicon)):
        return None
    return name_behind(tokens, phrase, lexicon) or phrase
