"""Tell a verb of speech from the noun, the adjective or the other verb that looks like it."""

from collections.abc import Sequence
from typing import Final

from claims.attribution.english import FIGURED, LIGHT, POINTED, SEEN, SPEECH_NOUNS
from claims.attribution.frame import PAUSES
from claims.attribution.lexicon import Lexicon, either, leading, pronouns, verbs, words
from claims.attribution.phrases import before, is_name
from claims.attribution.reading import Token
from claims.attribution.roles import PLURALS

_JUDGING: Final = ("consider", "deem", "regard")  # "saw a sign “Keep out”" is no opinion
# "pleaded guilty", "reported to the colonel": other verbs that look alike.
_OTHERWISE: Final = {
    **dict.fromkeys(("plead", "pleads", "pleaded", "pleading"), words("guilty not no innocent")),
    **dict.fromkeys(("report", "reports", "reported", "reporting"), words("to for")),
    **dict.fromkeys(("answer", "answers", "answered", "answering"), words("to for")),
    **dict.fromkeys(("call", "calls", "called", "calling"), words("on up off in at")),
    **dict.fromkeys(("ask", "asks", "asked", "asking"), words("not to")),
    **dict.fromkeys(("agree", "agrees", "agreed"), words("to on with")),
}
_PASTS: Final = words("put cast read")
_ALONE: Final = words("one another other")  # "One said"
_CALLED: Final = words("ambulance police help emergency security elections election")
_STOPS: Final = (".", "!", "?", ":", "…")
_OPINION_REACH: Final = 12  # tokens between "sees" and "as"
LIGHT_REACH: Final = 7  # tokens between "raised" and "doubts"


def is_speech(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell a verb of speech from the noun, the adjective or the other verb that looks like it."""
    token = tokens[at]
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if previous is not None and previous.low.endswith(("'s", "s'")):
        return False
    if token.capital and at and is_name(token, lexicon) and (previous is None or previous.text not in _STOPS):
        return False
    if previous is not None and (previous.low in leading(lexicon) or (previous.low in lexicon.negations)):
        alone = previous.low in _ALONE and token.low not in lexicon.noun_like and lexicon.code == "en"
        return previous.low in pronouns(lexicon) or alone
    if lexicon.code != "en":
        return True
    if following is not None and following.low in _OTHERWISE.get(token.low, ()):
        return False
    if token.low.startswith("call") and _is_telephone(tokens, at):
        return False
    joined = previous is None or previous.low in either(lexicon, "joins", "prepositions")
    if token.low == "alleged" and joined and following is not None and _is_thing(following, lexicon):
        return False  # his boss and alleged thief
    if _is_denied(tokens, at, lexicon):
        return False
    if token.low in LIGHT:
        return any(t.low in SPEECH_NOUNS for t in tokens[at + 1 : at + LIGHT_REACH])
    if token.low in SEEN:
        noun = token.low in lexicon.noun_like and not _is_verb_here(tokens, at, lexicon)
        return not noun and _is_opinion(tokens, at)
    if token.low in FIGURED:
        return _puts_figure(tokens, at)
    if token.low.startswith("point"):
        return following is not None and following.low in POINTED and following.low != "at"
    return token.low not in lexicon.noun_like or _is_verb_here(tokens, at, lexicon)


def _is_thing(token: Token, lexicon: Lexicon) -> bool:
    begins = token.low in leading(lexicon) or token.low in pronouns(lexicon) or token.low in lexicon.others
    clause = begins or token.low in lexicon.that or token.low in lexicon.prepositions
    return token.kind == "word" and token.text.islower() and not clause and token.low not in lexicon.times


def _is_telephone(tokens: Sequence[Token], at: int) -> bool:
    """Tell "called 911" and "called an ambulance" from "called it a lie"."""
    called = [t for t in tokens[at + 1 : at + 4] if t.low not in ("a", "an", "the")]
    return bool(called) and (called[0].text[0].isdigit() or called[0].low in _CALLED)


def _is_denied(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether "did not" or "refused to" stands before the verb, in its own clause."""
    for token in reversed(tokens[max(0, at - 3) : at]):
        if token.kind == "mark":
            return False
        if token.low in lexicon.negations:
            return True
    return False


def _is_opinion(tokens: Sequence[Token], at: int) -> bool:
    """Tell "sees it as a sign" from "sees the sign"."""
    for token in tokens[at + 1 : at + _OPINION_REACH]:
        if token.low == "as" or (token.kind == "quote" and tokens[at].low.startswith(_JUDGING)):
            return True
        if token.kind == "mark":
            return False
    return False


def _puts_figure(tokens: Sequence[Token], at: int) -> bool:
    """Tell "puts the increase at nearly 85 percent" from "puts the cup on the table"."""
    behind = tokens[at + 1 : at + 12]
    to = next((i for i, t in enumerate(behind) if t.low == "at"), len(behind))
    return any(c.isdigit() for t in behind[to + 1 : to + 4] for c in t.text)


def _is_verb_here(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether "claims", "report", "states" are verbs, from the words on both sides."""
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if previous is None or (previous.kind == "mark" and previous.text not in (*PAUSES, ")")):
        return False
    if previous.low in lexicon.prepositions and previous.low != "to":
        return False
    if following is None or following.text in ".;":
        alone = previous.kind == "word" and not tokens[at].low.endswith("s")
        return _agrees(tokens, at, lexicon) and (alone or _clause_before(tokens, at, lexicon))
    if following.low in lexicon.that or following.kind == "quote" or following.text == ":":
        return True
    if following.low == "to" and tokens[at].low == "claims":
        return previous.low in pronouns(lexicon) or is_name(previous, lexicon)
    if not _agrees(tokens, at, lexicon):
        return False
    if following.low in verbs(lexicon) and following.low not in lexicon.noun_like:
        return False
    if following.kind == "mark":
        return previous.low in pronouns(lexicon) or is_name(previous, lexicon)
    begins = (
        following.low in leading(lexicon)
        or following.low in pronouns(lexicon)
        or following.low in lexicon.others
    )
    return (
        begins
        or is_name(following, lexicon)
        or following.low not in either(lexicon, "prepositions", "be", "auxiliaries")
        or (following.low in lexicon.prepositions and _clause_before(tokens, at, lexicon))
    )


def _agrees(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether what stands before a bare form can be its subject: critics claim, no state claim."""
    low = tokens[at].low
    if (
        low.endswith(("s", "ed"))
        or low in lexicon.show
        or low in _PASTS
        or low + "s" not in lexicon.noun_like
    ):
        return True
    left = at - 1
    while left > 0 and tokens[left].low in lexicon.adverbs:
        left -= 1
    previous = tokens[left]
    phrase = before(tokens, left, lexicon)
    for at_noun in range(*(phrase or (0, 0))):
        if tokens[at_noun].low in lexicon.noun_prepositions and at_noun > 0:
            previous = tokens[at_noun - 1]  # researchers at the institute estimate
            break
    return (
        previous.kind != "word"
        or previous.low.endswith("s")
        or previous.low in PLURALS
        or previous.low in either(lexicon, "auxiliaries", "plural", "relatives")
        or previous.low in ("to", "i", "we", "you")
        or any(t.low in lexicon.joins for t in tokens[max(0, left - 3) : left])
    )


def _clause_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence ends "..., documents show."."""
    if at > 1 and tokens[at - 1].low in pronouns(lexicon):
        return tokens[at - 2].text == ","
    phrase = before(tokens, at - 1, lexicon)
    return phrase is not None and phrase[0] > 0 and tokens[phrase[0] - 1].text == ","
