"""When a claim needs a legal review or a content warning."""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from claims.triage.finding import Rule, matched, word_faults_of
from claims.triage.patterns import faults_of


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a claim: its words (wording, quotes, proposed reasoning), kind and topics by slug."""

    text: str
    kind: str
    topics: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class When:
    """Kinds, a topic and words. All that is stated has to hold; of several kinds or words one is enough."""

    claim_kinds: tuple[str, ...] = ()
    topic: str = ""
    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


def reasons(when: When, case: Case) -> list[str]:
    """Return why the rule touches the case, in words; empty where it does not.

    A rule that states nothing touches nothing.
    """
    found = []
    if when.claim_kinds:
        if case.kind not in when.claim_kinds:
            return []
        found.append(f"kind: {case.kind}")
    if when.topic:
        if when.topic not in case.topics:
            return []
        found.append(f"topic: {when.topic}")
    if when.keywords or when.patterns:
        words = matched(Rule("", when.keywords, when.patterns), case.text)
        if not words:
            return []
        found += [f"words: {', '.join(words)}"]
    return found


def faults(*, keywords: Sequence[str], patterns: Sequence[str]) -> dict[str, list[str]]:
    """Return what is wrong with the words and patterns of a rule, by field; empty where nothing is."""
    wrong = {"keywords": word_faults_of(keywords), "patterns": faults_of(patterns)}
    return {field: said for field, said in wrong.items() if said}
