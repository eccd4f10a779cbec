"""What kind of statement it is, by the words that make it one. Only some kinds can be checked."""

import re
from typing import Final

from claims.detection.clauses import first_clause, main_clause
from claims.detection.kind_terms import FUTURE, TERMS
from claims.detection.words import is_english, matches, tokens

CONTEXT: Final = frozenset({"opinion", "prediction"})  # shown beside the list, not on it

_NAMES_BY_TERM: Final[dict[str, list[str]]] = {}
for _name, _listed in TERMS.items():
    for _term in _listed:
        _NAMES_BY_TERM.setdefault(_term, []).append(_name)

_YEAR: Final = re.compile(r"(?:1[5-9]|20)\d\d")
# "at will", "the will of the people" and "free will" are no future.
_WILL: Final = re.compile(
    r"(?<!\bat )(?<!\bthe )(?<!\bfree )(?<!\bgood )(?<!\bhis )(?<!\bher )\bwill\b(?! of\b)", re.IGNORECASE
)
_WOULD: Final = re.compile(r"\bwould\b(?! have\b)", re.IGNORECASE)
_HEDGE: Final = re.compile(
    r"\b(?:might|may|could(?! not\b)|[Pp]erhaps|[Mm]aybe|possibly|would have)\b"
)  # May is a month
# "is due to rule", "is to be finished"; not "is due to the storm", "the aim is to build".
_DUE: Final = re.compile(
    r"\b(?:is|are|was|were) (?:due|planned|slated|about) to (?!(?:the|a|an|its|their|his|her|poor|bad)\b)\w+"
    r"|\b(?:is|are) to (?:be (?!found|seen|had|blame)\w+(?:ed|t|n)\b"
    r"|(?:open|close|begin|start|resign|visit|meet|receive|step|stand trial|lose|sell|merge|cut|end|move)\b)",
    re.IGNORECASE,
)
_AIM: Final = re.compile(
    r"\b(?:goal|aim|idea|way|task|purpose|point|job|challenge) (?:\w+ ){0,8}(?:is|are) to\b", re.IGNORECASE
)
_BY_THEN: Final = re.compile(
    r"\b(?:by|before|until|from|in) (?:the (?:year|end of|middle of) )?(?:20[2-9]\d|2100)\b"
    r"|\b(?:soon|tomorrow|within (?:\w+ )?(?:weeks|months|years|decades))\b",
    re.IGNORECASE,
)
_BEST: Final = re.compile(
    r"\bthe (?:best|finest|greatest)\b(?!.*\b(?:since|on record|in history|paid|selling|ever)\b)",
    re.IGNORECASE,
)
_FEARS: Final = re.compile(
    r"\A(?:he|she|they|we|i|[A-Z]\w+) (?:hopes?|fears?|feels?|wish(?:es)?|longs?|believes? in)\b",
    re.IGNORECASE,
)
_CONTEXT_TERMS: Final = frozenset({"prediction", "duty", "feeling", "value", "motive"})
_CONTEXT_HINT: Final = re.compile(
    r"\b(?:will|would|might|may|could|perhaps|maybe|possibly"
    r"|(?:is|are|was|were) (?:due|planned|slated|about|to)"
    r"|best|finest|greatest|hopes?|fears?|feels?|wish(?:es)?|longs?|believes?)\b",
    re.IGNORECASE,
)
_DISBELIEF: Final = re.compile(r"\b(?:hard|difficult|impossible) to believe\b", re.IGNORECASE)


def kind_of(content: str, *, frame: str = "", claimed: bool = False, language: str = "en") -> str:
    """Return fact, number, quote, allegation, prediction or opinion.

    `content` are the words of the claim without "X said"; `frame` the rest of the sentence (its verb may
    accuse); `claimed` says that somebody is reported to have said it. German, French, Spanish, Italian and
    Portuguese are known by their frequent words; elsewhere most statements are facts or numbers.
    """
    read = tokens(content)
    shown = matches(read, _NAMES_BY_TERM)
    accused = "accusation" in shown or "accusation" in matches(tokens(frame), _NAMES_BY_TERM)
    numbered = _is_numbered(read, shown)
    main = main_clause(content) if is_english(language) and _may_be_context(content, shown) else content
    if not accused and _looks_ahead(main, claimed=claimed, language=language):
        return "prediction"
    if _is_wish(main, language):
        return "opinion"
    if accused:
        return "allegation"
    if numbered:
        return "number"
    if _is_judgement(main, language):
        return "opinion"
    return "quote" if "others said" in shown else "fact"


def _may_be_context(content: str, shown: set[str]) -> bool:
    """Whether any word speaks for an opinion or a prediction; only then it matters in which clause it is."""
    return bool(shown & _CONTEXT_TERMS or _CONTEXT_HINT.search(content))


def _shown(words: str) -> set[str]:
    return matches(tokens(words), _NAMES_BY_TERM)


def _is_numbered(read: list[str], shown: set[str]) -> bool:
    if shown & {"percent", "big number", "count"}:
        return True
    return any(token[0].isdigit() and not _YEAR.fullmatch(token) for token in read)


def _looks_ahead(main: str, *, claimed: bool, language: str) -> bool:
    """Whether the main clause tells the future: "a car that will be sold was shown" does not."""
    if not is_english(language):
        future = FUTURE.get(language.lower()[:2])
        return "prediction" in _shown(main) or bool(future and future.search(main))
    first = first_clause(main)
    shown = _shown(first)
    if "prediction" in shown or _WILL.search(first) or (_DUE.search(first) and not _AIM.search(first)):
        return True
    if _HEDGE.search(first) and _BY_THEN.search(first):
        return True
    # Reported speech turns "will" into "would"; of a bill or a plan "would" says what is in it.
    return claimed and "document" not in shown and bool(_WOULD.search(first))


def _is_wish(main: str, language: str) -> bool:
    return bool(_shown(main) & {"duty", "feeling"}) or (is_english(language) and bool(_FEARS.match(main)))


def _is_judgement(main: str, language: str) -> bool:
    if _shown(main) & {"value", "motive"}:
        return True
    if not is_english(language):
        return False
    return bool(_BEST.search(main) or (_HEDGE.search(main) and not _DISBELIEF.search(main)))
