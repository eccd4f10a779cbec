"""Find where the words said begin behind a verb of speech, past listeners and asides."""

from collections.abc import Sequence
from typing import Final

from claims.attribution.appositions import apposition
from claims.attribution.english import LIGHT, POINTED, SPEECH_NOUNS, STRICT
from claims.attribution.lexicon import Lexicon, either, leading, pronouns, words
from claims.attribution.phrases import after
from claims.attribution.reading import Token
from claims.attribution.subjects import Phrase
from claims.attribution.verbs import LIGHT_REACH

_LISTENERS: Final = words("him her them us me you it")
_ONWARD: Final = words("against of not to")
_CLAUSES: Final = words("there how why what whether if")
_SPANS: Final = words("last late night morning evening afternoon week month year")
_CIRCUMSTANCES: Final = words("when while after before as")
_ASKED: Final = words("asked pressed")
_INSERTED: Final = words("however though meanwhile too instead")


def words_behind(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> int | None:
    """Return where the words said begin behind a verb, or None if none do."""
    at = verb + 1
    low = tokens[verb].low
    at = _past_listener(tokens, at, low, lexicon)
    if low.startswith("point"):
        while at < len(tokens) and tokens[at].low in POINTED:
            at += 1
    if low in LIGHT:
        at = next((i for i in range(at, at + LIGHT_REACH) if tokens[i].low in SPEECH_NOUNS), at)
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.low in lexicon.that or token.text == ":":
        return at + 1 if at + 1 < len(tokens) else None
    if token.kind == "quote" or (token.low == "to" and low.startswith(("t", "claim", "profess"))):
        return at
    if token.text == ",":
        return _behind_comma(tokens, at, lexicon)
    if token.kind == "mark" and token.text not in "([«„“\"'$€£-":
        return None
    if low in STRICT and not low.startswith("point") and not _is_clause(token, lexicon):
        return _past_asides(tokens, at, lexicon, strict=True)
    if low in either(lexicon, "hold", "label") and not (low in lexicon.say and _is_aside(token, lexicon)):
        return at
    return _past_asides(tokens, at, lexicon)


def _past_listener(tokens: Sequence[Token], at: int, low: str, lexicon: Lexicon) -> int:
    """Skip "reporters" in "told reporters that"."""
    if low not in lexicon.tell or at >= len(tokens) or tokens[at].low in lexicon.that:
        return at
    if tokens[at].low in _LISTENERS or tokens[at].low in pronouns(lexicon):
        listener: Phrase | None = (at, at + 1)
    else:
        listener = after(tokens, at, lexicon)
    if listener is None:
        return at
    if low.startswith("t"):  # tell always has a listener
        if listener[1] < len(tokens) and tokens[listener[1]].low == "to":
            return listener[1]
        return _past_appended(tokens, listener[1], lexicon)
    end = _past_appended(tokens, listener[1], lexicon)
    onward = end < len(tokens) and (tokens[end].low in lexicon.that or tokens[end].low in _ONWARD)
    return end if onward else at


def _past_appended(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Skip to the "that" behind words a listener's name goes on with: "told AFP news agency that"."""
    for i in range(at, min(len(tokens), at + 4)):
        if tokens[i].low in lexicon.that:
            return i
        if tokens[i].kind != "word" or tokens[i].low in leading(lexicon):
            break
    return at


def _behind_comma(tokens: Sequence[Token], comma: int, lexicon: Lexicon) -> int | None:
    at = comma + 1
    if at + 2 < len(tokens) and tokens[at].low in _INSERTED and tokens[at + 1].text == ",":
        at += 2  # she conceded, however, that
    if at >= len(tokens):
        return None
    if tokens[at].kind == "quote":
        return at
    if tokens[at].low in lexicon.that:
        return at + 1
    if lexicon.code == "de":  # German puts a comma before every clause
        return at
    return None


def _is_clause(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a clause plainly begins here."""
    return token.low in pronouns(lexicon) or token.low in _CLAUSES


def _is_aside(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.times or token.low in lexicon.prepositions or token.low in lexicon.adverbs


def _is_relative(tokens: Sequence[Token], that: int, began: int, lexicon: Lexicon) -> bool:
    """Tell "said of a game that lasted seven hours" from "said in a speech that taxes rose"."""
    verb = tokens[that + 1]
    finite = verb.low in either(lexicon, "be", "auxiliaries") or (
        verb.low.endswith("ed") and verb.text.islower()
    )
    return that > began and finite


def _past_asides(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, strict: bool = False) -> int | None:
    """Skip "on Tuesday in a statement" and return where the clause begins, or None if nothing follows."""
    began = at
    while at < len(tokens) and at < began + 40:
        token = tokens[at]
        if (
            token.low in lexicon.times
            or token.text == "May"
            or token.low in lexicon.adverbs
            or token.low in _SPANS
            or (token.text[0].isdigit() and at > began and tokens[at - 1].low in lexicon.times)
        ):
            at += 1
        elif token.low in lexicon.that or token.text == ":":
            return at + 1 if at + 1 < len(tokens) and not _is_relative(tokens, at, began, lexicon) else None
        elif token.kind == "quote":
            return at
        elif token.text == ",":
            return _behind_comma(tokens, at, lexicon)
        elif token.low in lexicon.prepositions:
            phrase = after(tokens, at + 1, lexicon)
            at = phrase[1] if phrase else at + 1
        elif token.low == "when" and at + 1 < len(tokens) and tokens[at + 1].low in _ASKED:
            return next(
                (i + 1 for i in range(at, min(len(tokens) - 1, at + 12)) if tokens[i].low == "that"), None
            )
        elif token.kind == "mark" or token.low in _CIRCUMSTANCES:
            return None
        else:
            return (
                at
                if not strict and not (at > began and token.low in either(lexicon, "relatives", "joins"))
                else None
            )
    return None


def quote_behind(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where a quotation goes on behind "said X in a speech", or None."""
    for i in range(at, min(len(tokens), at + 40)):
        if tokens[i].kind == "quote":
            return i if i and tokens[i - 1].text in (",", ":", "—", "–", ".") else None
        if tokens[i].low in lexicon.say and tokens[i].low not in lexicon.noun_like:
            return None
    return None


def onward(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where "A, she said, B" goes on behind the frame."""
    comma = at + 1
    while comma < len(tokens) and comma < at + 14 and tokens[comma].text != ",":
        if tokens[comma].kind != "word":
            return quote_behind(tokens, comma, lexicon)
        comma += 1
    if comma >= len(tokens) or tokens[comma].text != ",":
        return None
    quoted = quote_behind(tokens, comma, lexicon)
    if quoted is not None:
        return quoted
    return comma + 1 if resumes(tokens, comma + 1, lexicon) else None


def resumes(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the sentence that a frame broke into goes on: not with "who", "when" or "speaking"."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind == "quote":
        return True
    if any(t.low in ("after", "before") for t in tokens[at : at + 4]):  # a day after the vote
        return False
    return token.kind == "word" and not (
        token.low in lexicon.conjunctions
        or token.low in lexicon.relatives
        or token.low in lexicon.joins
        or token.low.endswith("ing")
        or token.low in lexicon.according[0]
    )


def past_description(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Skip ", director of the institute" behind a name."""
    described = apposition(tokens, at, lexicon)
    return described[3] if described else at
