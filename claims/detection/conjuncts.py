"""What follows an "and", made a sentence of its own with what it shares with the words before it."""

import re
from typing import Final

from claims.detection import verbs
from claims.detection.clauses import (
    AND,
    DETERMINERS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    Token,
    finite,
    group_end,
    is_adverb,
    is_open,
    main_verb,
)

_OF_MANY: Final = frozenset({"are", "were", "have", "don't", "aren't", "weren't", "haven't", "do"})
_HE: Final = frozenset({"he", "she"})
_OBJECTS: Final = frozenset(
    {"him", "them", "it", "nothing", "about", "nearly", "almost", "more", "only", "us"}
)  # what an active verb has behind it, unless a number or an article stands there
_PRONOUNS: Final = frozenset({"i", "we", "you", "they", "he", "she", "it"})
_PERSONS: Final = re.compile(r"(?:er|or|ist|ian|ent|man|woman|king|queen|chief|judge|clerk)\Z")
_EMPTY_IT: Final = re.compile(
    r"it\s+(?:appears|seems|rained|snowed|turned)\b"
    r"|it\s+(?:is|was|takes|took|(?:has|had)\sbeen|will be)\s(?:\w+ly\s)?"
    r"(?:clear|likely|unlikely|true|possible|impossible|not\sclear|known|raining|legal|illegal|[\w\s]+\bto\b)",
    re.I,
)


def continued(text: str, left: list[Token], right: list[Token], *, loose: bool, word: str) -> str:
    """Return the right side as a sentence of its own, "" if the two sides are not two assertions."""
    verb = main_verb(left)
    if verb < 1 or (is_open(left) and not loose) or left[0].low in RELATIVES | SUBORDINATORS:
        return ""
    while right and right[0].low in ("also", "then"):
        right = right[1:]
    if len(right) < 2 or right[0].low in RELATIVES - {"that", "what"} or _is_fixed(left, right, word):
        return ""
    words = text[right[0].start : right[-1].end]
    if _is_clause(left, right, loose=loose):
        subject = text[left[0].start : left[verb - 1].end]
        return _named(subject, words, left[:verb], left[verb].low)
    if is_open(left) or word in ("although", "though", "while", "whereas"):
        return ""
    return _shared(text, left, right, verb, words)


def _is_fixed(left: list[Token], right: list[Token], word: str) -> bool:
    """Whether the words around belong together: "again and again", "he and she", "could not help but"."""
    before = left[-1].low
    return (
        right[0].text in ",:;"
        or (right[1].text == "," and word == "and")
        or right[0].low == before
        or before in _HE
        or (word == "but" and before in ("help", "nothing", "anything", "choice", "all"))
        or (word == "," and before.endswith("ing"))
        or (left[-1].name and len(left) > 1 and left[-2].low in verbs.THINKS | {"realize", "realise"})
    )


def _is_clause(left: list[Token], right: list[Token], *, loose: bool) -> bool:
    """Whether the right side has a subject and a verb of its own."""
    verb = main_verb(right)
    if verb < 1 or right[0].low in PREPOSITIONS or right[0].low == "not":
        return False
    if verb == 1 and right[0].low in ("that", "this", "these", "those"):
        return False  # "and that is why": it stands for what was said before
    if left[-1].name and right[0].name and not loose:
        return False  # "Egypt and Israel are"
    commas = sum(token.text == "," for token in right[:verb])
    if commas % 2 or (any(is_adverb(t.low) for t in right[:1]) and verb == 1):
        return False
    bare = right[0].word and right[0].low not in DETERMINERS | _PRONOUNS and not right[0].name
    if _lists_on(left, right, verb, bare=bare, loose=loose):
        return False
    ambiguous = finite(right, verb) == "either" and right[verb].low not in verbs.CHANGES
    alone = main_verb(left) == len(left) - 1  # nothing stands there that the noun could be listed with
    if bare and ambiguous and not (loose or alone) and verb + 1 < len(right):
        # "schools and hospitals built in 1970" against "police fired on them"
        return right[verb + 1].low not in PREPOSITIONS
    return True


def _lists_on(left: list[Token], right: list[Token], verb: int, *, bare: bool, loose: bool) -> bool:
    """Whether the noun after "and" belongs to a list: "the deaths and injuries"."""
    for at in range(1, verb):
        if right[at].low == "and" and (right[at + 1].low in _PRONOUNS or at + 1 == verb):
            return True
    if not bare:
        return False
    if any(token.low == "to" or token.text == "," for token in right[:verb]) or verb > 6:
        return True
    many = left[-1].low.endswith("s") and len(left) > 1 and left[-2].low in DETERMINERS
    return many and not loose


def _named(subject: str, words: str, noun: list[Token], verb: str) -> str:
    """Put the subject of the left side for a pronoun that plainly means it."""
    pronoun, _, rest = words.partition(" ")
    low = pronoun.casefold()
    of = next((at for at, token in enumerate(noun) if at and token.low in PREPOSITIONS), len(noun))
    head = noun[of - 1]
    person = head.name or bool(_PERSONS.search(head.low))
    plural = head.low.endswith("s") and not head.low.endswith("ss")
    many = verb in _OF_MANY or plural or head.low in ("people", "women", "men", "police")
    same = head.low not in _PRONOUNS and (
        (low in _HE and person and verb not in _OF_MANY)
        or (low == "they" and many)
        or (low == "it" and not many and not _EMPTY_IT.match(words))
    )
    return f"{subject} {rest}" if same else words


def _shared(text: str, left: list[Token], right: list[Token], verb: int, words: str) -> str:
    """A closed B and cut C: the right side takes the subject, and what helps the verb, from the left."""
    subject = text[left[0].start : left[verb - 1].end]
    skipped = 0
    while skipped < len(right) - 1 and is_adverb(right[skipped].low):
        skipped += 1
    head = finite([AND, *right[skipped:]], 1) or finite(right[skipped:], 0)
    kind, done = finite(left, verb), group_end(left, verb)
    if right[0].low == "by" and left[verb].low in verbs.CHANGES and left[verb + 1 : verb + 2]:
        return f"{subject} {left[verb].text} {words}" if left[verb + 1].low == "by" else ""
    if not head:
        return _elided(text, left, right, verb) or _helped(text, left, right[skipped:], verb, words)
    if verb + 1 >= len(left) or (kind in ("be", "have") and done + 1 >= len(left)):
        return ""  # "makes and sells cars": what follows belongs to both
    infinitive = any(token.low == "to" for token in left[done:])
    if head == "same" and kind in ("be", "have"):
        return _passive(text, left, right, verb, words, skipped=skipped)
    if head in ("same", "many") and (infinitive or kind not in ("past", "either", "same", "many")):
        return "" if infinitive else _helped(text, left, right[skipped:], verb, words)
    if head == "one" and kind in ("past", "either", "same") and right[skipped].low in verbs.NOUN_TOO:
        return f"{subject} {words}" if not left[-1].low.endswith("s") else ""
    if head == "either" and kind in ("be", "have", "modal"):
        return _passive(text, left, right, verb, words, skipped=skipped)
    return f"{subject} {words}"


def _passive(text: str, left: list[Token], right: list[Token], verb: int, words: str, *, skipped: int) -> str:
    """A was tested and approved: "was" is shared unless the second verb has an object."""
    following = right[skipped + 1] if skipped + 1 < len(right) else None
    active = following is not None and (
        following.number or following.low in DETERMINERS or following.low in _OBJECTS
    )
    kind, end = finite(left, verb), group_end(left, verb)
    says = right[skipped].low in verbs.SAYS or right[skipped].low == "called"
    passive = kind == "be" or any(token.low == "been" for token in left[verb:end])
    if kind == "modal" or (says and passive):
        return ""  # "were caused by gunshots and called on the government": somebody else did
    until = verb - 1 if active and kind == "be" else end - 1
    helped = end < len(left) and _is_participle(left[end].low)
    if kind == "be" and not active and not helped:
        return ""
    return f"{text[left[0].start : left[until].end]} {words}"


def _is_participle(low: str) -> bool:
    return low.endswith("ed") or low in (verbs.PAST_OR_PARTICIPLE | verbs.PARTICIPLE | verbs.UNCHANGED)


def _helped(text: str, left: list[Token], right: list[Token], verb: int, words: str) -> str:
    """A will cost B and bring in C; has taken B and given C."""
    kind, end = finite(left, verb), group_end(left, verb)
    low = right[0].low
    base = kind in ("modal", "do") and (low in verbs.PRESENT_MANY or low in verbs.UNCHANGED)
    done = kind in ("be", "have") and (low in verbs.PARTICIPLE or low in verbs.UNCHANGED)
    enough = end + 1 < len(left) and len(right) > 1
    if not enough or not (base or done):
        return ""
    return f"{text[left[0].start : left[end - 1].end]} {words}"


def _elided(text: str, left: list[Token], right: list[Token], verb: int) -> str:
    """Homicides fell by a third and robberies by a half."""
    by = next((at for at, token in enumerate(right) if token.low == "by"), 0)
    if (
        not 0 < by < len(right) - 1
        or left[verb].low not in verbs.CHANGES
        or verb + 1 >= len(left)
        or left[verb + 1].low != "by"
    ):
        return ""
    noun = text[right[0].start : right[by - 1].end]
    return f"{noun} {left[verb].text} {text[right[by].start : right[-1].end]}"
