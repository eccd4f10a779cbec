"""Where a clause begins and which word is its verb, read from the order of English words alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from claims.detection import verbs

_TOKEN: Final = re.compile(
    r"“[^“”]*”|„[^„“]*“|«[^«»]*»|\"[^\"]*\"|\([^()]*\)"  # quoted or in brackets: one token, never looked into
    r"|[$€£¥₹]?\d+(?:[.,:]\d+)*(?:[%‰]|-[^\W\d_]+)?"
    r"|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’.\-][^\W\d_]+)*['’]?"
    r"|[^\w\s]"
)
DETERMINERS: Final = frozenset(
    """the a an this these those his her its their our my your no every each any some
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
PREPOSITIONS: Final = frozenset(
    """of in on at by to for from with without against into onto over under between among through during about
    across near off per via within despite toward towards like than as around behind beyond along amid outside
    inside upon up down out""".split()  # noqa: SIM905 - a list of words reads better as words
)
RELATIVES: Final = frozenset({"who", "which", "that", "whom", "whose", "where", "what", "how", "why"})
SUBORDINATORS: Final = frozenset(
    {"because", "when", "unless", "if", "although", "though", "while", "whereas"}
)
MAYBE_SUBORDINATORS: Final = frozenset({"after", "before", "until", "since", "once", "as"})
CONJUNCTIONS: Final = frozenset({"and", "but", "or", "nor", "yet", "so"})
_PLURAL: Final = frozenset(
    """we they you i people women men children police those some many most all half both others none few
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_ADVERBS: Final = frozenset(
    """later now then also still never not only recently already soon twice once again always often almost
    nearly instead therefore even just ever longer""".split()  # noqa: SIM905 - a list of words reads better as words
)
_HANGING: Final = (
    RELATIVES - {"what", "how"} | SUBORDINATORS - {"if", "unless"} | MAYBE_SUBORDINATORS | {"so"}
)
_ASIDE: Final = re.compile(r", (?:which|who|whose|where)\s[^,]{1,120},")
_HELPS: Final = verbs.BE | verbs.HAVE | {"be", "been", "being", "having"}
_BEHIND: Final = frozenset({"more", "less", "about", "nearly", "back"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark; what stands in quotation marks or brackets is one token."""

    text: str
    low: str
    start: int
    end: int

    @property
    def number(self) -> bool:
        return self.text[-1].isdigit() or self.text[0].isdigit() or self.text[:1] in "$€£¥₹"

    @property
    def word(self) -> bool:
        return self.text[0].isalpha()

    @property
    def name(self) -> bool:
        return self.text[0].isupper()


Tokens = Sequence[Token]
AND: Final = Token("and", "and", 0, 3)  # stands before words that are read as a verb without its subject


def read(text: str) -> list[Token]:
    """Return the tokens of `text` with their offsets."""
    return [
        Token(m.group(), m.group().casefold().replace("’", "'"), m.start(), m.end())
        for m in _TOKEN.finditer(text)
    ]


def finite(tokens: Tokens, at: int) -> str:
    """Return how the word at this place can be the verb of a clause, "" if it cannot.

    "be", "have", "do", "modal"; "past" (rose); "either" a past or a participle (closed); "same", which is
    the present too (cut); "one" and "many" for the present (costs, cost).
    """
    token = tokens[at]
    low, before = token.low, tokens[at - 1].low if at else ""
    if not token.word or before == "to" or (token.name and at):
        return ""
    if low in verbs.AUXILIARY:
        return "" if before in DETERMINERS else _auxiliary(low)
    if before in DETERMINERS or before in PREPOSITIONS:
        return ""
    if low in verbs.PAST:
        return "past"
    if before.endswith(("'s", "s'")):
        return ""
    if before in _HELPS:
        return ""  # "to have signed": what helps it is the verb, or there is none
    if low in verbs.UNCHANGED:
        return "same" if _has_room(tokens, at) else ""
    if _may_be_past(low):
        return "" if _passive_of_noun(tokens, at) else "either"
    return _present(tokens, at)


def _auxiliary(low: str) -> str:
    for name, listed in (("be", verbs.BE), ("have", verbs.HAVE), ("do", verbs.DO)):
        if low in listed:
            return name
    return "modal"


def _may_be_past(low: str) -> bool:
    regular = low.endswith("ed") and len(low) > 3 and "-" not in low and low not in verbs.NO_PAST
    return regular or low in verbs.PAST_OR_PARTICIPLE


def _passive_of_noun(tokens: Tokens, at: int) -> bool:
    """Tell "forests owned by the state" from "prices dropped by a third"."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        following is not None
        and following.low == "by"
        and tokens[at].low not in verbs.CHANGES
        and not (at + 2 < len(tokens) and tokens[at + 2].number)
    )


def _present(tokens: Tokens, at: int) -> str:
    low, before = tokens[at].low, tokens[at - 1] if at else None
    one = low in verbs.PRESENT_ONE
    if not (one or low in verbs.PRESENT_MANY) or (low in verbs.NOUN_TOO and not _has_room(tokens, at)):
        return ""
    if one:
        return "one"
    if before is None or before.low in CONJUNCTIONS or is_adverb(before.low):
        return "many"
    plural = before.low in _PLURAL or (before.low.endswith("s") and not before.low.endswith("ss"))
    return "many" if plural else ""


def _has_room(tokens: Tokens, at: int) -> bool:
    """Whether a word that may be a noun has a subject before it and an object or an end behind it."""
    before = tokens[at - 1] if at else None
    if before is not None and (before.number or before.low in verbs.AUXILIARY):
        return False
    if at + 1 == len(tokens):
        return before is not None
    following = tokens[at + 1]
    opens = following.number or following.low in DETERMINERS or following.text[0] in '“„«"'
    if before is None or before.low in CONJUNCTIONS:  # at the head of a clause it is a noun unless …
        return opens or (following.word and not finite(tokens, at + 1) and following.low not in PREPOSITIONS)
    if _after_first_noun(tokens, at) and following.word and not finite(tokens, at + 1):
        return True
    if tokens[at].low not in verbs.PRESENT_ONE:
        return opens or following.low == "by"  # "cannabis use in towns" is a noun
    return opens or following.low in PREPOSITIONS or following.low in _BEHIND


def _after_first_noun(tokens: Tokens, at: int) -> bool:
    """Whether the word follows "The law", with which the clause begins."""
    return 1 < at <= 3 and tokens[0].low in DETERMINERS and tokens[at].low in verbs.PRESENT_ONE


def is_adverb(low: str) -> bool:
    """Say whether the word may stand between a subject and its verb."""
    return low in _ADVERBS or (low.endswith("ly") and len(low) > 4)


def main_verb(tokens: Tokens) -> int:
    """Return the place of the verb of the clause that begins with the first token, -1 if there is none."""
    for at, token in enumerate(tokens):
        if at and (
            token.low in RELATIVES or token.low in SUBORDINATORS or token.low in ("so", "but", "–", "—", "-")
        ):
            return -1
        kind = finite(tokens, at)
        if kind == "either" and token.low not in verbs.SAYS and (later := _later_verb(tokens, at)):
            return later
        if kind:
            return at
    return -1


def _later_verb(tokens: Tokens, at: int) -> int:
    """The verb behind a participle that belongs to the noun: "the man arrested in May was released"."""
    if at + 1 < len(tokens) and not (tokens[at + 1].low in PREPOSITIONS or is_adverb(tokens[at + 1].low)):
        return 0
    for later in range(at + 1, len(tokens)):
        token = tokens[later]
        if token.text in ",;:" or token.low in CONJUNCTIONS | RELATIVES | SUBORDINATORS | MAYBE_SUBORDINATORS:
            return 0
        if finite(tokens, later) in ("be", "have", "do", "modal", "past"):
            return later
    return 0


def group_end(tokens: Tokens, at: int) -> int:
    """Return where the words that only help the verb end: "has not been | sold", "will | cost"."""
    while at < len(tokens) and (
        tokens[at].low in verbs.AUXILIARY or tokens[at].low in verbs.NOT_FINITE or is_adverb(tokens[at].low)
    ):
        at += 1
    return at


def is_open(tokens: Tokens) -> bool:
    """Whether the words end inside a subordinate clause, where "and" may belong to it."""
    for at in range(len(tokens) - 1, -1, -1):
        low = tokens[at].low
        if low in RELATIVES or low in SUBORDINATORS:
            return True
        if low in MAYBE_SUBORDINATORS and any(finite(tokens, place) for place in range(at + 1, len(tokens))):
            return True
    return False


def main_clause(text: str) -> str:
    """Return an English sentence without the clauses that hang on it; all of it where it tells a thought.

    "The car, which will cost 3 million, was shown when it rained" is cut at "which"; "she thinks that it will
    rain" is not cut.
    """
    text = _ASIDE.sub("", text)
    tokens = read(text)
    start = _after_leading(tokens)
    verb = main_verb(tokens[start:])
    if verb < 0 or tokens[start + verb].low in verbs.SAYS | verbs.THINKS:
        return text
    for token in tokens[start + verb + 1 :]:
        if token.low in _HANGING or token.text in ";—–":
            return text[tokens[start].start : token.start]
    return text[tokens[start].start :]


def first_clause(text: str) -> str:
    """Return the words up to an "and" or "but" that stands behind the verb."""
    tokens = read(text)
    verb = main_verb(tokens)
    if verb < 0 or tokens[verb].low in verbs.SAYS | verbs.THINKS:
        return text
    ends = (token.start for token in tokens[verb + 1 :] if token.low in CONJUNCTIONS - {"or"})
    return text[: next(ends, len(text))]


def _after_leading(tokens: Tokens) -> int:
    """Where the main clause begins: behind "When it rained,"."""
    leads = tokens and tokens[0].low in SUBORDINATORS | MAYBE_SUBORDINATORS | {"despite", "in", "by", "with"}
    comma = next((at for at, token in enumerate(tokens) if token.text == ","), 0) if leads else 0
    return comma + 1 if comma and comma + 1 < len(tokens) else 0
