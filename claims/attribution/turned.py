"""Frames whose speaker stands behind the verb: "..., said the minister", "was accused by the minister"."""

from collections.abc import Sequence

from claims.attribution.behind import past_description, quote_behind
from claims.attribution.frame import PAUSES, Frame
from claims.attribution.lexicon import Lexicon, either, pronouns
from claims.attribution.phrases import after
from claims.attribution.reading import Token
from claims.attribution.subjects import Phrase, documents, left_of, name_behind, right_of, speaks


def is_passive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    if not tokens[at].low.endswith(("ed", "en", "id", "ld")) or lexicon.code != "en":
        return False
    left = at - 1
    while left >= 0 and tokens[left].low in lexicon.adverbs:
        left -= 1
    if left < 0:
        return False
    if tokens[left].low in lexicon.be:
        return True
    reduced = tokens[left].text == "," or _is_common_noun(tokens[left], lexicon)
    return reduced and tokens[at].low in lexicon.label and _agent(tokens, at, lexicon) is not None


def _is_common_noun(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word is lower-case and could be what a reduced passive describes."""
    return token.kind == "word" and token.text.islower() and token.low not in pronouns(lexicon)


def _agent(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where the "by" of a passive stands, if somebody who can speak follows it."""
    for by in range(at + 1, min(len(tokens), at + 9)):
        if tokens[by].kind == "mark":
            return None
        if tokens[by].low in lexicon.by:
            phrase = after(tokens, by + 1, lexicon)
            return by if phrase and speaks(tokens, phrase, lexicon) else None
    return None


def passive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """ "identified as radicals by security services": the words around it are theirs."""
    by = _agent(tokens, at, lexicon)
    phrase = after(tokens, by + 1, lexicon) if by is not None else None
    if by is None or phrase is None:
        return None
    if tokens[at].low == "told":  # "was told by his chief to go"
        told = phrase[1] < len(tokens) and tokens[phrase[1]].low in ("to", "that")
        start = before_be(tokens, at, lexicon)
        return Frame(at, phrase, start, phrase[1], False, phrase[1], None) if told else None
    right = phrase[1] if phrase[1] < len(tokens) and tokens[phrase[1]].low in ("of", "as", "that") else None
    if by > at + 1:
        return Frame(at, phrase, by, phrase[1], True, right, None)
    start = at - 1 if tokens[at - 1].low in lexicon.be else at
    return Frame(at, phrase, start, phrase[1], True, right, None)


def inverted(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """ "..., said the minister": what is said stands before the verb."""
    if not at or tokens[at].low not in lexicon.say or tokens[at].low in ("told", "tells"):
        return None
    start = at
    inside: Phrase | None = None  # the pronoun of "a-t-il ajouté"
    while lexicon.code != "en" and start > 1 and _leads_up(tokens[start - 1], lexicon):
        start -= 1  # a déclaré le ministre
        if tokens[start].low in pronouns(lexicon):
            inside = (start, start + 1)
    previous = tokens[start - 1]
    quoted = previous.kind == "quote" or (
        start > 1 and previous.text in PAUSES and tokens[start - 2].kind == "quote"
    )
    if not quoted and previous.text not in PAUSES:
        return None
    phrase = inside or right_of(tokens, at, lexicon)
    if phrase is None or (previous.kind == "quote" and not is_finished(previous)):
        return None
    end = max(phrase[1], at + 1)
    if not quoted:
        ends = (
            end == len(tokens)
            or tokens[end].kind == "mark"
            or tokens[end].low in either(lexicon, "prepositions", "times", "relatives")
        )
        told = speaks(tokens, phrase, lexicon) or documents(tokens, phrase, lexicon)
        if not ends or not (told or name_behind(tokens, phrase, lexicon)):
            return None
        if left_of(tokens, at, lexicon)[0] is not None:
            return None
    named = name_behind(tokens, phrase, lexicon)
    if named is not None:
        phrase, end = named, named[1]
    end = past_description(tokens, end, lexicon)
    return Frame(at, phrase, start, end, True, quote_behind(tokens, end, lexicon), None)


def _leads_up(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.auxiliaries or token.low in pronouns(lexicon) or token.low in ("-", "t")


def is_finished(token: Token) -> bool:
    """Tell whether a quotation ends like a sentence or breaks off with a comma."""
    return token.text[-1] in ",.?!…—–-" or len(token.text.split()) > 3


def before_be(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Return the index of the first "was" or "has been" before a passive."""
    while at > 1 and tokens[at - 1].low in either(lexicon, "be", "auxiliaries", "adverbs"):
        at -= 1
    return at
