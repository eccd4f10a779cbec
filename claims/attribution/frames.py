"""Find the frames of speech in a sentence: "she said", "according to the ministry", "accused him of"."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from claims.attribution.behind import onward, past_description, resumes, words_behind
from claims.attribution.english import COURTS, FIGURED, HEAR, VOICED
from claims.attribution.frame import PAUSES, Frame
from claims.attribution.lexicon import Lexicon, Words, either, leading, pronouns, verbs, words
from claims.attribution.phrases import PARTICIPLES, after, before, is_name
from claims.attribution.reading import Token
from claims.attribution.subjects import Phrase, described_from, documents, head, left_of, name_behind, speaks
from claims.attribution.turned import before_be, inverted, is_finished, is_passive, passive
from claims.attribution.verbs import is_speech

_CONCEDING: Final = words("while whereas although though")  # "While A says this, B says that"
_OPENING: Final = words("after before when hours")  # "A day after a panel heard that A, Hale denied B"
_LONGEST: Final = 12  # tokens of how a document came out
_QUOTED: Final = words("quoted cited quoting quotes quote")
_OBJECTS: Final = words("him her them")
_OPPOSING: Final = words("but while whereas although though as aber mais pero mas")
_CUTTING: Final = words("but while whereas")
_CAUSES: Final = words("led leading lead prompted prompting caused forced pushed")


def frames(tokens: Sequence[Token], lexicon: Lexicon) -> list[Frame]:
    """Return the frames of one unit, by the place of their verb."""
    forms, according = verbs(lexicon), _openings(lexicon)
    found: list[Frame] = []
    for at, token in enumerate(tokens):
        if token.kind != "word":
            continue
        frame = _according(tokens, at, lexicon) if token.low in according else None
        if frame is None and token.low in forms:
            frame = _of_verb(tokens, at, lexicon, inheritable=bool(found))
        if frame is not None and not (found and found[-1].end > at and not frame.cut):
            found.append(frame)
    return found


@cache
def _openings(lexicon: Lexicon) -> Words:
    return frozenset(form[0] for form in lexicon.according)


def _according(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    for form in lexicon.according:
        if tokens[at].low != form[0] or tuple(t.low for t in tokens[at : at + len(form)]) != form:
            continue
        if form == ("per",) and not (at + 1 < len(tokens) and is_name(tokens[at + 1], lexicon)):
            return None  # per cent, per person
        if form == ("zufolge",):
            phrase = before(tokens, at - 1, lexicon) if at else None
            end = at + 1
        else:
            phrase = _listed(tokens, at + len(form), lexicon)
            end = phrase[1] if phrase else at
        if phrase is None:
            return None
        start = min(at, phrase[0])
        end = past_description(tokens, end, lexicon)
        first = start == 0 or (start == 1 and tokens[0].kind == "word")
        more = end < len(tokens) and tokens[end].text == ","
        right = end + 1 if more and (first or resumes(tokens, end + 1, lexicon)) else None
        if first and not more:
            right = end if end < len(tokens) else None
        return Frame(at, phrase, start, end, not first, right, None if first else start)
    return None


def _listed(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Phrase | None:
    if at < len(tokens) and (tokens[at].low in pronouns(lexicon) or tokens[at].low in _OBJECTS):
        return at, at + 1
    phrase = after(tokens, at, lexicon) if at < len(tokens) else None
    if phrase is not None and phrase[1] < len(tokens) and tokens[phrase[1]].low in PARTICIPLES:
        phrase = (phrase[0], _past_publication(tokens, phrase, lexicon))
    return (name_behind(tokens, phrase, lexicon) or phrase) if phrase else None


def _past_publication(tokens: Sequence[Token], phrase: Phrase, lexicon: Lexicon) -> int:
    """Return where "an internal memo seen by the paper" ends, for the phrase "an internal memo"."""
    if not documents(tokens, phrase, lexicon):
        return phrase[1]
    for at in range(phrase[1] + 1, min(len(tokens), phrase[1] + _LONGEST)):
        if tokens[at].text in (",", "."):
            return at
        if tokens[at].kind != "word":
            break
    return phrase[1]


def _of_verb(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, inheritable: bool) -> Frame | None:
    if not is_speech(tokens, at, lexicon):
        return None
    previous = tokens[at - 1] if at else None
    if tokens[at].low in lexicon.participles and not (previous and previous.low in lexicon.be):
        return _participle(tokens, at, lexicon)
    if previous is not None and previous.low in ("to", "zu"):
        return _infinitive(tokens, at, lexicon)
    if is_passive(tokens, at, lexicon):
        return passive(tokens, at, lexicon)
    return inverted(tokens, at, lexicon) or _plain(tokens, at, lexicon, inheritable=inheritable)


def _participle(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """ ", adding that": the same speaker goes on."""
    left = at - 1
    while left >= 0 and tokens[left].low in lexicon.adverbs:
        left -= 1
    if left < 0:
        return None
    link = tokens[left]
    if link.low == "as" and left > 1:
        return _quoted_as(tokens, at, left, lexicon)
    if link.text in PAUSES or link.low in lexicon.joins or link.low in lexicon.by or link.low == "instead":
        cut = left
        if link.low in lexicon.joins and left and tokens[left - 1].text == ",":
            cut = left - 1
        return Frame(at, None, at, at + 1, False, words_behind(tokens, at, lexicon), cut)
    if link.kind == "quote":
        return Frame(at, None, at, at + 1, False, words_behind(tokens, at, lexicon), at)
    return None


def _quoted_as(tokens: Sequence[Token], at: int, link: int, lexicon: Lexicon) -> Frame | None:
    """ "he was quoted as saying", "the paper quoted him as saying"."""
    quoted = next((i for i in range(link - 1, max(0, link - 8), -1) if tokens[i].low in _QUOTED), None)
    if quoted is None:
        return None
    if quoted == link - 1:
        phrase, _ = left_of(tokens, before_be(tokens, quoted, lexicon), lexicon)
        start = phrase[0] if phrase else at
    else:
        phrase = _listed(tokens, quoted + 1, lexicon)
        by, _ = left_of(tokens, quoted, lexicon)
        start = by[0] if by else quoted
    spoken = start > 0 and (
        tokens[start - 1].kind == "quote" or (start > 1 and tokens[start - 1].text in PAUSES)
    )
    return Frame(at, phrase, start, at + 1, spoken, words_behind(tokens, at, lexicon), None)


def _infinitive(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Frame | None:
    """ "went on to say", "led the EU to absolve"."""
    if at < 3:
        return None
    if tokens[at - 2].low == "on" and tokens[at - 3].low in ("went", "goes", "go"):
        phrase, _ = left_of(tokens, at - 3, lexicon)
        return Frame(
            at, phrase, phrase[0] if phrase else at, at + 1, False, words_behind(tokens, at, lexicon), None
        )
    phrase = before(tokens, at - 2, lexicon)
    if phrase is None or not speaks(tokens, phrase, lexicon):
        return None
    start = phrase[0] - 1 if phrase[0] and tokens[phrase[0] - 1].low == "both" else phrase[0]
    if start < 1 or tokens[start - 1].low not in _CAUSES:
        return None
    return Frame(at, phrase, start, at + 1, False, words_behind(tokens, at, lexicon), None)


def _plain(tokens: Sequence[Token], at: int, lexicon: Lexicon, *, inheritable: bool) -> Frame | None:
    """ "The minister said": subject, verb, and what is said behind it or before both."""
    phrase, searched = left_of(tokens, at, lexicon)
    link = tokens[searched] if searched >= 0 else None
    low = tokens[at].low
    if (
        link is not None
        and (link.low in lexicon.joins or link.low in ("but", "yet", "then"))
        and phrase is None
    ):
        cut = searched - 1 if searched and tokens[searched - 1].text == "," else searched
        right = words_behind(tokens, at, lexicon)
        shown = low in lexicon.show and low not in lexicon.say
        return Frame(at, None, cut, at + 1, False, right, cut) if right is not None and not shown else None
    if phrase is None:
        return None
    if not _fits(tokens, phrase, at, lexicon) or (low in VOICED and not _beside_quote(tokens, at, phrase[0])):
        return None
    start = described_from(tokens, phrase, lexicon)
    right = words_behind(tokens, at, lexicon)
    left = _says_before(tokens, at, start, right, lexicon)
    if (
        left
        and right is not None
        and tokens[right].kind != "quote"
        and tokens[right - 1].low not in lexicon.that
    ):
        right = None
    if left and right is None:
        right = onward(tokens, at, lexicon)
    if not left and right is None:
        return None
    return Frame(
        at, phrase, start, at + 1, left, right, _cut_of(tokens, start, lexicon), low in lexicon.label
    )


def _beside_quote(tokens: Sequence[Token], verb: int, first: int) -> bool:
    near = (*tokens[max(0, first - 2) : first], *tokens[verb + 1 : verb + 4])
    return any(token.kind == "quote" for token in near)


def _fits(tokens: Sequence[Token], phrase: Phrase, verb: int, lexicon: Lexicon) -> bool:
    """Tell whether this subject does this: people question, documents show, courts hear, all of them say."""
    low = tokens[verb].low
    if low in HEAR:
        return head(tokens, phrase, lexicon).low in COURTS
    if documents(tokens, phrase, lexicon):
        return low in FIGURED or low in either(lexicon, "show", "say", "label")
    if low in lexicon.show and low not in lexicon.say:
        behind = tokens[verb + 1] if verb + 1 < len(tokens) else None
        told = behind is None or behind.low in either(lexicon, "that", "conjunctions") or behind.text == "."
        comma = phrase[0] > 1 and tokens[phrase[0] - 1].text == ","  # Taxes rose, Bell Hale found in a report
        told = told or (comma and behind is not None and behind.low in lexicon.prepositions)
        return told and speaks(tokens, phrase, lexicon)
    return speaks(tokens, phrase, lexicon) or (
        low in lexicon.say
        and low not in either(lexicon, "hold", "show", "noun_like")
        and tokens[phrase[0]].low in leading(lexicon)
    )


def _says_before(tokens: Sequence[Token], verb: int, first: int, right: int | None, lexicon: Lexicon) -> bool:
    """Tell whether what is said stands before the speaker."""
    if first == 0:
        return False
    previous = tokens[first - 1]
    if previous.kind == "quote":
        return is_finished(previous) or right is None
    if previous.text not in PAUSES or first < 2:
        return False
    if tokens[first - 2].kind == "quote":
        return True
    aside = right is not None and tokens[verb + 1].text == "," and tokens[right].text[:1].islower()
    if right is not None and not (aside and tokens[right].kind == "quote"):  # A, she said, “for a while”
        return False
    if right is None and _is_opener(tokens, first - 1, verb, lexicon):
        return False
    chunk = before(tokens, first - 2, lexicon)
    described = chunk is not None and speaks(tokens, chunk, lexicon)
    whole = chunk is not None and (chunk[0] == 0 or tokens[chunk[0] - 1].kind == "mark")
    return not (described and whole) or onward(tokens, verb, lexicon) is not None


def _is_opener(tokens: Sequence[Token], comma: int, verb: int, lexicon: Lexicon) -> bool:
    """Tell "In an interview, Hale confessed to it" from "In May it had rained, Hale said"."""
    behind = tokens[verb + 1] if verb + 1 < len(tokens) else None
    if (
        behind is None
        or behind.kind != "word"
        or behind.low not in ("to", "the", "a", "an", "his", "her", "their")
    ):
        return False
    opens = tokens[0].low in either(lexicon, "prepositions", "conjunctions")
    clause = either(lexicon, "be", "auxiliaries", "others", "male", "female", "plural", "neuter")
    return opens and not any(token.low in clause or token.text == "," for token in tokens[:comma])


def _cut_of(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> int | None:
    """Return where an earlier speaker's words end before this clause, or None if it is one of his words."""
    at = first - 1
    if at < 1:
        return None
    opened = tokens[0].low in _CONCEDING or any(t.low in _OPENING for t in tokens[:4])
    if tokens[at].text == ";" or (tokens[at].text == "," and opened):
        return at
    if tokens[at].low not in lexicon.joins and tokens[at].low not in _OPPOSING:
        return None
    if tokens[at - 1].text in (",", ";"):
        return at - 1
    return at if tokens[at].low in _CUTTING else None
