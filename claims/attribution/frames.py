"""Find the frames of speech in a sentence: "she said", "according to the ministry", "accused him of"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.attribution.english import LIGHT, POINTED, SPEECH_NOUNS
from claims.attribution.lexicon import Lexicon, leading, pronouns, verbs, words
from claims.attribution.people import apposition
from claims.attribution.phrases import after, before, is_name
from claims.attribution.reading import Token
from claims.attribution.subjects import Phrase, documents, left_of, right_of, speaks

_CAUSES: Final = words("led leading lead prompted prompting caused forced pushed")
_PAUSES: Final = (",", "—", "–", "-")
_LIGHT_REACH: Final = 7  # tokens between "raised" and "doubts"


@dataclass(frozen=True, slots=True)
class Frame:
    """One act of saying in a sentence, all as token indices.

    [start, end) is the frame itself. What is said stands before it (`left`), behind it from `right` on
    (None if nothing does), or both. `speaker` None means the subject of the frame before. `cut` is where
    the words of an earlier frame end because of this one; None if this one stands inside them.
    """

    verb: int
    speaker: Phrase | None
    start: int
    end: int
    left: bool
    right: int | None
    cut: int | None
    label: bool = False


def frames(tokens: Sequence[Token], lexicon: Lexicon) -> list[Frame]:
    """Return the frames of one unit, by the place of their verb."""
    forms = verbs(lexicon)
    found: list[Frame] = []
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        frame = _according(tokens, at, lexicon)
        if frame is None and token.low in forms:
            frame = _of_verb(tokens, at, lexicon, inheritable=bool(found))
        if frame is not None and not (found and found[-1].end > at and not frame.cut):
            found.append(frame)
    return found


def _according(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    for form in lexicon.according:
        if tokens[at].low != form[0] or tuple(t.low for t in tokens[at : at + len(form)]) != form:
            continue
        if form == ("zufolge",):
            phrase = before(tokens, at - 1, lexicon) if at else None
            end = at + 1
        else:
            phrase = _listed(tokens, at + len(form), lexicon)
            end = phrase[1] if phrase else at
        if phrase is None:
            return None
        start = min(at, phrase[0])
        end = _past_description(tokens, end, lexicon)
        first = start == 0 or (start == 1 and tokens[0].kind == "word")
        more = end < len(tokens) and tokens[end].text == ","
        right = end + 1 if more and (first or _resumes(tokens, end + 1, lexicon)) else None
        if first and not more:
            right = end if end < len(tokens) else None
        return Frame(at, phrase, start, end, not first, right, None if first else start)
    return None


def _listed(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    if at < len(tokens) and tokens[at].low in pronouns(lexicon) | words("him her them"):
        return at, at + 1
    return after(tokens, at, lexicon) if at < len(tokens) else None


def _past_description(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Skip ", director of the institute" behind a name."""
    described = apposition(tokens, at, lexicon)
    return described[3] if described else at


def _resumes(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether the sentence that a frame broke into goes on: not with "who", "when" or "speaking"."""
    if at >= len(tokens):
        return False
    token = tokens[at]
    if token.kind == "quote":
        return True
    return token.kind == "word" and not (
        token.low in lexicon.conjunctions
        or token.low in lexicon.relatives
        or token.low in lexicon.joins
        or token.low.endswith("ing")
        or token.low in lexicon.according[0]
    )


def _of_verb(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, inheritable: bool) -> Frame | None:
    if not _is_act(tokens, at, lexicon):
        return None
    previous = tokens[at - 1] if at else None
    if tokens[at].low in lexicon.participles and not (previous and previous.low in lexicon.be):
        return _participle(tokens, at, lexicon)
    if previous is not None and previous.low in ("to", "zu"):
        return _infinitive(tokens, at, lexicon)
    if _is_passive(tokens, at, lexicon):
        return _passive(tokens, at, lexicon)
    return _inverted(tokens, at, lexicon) or _plain(tokens, at, lexicon, inheritable=inheritable)


def _is_act(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell a verb of speech from the noun, the adjective or the other verb that looks like it."""
    token = tokens[at]
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if token.capital and at and is_name(token, lexicon) and (previous is None or previous.kind == "word"):
        return False
    if previous is not None and (previous.low in leading(lexicon) or (previous.low in lexicon.negations)):
        return previous.low in pronouns(lexicon)
    if lexicon.code != "en":
        return True
    if any(t.low in lexicon.negations for t in tokens[max(0, at - 3) : at]):
        return False
    if token.low in LIGHT:
        return any(t.low in SPEECH_NOUNS for t in tokens[at + 1 : at + _LIGHT_REACH])
    if token.low.startswith("point"):
        return following is not None and following.low in POINTED
    return token.low not in lexicon.noun_like or _is_verb_here(tokens, at, lexicon)


def _is_verb_here(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether "claims", "report", "states" are verbs, from the words on both sides."""
    previous = tokens[at - 1] if at else None
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if previous is None or previous.kind == "mark" and previous.text not in (*_PAUSES, ")"):
        return False
    if previous.low in lexicon.prepositions and previous.low != "to":
        return False
    if following is None or following.text in ".;":
        return previous.kind == "word" and not tokens[at].low.endswith("s") or _clause_before(tokens, at, lexicon)
    if following.low in lexicon.that or following.kind == "quote" or following.text == ":":
        return True
    if following.kind == "mark":
        return previous.low in pronouns(lexicon) or is_name(previous, lexicon)
    begins = following.low in leading(lexicon) or following.low in pronouns(lexicon) or following.low in lexicon.others
    return begins or is_name(following, lexicon) or following.low not in lexicon.prepositions | lexicon.be | lexicon.auxiliaries


def _clause_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence ends "..., documents show."."""
    phrase = before(tokens, at - 1, lexicon)
    return phrase is not None and phrase[0] > 0 and tokens[phrase[0] - 1].text == ","


def _participle(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """", adding that": the same speaker goes on."""
    left = at - 1
    while left >= 0 and tokens[left].low in lexicon.adverbs:
        left -= 1
    if left < 0:
        return None
    link = tokens[left]
    if link.text in _PAUSES or link.low in lexicon.joins or link.low in lexicon.by or link.low == "instead":
        cut = left
        if link.low in lexicon.joins and left and tokens[left - 1].text == ",":
            cut = left - 1
        return Frame(at, None, at, at + 1, False, _right(tokens, at, lexicon), cut)
    if link.kind == "quote":
        return Frame(at, None, at, at + 1, False, _right(tokens, at, lexicon), at)
    return None


def _infinitive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """"went on to say", "led the EU to absolve"."""
    if at < 3:
        return None
    if tokens[at - 2].low == "on" and tokens[at - 3].low in ("went", "goes", "go"):
        phrase, _ = left_of(tokens, at - 3, lexicon)
        return Frame(at, phrase, phrase[0] if phrase else at, at + 1, False, _right(tokens, at, lexicon), None)
    phrase = before(tokens, at - 2, lexicon)
    if phrase is None or not speaks(tokens, phrase, lexicon):
        return None
    start = phrase[0] - 1 if phrase[0] and tokens[phrase[0] - 1].low == "both" else phrase[0]
    if start < 1 or tokens[start - 1].low not in _CAUSES:
        return None
    return Frame(at, phrase, start, at + 1, False, _right(tokens, at, lexicon), None)


def _is_passive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    if not tokens[at].low.endswith(("ed", "en", "id", "ld")) or lexicon.code != "en":
        return False
    left = at - 1
    while left >= 0 and tokens[left].low in lexicon.adverbs:
        left -= 1
    if left < 0:
        return False
    if tokens[left].low in lexicon.be:
        return True
    reduced = tokens[left].text == "," or is_common_noun(tokens[left], lexicon)
    return reduced and tokens[at].low in lexicon.label and _agent(tokens, at, lexicon) is not None


def is_common_noun(token: Token, lexicon: Lexicon) -> bool:
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


def _passive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """"identified as radicals by security services": the words around it are theirs."""
    by = _agent(tokens, at, lexicon)
    phrase = after(tokens, by + 1, lexicon) if by is not None else None
    if by is None or phrase is None:
        return None
    right = phrase[1] if phrase[1] < len(tokens) and tokens[phrase[1]].low in ("of", "as", "that") else None
    if by > at + 1:
        return Frame(at, phrase, by, phrase[1], True, right, None)
    start = at - 1 if tokens[at - 1].low in lexicon.be else at
    return Frame(at, phrase, start, phrase[1], True, right, None)


def _inverted(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """"..., said the minister": what is said stands before the verb."""
    if not at or tokens[at].low not in lexicon.say:
        return None
    previous = tokens[at - 1]
    quoted = previous.kind == "quote" or (at > 1 and previous.text in _PAUSES and tokens[at - 2].kind == "quote")
    if not quoted and previous.text not in _PAUSES:
        return None
    phrase = right_of(tokens, at, lexicon)
    if phrase is None or (previous.kind == "quote" and not _is_finished(previous)):
        return None
    end = phrase[1]
    if not quoted:
        ends = end == len(tokens) or tokens[end].kind == "mark" or tokens[end].low in lexicon.prepositions | lexicon.times | lexicon.relatives
        if not ends or not (speaks(tokens, phrase, lexicon) or documents(tokens, phrase, lexicon)):
            return None
        if left_of(tokens, at, lexicon)[0] is not None and tokens[end : end + 1] and tokens[end].kind != "mark":
            return None
    end = _past_description(tokens, end, lexicon)
    return Frame(at, phrase, at, end, True, _quote_behind(tokens, end, lexicon), None)


def _is_finished(token: Token) -> bool:
    """Tell whether a quotation ends like a sentence or breaks off with a comma."""
    return token.text[-1] in ",.?!…—–-" or len(token.text.split()) > 3


def _quote_behind(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where a quotation goes on behind "said X in a speech", or None."""
    for i in range(at, min(len(tokens), at + 40)):
        if tokens[i].kind == "quote":
            return i if i and tokens[i - 1].text in (",", ":", "—", "–", ".") else None
        if tokens[i].low in lexicon.say and tokens[i].low not in lexicon.noun_like:
            return None
    return None


def _plain(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, inheritable: bool) -> Frame | None:
    """"The minister said": subject, verb, and what is said behind it or before both."""
    phrase, searched = left_of(tokens, at, lexicon)
    link = tokens[searched] if searched >= 0 else None
    low = tokens[at].low
    if link is not None and (link.low in lexicon.joins or link.low in ("but", "yet", "then")) and phrase is None:
        cut = searched - 1 if searched and tokens[searched - 1].text == "," else searched
        right = _right(tokens, at, lexicon)
        return Frame(at, None, cut, at + 1, False, right, cut) if right is not None else None
    if phrase is None:
        return None
    if not _fits(tokens, phrase, low, lexicon):
        return None
    right = _right(tokens, at, lexicon)
    left = _says_before(tokens, phrase[0], right, lexicon)
    if left and right is not None and tokens[right].kind != "quote" and tokens[right - 1].low not in lexicon.that:
        right = None
    if left and right is None:
        right = _onward(tokens, at, lexicon)
    if not left and right is None:
        return None
    return Frame(at, phrase, phrase[0], at + 1, left, right, _cut_of(tokens, phrase[0], lexicon), low in lexicon.label)


def _fits(tokens: Sequence[Token], phrase: Phrase, low: str, lexicon: Lexicon) -> bool:
    """Tell whether this subject does this: people question, documents show, both say."""
    if documents(tokens, phrase, lexicon):
        return low in lexicon.show or low in lexicon.say
    if low in lexicon.show and low not in lexicon.say:
        return False
    return speaks(tokens, phrase, lexicon) or (low in lexicon.say and low not in lexicon.hold | lexicon.show | lexicon.noun_like and tokens[phrase[0]].low in leading(lexicon))


def _says_before(tokens: Sequence[Token], first: int, right: int | None, lexicon: Lexicon) -> bool:
    """Tell whether what is said stands before the speaker."""
    if first == 0:
        return False
    previous = tokens[first - 1]
    if previous.kind == "quote":
        return _is_finished(previous) or right is None
    if previous.text not in _PAUSES or first < 2:
        return False
    return tokens[first - 2].kind == "quote" or (right is None and first > 3)


def _cut_of(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> int | None:
    """Return where an earlier speaker's words end before this clause, or None if it is one of his words."""
    at = first - 1
    if at >= 0 and tokens[at].low in lexicon.joins | words("but while whereas although though as and"):
        at -= 1
        return at if at >= 0 and tokens[at].text in (",", ";") else (at + 1 if tokens[at + 1].low in ("but", "while", "whereas") else None)
    if at >= 0 and tokens[at].text == ";":
        return at
    return None


def _onward(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Return where "A, she said, B" goes on behind the frame."""
    comma = at + 1
    while comma < len(tokens) and comma < at + 14 and tokens[comma].text != ",":
        if tokens[comma].kind != "word":
            return _quote_behind(tokens, comma, lexicon)
        comma += 1
    if comma >= len(tokens) or tokens[comma].text != ",":
        return None
    quoted = _quote_behind(tokens, comma, lexicon)
    if quoted is not None:
        return quoted
    return comma + 1 if _resumes(tokens, comma + 1, lexicon) else None


def _right(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> int | None:
    """Return where the words said begin behind a verb, or None if none do."""
    at = verb + 1
    low = tokens[verb].low
    at = _past_listener(tokens, at, low, lexicon)
    if low.startswith("point") and at < len(tokens) and tokens[at].low == "out":
        at += 1
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token.low in lexicon.that or token.text == ":":
        return at + 1 if at + 1 < len(tokens) else None
    if token.kind == "quote":
        return at
    if token.text == ",":
        return _behind_comma(tokens, at, lexicon)
    if token.kind == "mark" and token.text not in "([«„“\"'$€£-":
        return None
    if low in lexicon.hold or low in lexicon.label or low.startswith(("accus", "blam")):
        if not (low in lexicon.say and _is_aside(token, lexicon)):
            return at
    return _past_asides(tokens, at, lexicon)


def _past_listener(tokens: Sequence[Token], at: int, low: str, lexicon: Lexicon) -> int:
    """Skip "reporters" in "told reporters that"."""
    if low not in lexicon.tell or at >= len(tokens) or tokens[at].low in lexicon.that:
        return at
    if tokens[at].low in words("him her them us me you it") | pronouns(lexicon):
        listener: Phrase | None = (at, at + 1)
    else:
        listener = after(tokens, at, lexicon)
    if listener is None:
        return at
    if low.startswith("t"):  # tell always has a listener
        return listener[1]
    end = listener[1]
    onward = end < len(tokens) and (tokens[end].low in lexicon.that | words("against of not to"))
    return end if onward else at


def _behind_comma(tokens: Sequence[Token], comma: int, lexicon: Lexicon) -> int | None:
    at = comma + 1
    if at >= len(tokens):
        return None
    if tokens[at].kind == "quote":
        return at
    if tokens[at].low in lexicon.that:
        return at + 1
    if lexicon.code == "de":  # German puts a comma before every clause
        return at
    return None


def _is_aside(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.times or token.low in lexicon.prepositions or token.low in lexicon.adverbs


def _past_asides(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int | None:
    """Skip "on Tuesday in a statement" and return where the clause begins, or None if nothing follows."""
    began = at
    while at < len(tokens) and at < began + 40:
        token = tokens[at]
        if token.low in lexicon.times or token.low in lexicon.adverbs or token.low in words("last late night morning evening afternoon week month year") or (token.text[0].isdigit() and at > began and tokens[at - 1].low in lexicon.times):
            at += 1
        elif token.low in lexicon.that or token.text == ":":
            return at + 1 if at + 1 < len(tokens) else None
        elif token.kind == "quote":
            return at
        elif token.text == ",":
            return _behind_comma(tokens, at, lexicon)
        elif token.low in lexicon.prepositions:
            phrase = after(tokens, at + 1, lexicon)
            at = phrase[1] if phrase else at + 1
        elif token.kind == "mark" or token.low in words("when while after before as"):
            return None
        else:
            return at if not (at > began and token.low in lexicon.relatives | lexicon.joins) else None
    return None


