"""Propose the desk's wording of a claim: the words of the article with the act of saying taken off.

Extractive on purpose: nothing is added but the speaker's name where a pronoun plainly means him, a date
where "yesterday" plainly means it, a capital and a full stop. A person edits the rest.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from claims.attribution import Span, Speaker
from claims.detection.dates import dated
from claims.detection.words import is_english

LONGEST: Final = 2000

_PAIRS: Final = {"“": "”", "„": "“", "«": "»", '"': '"', "”": "”", "»": "«", "「": "」", "『": "』"}
_MARKS: Final = '“”„«»"「」『』'
_CONNECTIVE: Final = re.compile(
    r"(?:but|and|however|meanwhile|still|moreover|furthermore|in addition|additionally|also|yet|so|besides|"
    r"indeed|nevertheless|nonetheless|instead|on the other hand|at the same time|for (?:example|instance)|"
    r"as a result|of course|aber|doch|und|mais|cependant|pero|sin embargo|ma|però|mas)(?:,\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_NEEDS_COMMA: Final = re.compile(
    r"(?:still|also|yet|so|besides|indeed|instead|as a result|ma|mas)\s", re.IGNORECASE
)
_THAT: Final = re.compile(r"that\s+(?=\S)")  # small: "That is enough" begins otherwise
_AND_THAT: Final = re.compile(r",?\s+and that\s+")
_SAID_AFTER: Final = re.compile(
    r",?[\"”»]?\s+(?:he|she|it|they)\s+(?:said|says|added|told\s+\w+|wrote|claimed|insisted|argued|noted|stated)"
    r"(?:\s+(?:on|in a)\s+\w+)?[.]?$",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"(?:he|she)\b(?!['’])", re.IGNORECASE)
# "It was clear that" has no body for a subject; "it had shot down" and "it wants" have.
_BODY: Final = re.compile(
    r"(?:they\b(?!['’])|it(?=\s+(?:(?:has|had|will|would|did|does)\s+(?!be\b|been\b)"
    r"|(?:is|was)\s+(?!raining|snowing|going|becoming)\w+ing\b"
    r"|(?:needs|wants|plans|owns|employs|expects|sold|paid|lost|made|gave|built|bought|held|kept|sent|spent"
    r"|(?!turned|seemed|appeared|rained|snowed|happened|followed|emerged|remained|mattered|looked)\w+ed)\b)))",
    re.IGNORECASE,
)
_BODIES: Final = frozenset(
    """
    ministry government army navy office agency company party council court bank department commission
    institute university union group association board committee hospital house senate parliament police
    centre center bureau service authority organisation organization federation foundation trust league
    club network campaign firm embassy administration alliance corporation museum observatory watchdog
    regulator
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_THE: Final = re.compile(r"the\s+(\w+)\b", re.IGNORECASE)
# "I" can give way to a name only where nothing else speaks of oneself; the verb changes its person.
_I: Final = re.compile(r"I(?P<verb>['’](?:ve|m|ll)|\s+(?:have|haven['’]t|am|don['’]t))?\s+(?=\w)")
_SAME: Final = re.compile(
    r"never\s+\w+(?:ed|t|w|k|d|n)\b|had|did|didn['’]t|was|wasn['’]t|will|would|could|voted|took|gave|made|paid|won|met|sent|saw"
    r"|spent|sold|bought|\w+ed\b"
)
_HIS: Final = {
    "ve": "has",
    "have": "has",
    "haven't": "has not",
    "m": "is",
    "am": "is",
    "ll": "will",
    "don't": "does not",
}
_MY: Final = re.compile(r"my\s+", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:his|her|their)\s+(?!own\b)(?=[^\W\d_])", re.IGNORECASE)
_ONESELF: Final = re.compile(r"\b(?:my|me|myself|mine|we|our|us|I)\b")
_OF_SOMEBODY: Final = re.compile(r"['’]s?\s")  # "Anne Kessler's opponents"
_WOMAN: Final = re.compile(
    r"woman\b|\b(?:mrs|ms|miss|lady|dame|queen|princess|mother|sister|wife|actress)\b", re.IGNORECASE
)
_MAN: Final = re.compile(
    r"(?<!wo)man\b|\b(?:mr|sir|lord|king|prince|father|brother|husband)\b", re.IGNORECASE
)
_FULL_NAME: Final = re.compile(r"[^\W\d_a-z][\w'’.-]*(?:\s+[^\W\d_a-z][\w'’.-]*)+")
_FRAGMENT: Final = re.compile(
    r"(?:of|for|to|with|against|into|as|from|than|(?!during|\w*thing\b|king\b)\w+ing)\s", re.IGNORECASE
)
_DANGLING: Final = re.compile(r"(?:this|these|those|such)\s", re.IGNORECASE)
_FINITE: Final = re.compile(
    r"(?<![-\w])(?:is|are|was|were|am|has|have|had|do|does|did|will|would|can|could|may|might|must|shall|should|cannot"
    r"|\w+n['’]t|\w+['’](?:re|ve|d|ll|m)|(?:it|he|she|that|there|who)['’]s|rose|fell|began|became|broke|brought|built"
    r"|bought|came|drew|drove|fought|found|gave|got|grew|held|hid|kept|knew|led|left|lost|made|met|paid"
    r"|ran|said|sent|sold|spent|stood|stole|took|told|went|won|wrote|(?:cost|cut|put|hit)(?=\s+(?:[\d$€£]|the|an?|about|more|nearly)\b)"
    r"|(?<!, )(?<!\ba )(?<!\bthe )(?!(?:need|speed|breed|hundred|seed|indeed|exceed)\b)\w{2,}ed)\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"\w\W+(?:it|they|he|she|we|you|i|who|which|that)\s+\Z", re.IGNORECASE)


def content_of(text: str, spans: Sequence[Span]) -> str:
    """Return the words of `spans` as one line: white space folded, a mark that lost its partner gone."""
    pieces = (" ".join(text[start:end].split()) for start, end in spans)
    return _balanced(" ".join(piece for piece in pieces if piece))


def claim_in(
    text: str, content: Sequence[Span], stretch: Span, *, quoted: bool, language: str = "en"
) -> tuple[Span, ...]:
    """Return the spans of `content` that are one assertion and can stand alone, () if none can.

    "the basis of the defence" or "such a stance might help" cannot; nor are two clauses one assertion.
    `quoted` says that the content is a quotation from its first word on: that is taken as it is.
    """
    if quoted:
        return tuple(content) if text[content[0][0] : content[-1][1]].count(" ") > 1 else ()
    stands = is_clause if is_english(language) else _may_be_clause
    clauses = [span for span in content if stands(text, span, stretch)]
    return tuple(clauses) if len(clauses) == 1 else ()


def is_clause(text: str, span: Span, stretch: Span) -> bool:
    """Say whether English words stand alone: a subject that is named and, after no "that", a finite verb."""
    words = text[span[0] : span[1]]
    if words.count(" ") < 2 or _FRAGMENT.match(words) or _DANGLING.match(words):
        return False
    if text[max(stretch[0], span[0] - 5) : span[0]].casefold().endswith("that "):
        return True
    verb = _FINITE.search(words)
    # "the complaints it received": the only verb belongs to a clause about the noun
    return verb is not None and not _RELATIVE.search(words[: verb.start()])


def _may_be_clause(text: str, span: Span, stretch: Span) -> bool:
    """The same without knowing the verbs: it opens the sentence or follows "that", and is most of it."""
    before = text[max(stretch[0], span[0] - 6) : span[0]].strip(" ,„“«").casefold()
    opens = span[0] - stretch[0] <= 1 or before.endswith(("dass", "daß", "que", "che", ":"))
    words = text[span[0] : span[1]].count(" ")
    return opens and words > 2 and 2 * words >= text[stretch[0] : stretch[1]].count(" ")


def proposed(
    content: str,
    *,
    speaker: Speaker | None = None,
    speech: str = "none",
    subject: str = "",
    frame: str = "",
    days: Sequence[date] = (),
    language: str = "en",
) -> str:
    """Return one assertion with a capital and a full stop, at most 2,000 characters.

    `subject` is the person whom a leading "he" or "she" of the article's own voice means, "" if unsure;
    `frame` the rest of the sentence; `days` on which it may have appeared: none if that is not known.
    """
    words = _SAID_AFTER.sub("", _unquoted(content.lstrip("-–—•*· ").rstrip()))
    words = _without_connective(_THAT.sub("", words, count=1) if _THAT.match(words) else words)
    if speech == "reported":
        words = _AND_THAT.sub(" and ", words)
    words = _resolved(words, speaker=speaker, speech=speech, subject=subject)
    words = dated(words, days, frame=frame, language=language)
    return _shortened(_ended(_capitalised(words)))


def _without_connective(words: str) -> str:
    match = _CONNECTIVE.match(words)
    if match and ("," in match.group() or not _NEEDS_COMMA.match(words)):
        return words[match.end() :]
    return words


def subject_after(sentence: str, speakers: Sequence[Speaker]) -> str:
    """Return whom "he" or "she" at the start of the next sentence plainly means, else "".

    That is the one speaker of this sentence, if it names no other person.
    """
    names = {speaker.name for speaker in speakers if _is_person(speaker)}
    if len(names) != 1 or len(set(_FULL_NAME.findall(sentence))) > 1:
        return ""
    return names.pop()


def _is_person(speaker: Speaker) -> bool:
    named = (
        speaker.name[:1].isupper()
        and not _OF_SOMEBODY.search(speaker.name)
        and (" " in speaker.name or bool(speaker.role))
    )
    return named and not _is_body(speaker)


def _is_body(speaker: Speaker) -> bool:
    return speaker.name.rsplit(" ", 1)[-1].casefold() in _BODIES


def _resolved(words: str, *, speaker: Speaker | None, speech: str, subject: str) -> str:
    if speaker is None or not speaker.name:
        return _PERSON.sub(subject, words, count=1) if subject and _PERSON.match(words) else words
    if speech == "direct" and not _opens_unquoted(words):
        return _of_oneself(words, speaker.name) if _is_person(speaker) else words
    if not _agrees(words, speaker):
        return words
    if _is_person(speaker) and (own := _POSSESSIVE.match(words)):
        return f"{_owner(speaker.name)} {words[own.end() :]}"
    if _is_person(speaker) and _PERSON.match(words):
        return _PERSON.sub(speaker.name, words, count=1)
    surname = speaker.name.rsplit(" ", 1)[-1]
    if _is_person(speaker) and re.match(rf"{re.escape(surname)}\s", words):
        return speaker.name + words[len(surname) :]
    if _is_body(speaker) and _BODY.match(words):
        return _BODY.sub(f"the {speaker.name}", words, count=1)
    body = _THE.match(words)
    if body and " " in speaker.name and body.group(1).casefold() == speaker.name.split()[-1].casefold():
        return f"The {speaker.name}{words[body.end() :]}"
    return words


def _agrees(words: str, speaker: Speaker) -> bool:
    """Whether a leading "he" or "her" can be somebody of this role: the chairwoman is no "he"."""
    first, who = words[:4].casefold(), f"{speaker.role} {speaker.name}"
    if first.startswith(("he ", "his ")):
        return not _WOMAN.search(who)
    return not (first.startswith(("she ", "her ")) and _MAN.search(who))


def _opens_unquoted(words: str) -> bool:
    """Whether the words before a partial quotation are the article's: his company “takes no pleasure”."""
    return any(mark in words[1:] for mark in _MARKS) and words[:1] not in _MARKS


def _of_oneself(words: str, name: str) -> str:
    """Put the speaker's name for a leading "I" or "my", where nothing else speaks of oneself."""
    if (my := _MY.match(words)) and not _ONESELF.search(words, my.end()):
        return f"{_owner(name)} {words[my.end() :]}"
    first = _I.match(words)
    if not first or _ONESELF.search(words, first.end()):
        return words
    rest = words[first.end() :]
    verb = (first["verb"] or "").strip(" '’").replace("’", "'")
    if verb:
        return f"{name} {_HIS[verb]} {rest}"
    return f"{name} {rest}" if _SAME.match(rest) else words


def _owner(name: str) -> str:
    return f"{name}’s" if not name.endswith("s") else f"{name}’"


def _unquoted(words: str) -> str:
    """Take off the marks around words that are quoted from end to end."""
    if len(words) > 2 and words[-1] == _PAIRS.get(words[0]) and not any(m in words[1:-1] for m in _MARKS):
        return words[1:-1].strip()
    return words


def _balanced(words: str) -> str:
    opened = sum(words.count(mark) for mark in "“„«「『")
    closed = sum(words.count(mark) for mark in "”»」』") + (words.count("“") if "„" in words else 0)
    opened -= words.count("“") if "„" in words else 0
    if words.count('"') % 2 or opened != closed:
        return words.translate(dict.fromkeys(map(ord, _MARKS))).strip()
    return words


def _capitalised(words: str) -> str:
    for at, char in enumerate(words[:3]):
        if char.isalnum():
            return words[:at] + char.upper() + words[at + 1 :] if char.islower() else words
    return words


def _ended(words: str) -> str:
    words = words.rstrip(" ,;:–—-")
    if words and words[-1] in _MARKS:
        inner = words[:-1].rstrip(" ,.;:")
        return f"{inner}{words[-1]}."
    return words if words.endswith((".", "!", "?", "…", "。", "！", "।", "؟", "۔")) else f"{words}."


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return f"{words[: LONGEST - 1].rsplit(' ', 1)[0][: LONGEST - 1]}…"
