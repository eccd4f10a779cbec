"""What a language's words for reporting speech are, and which language a text is written in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

Words = frozenset[str]


def words(*lists: str) -> Words:
    """Return the words of lists separated by spaces or line ends."""
    return frozenset(word for given in lists for word in given.split())


@dataclass(frozen=True, slots=True, eq=False)  # one per language: compared and cached by identity
class Lexicon:
    """One language's words for reporting speech, in lower case, verbs in all their forms."""

    code: str
    say: Words  # take a clause or a quotation: said, argued
    hold: Words  # take a thing, which is then the content: denied, questioned, accused
    show: Words  # what documents do: found, showed
    label: Words  # give a name to something: called, described
    tell: Words  # take a listener first: told, warned
    noun_like: Words  # forms that are nouns more often than verbs: claims, states
    participles: Words  # saying, adding: their subject is the one before
    determiners: Words
    possessives: Words
    male: Words
    female: Words
    plural: Words
    neuter: Words
    others: Words  # pronouns that speak for nobody we could name: I, this
    that: Words
    relatives: Words
    conjunctions: Words  # begin another clause
    joins: Words  # and, und
    prepositions: Words
    noun_prepositions: Words  # those that go on with a name: minister of, spokesman for
    adverbs: Words
    auxiliaries: Words
    be: Words
    negations: Words
    by: Words
    times: Words
    according: tuple[tuple[str, ...], ...]
    common: Words  # frequent words by which the language is known


@cache
def pronouns(lexicon: Lexicon) -> Words:
    """Return the pronouns that stand for somebody mentioned before."""
    return lexicon.male | lexicon.female | lexicon.plural | lexicon.neuter


@cache
def leading(lexicon: Lexicon) -> Words:
    """Return the words a noun phrase may begin with."""
    return lexicon.determiners | lexicon.possessives


@cache
def either(lexicon: Lexicon, *kinds: str) -> Words:
    """Return the words of several kinds, joined once: either(lexicon, "be", "auxiliaries")."""
    return frozenset().union(*(getattr(lexicon, kind) for kind in kinds))


@cache
def small(lexicon: Lexicon) -> Words:
    """Return the words that are part of no name."""
    return (
        leading(lexicon) | pronouns(lexicon) | lexicon.others | lexicon.that | lexicon.relatives
        | lexicon.conjunctions | lexicon.joins | lexicon.prepositions | lexicon.auxiliaries | lexicon.be
        | lexicon.negations | lexicon.by | lexicon.common | lexicon.adverbs | lexicon.times
    )  # fmt: skip


@cache
def verbs(lexicon: Lexicon) -> Words:
    """Return every form of every speech verb."""
    return lexicon.say | lexicon.hold | lexicon.show | lexicon.label | lexicon.tell


def guess(sample: Iterable[str], lexicons: Iterable[Lexicon]) -> Lexicon:
    """Return the lexicon most of whose frequent words are in the sample; the first if none is."""
    seen = list(sample)
    return max(lexicons, key=lambda lexicon: sum(word in lexicon.common for word in seen))


EMPTY: Final[Words] = frozenset()
