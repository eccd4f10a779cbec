"""What a rule finds in a text: by whole words, and by regular expressions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from claims.triage import patterns as regular
from claims.triage.keywords import Keywords, Words, keywords_of
from claims.triage.patterns import Patterns, patterns_of

MOST_WORDS: Final = 500  # of one rule
LONGEST_WORD: Final = 80
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Rule:
    """What belongs to a topic, a harm area or an incident: words and phrases, and regular expressions."""

    slug: str
    keywords: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finder:
    """Several rules, asked at once."""

    keywords: Keywords
    patterns: Patterns

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Self:
        listed = tuple(rules)
        return cls(
            keywords_of(tuple((rule.slug, rule.keywords) for rule in listed)),
            patterns_of(tuple((rule.slug, rule.patterns) for rule in listed if rule.patterns)),
        )

    def among(self, words: Words, text: str) -> set[str]:
        """Return the slugs of the rules that touch a text whose words were read already."""
        slugs = self.keywords.among(words)
        return slugs if self.patterns.matcher is None else slugs | self.patterns.among(text)


@dataclass(frozen=True, slots=True)
class Matcher:
    """One rule that tells which of its words and patterns it finds."""

    rule: Rule
    keywords: Keywords

    @classmethod
    def of(cls, rule: Rule) -> Self:
        return cls(rule, keywords_of(tuple((word, (word,)) for word in rule.keywords)))

    def words(self, text: str) -> list[str]:
        """Return its keywords that stand in a text, and the words there that its patterns match."""
        found = self.keywords.among(Words.of(text))
        by_pattern = (regular.found(pattern, text) for pattern in self.rule.patterns)
        return [
            *(word for word in self.rule.keywords if word in found),
            *(words for words in by_pattern if words is not None),
        ]


def matched(rule: Rule, text: str) -> list[str]:
    """Return what of the rule is found in one text; for many texts make its Matcher once."""
    return Matcher.of(rule).words(text)


def word_faults_of(keywords: Sequence[str]) -> list[str]:
    """Return what is wrong with each keyword of one rule, and with their number."""
    many = [f"A rule has at most {MOST_WORDS} words and phrases."] if len(keywords) > MOST_WORDS else []
    listed = enumerate(keywords[:MOST_WORDS], 1)
    return many + [f"Word {n}, “{word[:80]}”: {said}" for n, word in listed if (said := _fault(word))]


def _fault(word: str) -> str:
    read = _WORD.findall(word)
    if not read:
        return "It holds no letter and no digit."
    if len(word) > LONGEST_WORD:
        return f"A word or phrase has at most {LONGEST_WORD} characters."
    if word.rstrip().endswith("*") and len(read) == 1 and len(read[0]) < 2:
        return "A stem has at least two letters before the *."
    if "*" in word.rstrip()[:-1]:
        return "A * stands at the end only."
    return ""
