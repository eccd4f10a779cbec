"""Everybody an article names: who "Peskov", "the minister" and "she" are."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from claims.attribution.lexicon import Lexicon
from claims.attribution.names import family_name
from claims.attribution.people import HE, SHE, Mention
from claims.attribution.roles import (
    HONORIFICS,
    INSTITUTIONS,
    NAMED_BODIES,
    OF,
    can_speak,
    is_known_role,
)

_REMEMBERED: Final = 8  # the latest speakers a pronoun may mean
_NAMESAKES: Final = 12  # people of one family name that are told apart


@dataclass(slots=True, eq=False)  # known by identity: two may share a name
class Member:
    """Somebody the article names, with what all its mentions together tell of him."""

    name: str
    role: str
    organisation: str
    gender: str
    person: bool
    plural: bool = False
    spoke: bool = False


@dataclass(slots=True)
class Cast:
    """All members, by full name and by each one's last name, and who spoke or acted last."""

    lexicon: Lexicon
    by_name: dict[str, Member] = field(default_factory=dict)
    by_last: dict[str, list[Member]] = field(default_factory=dict)
    by_office: dict[str, list[Member]] = field(default_factory=dict)
    recent: list[Member] = field(default_factory=list)
    mentions: list[tuple[int, Member]] = field(default_factory=list)  # by their places in the article

    def learn(self, mention: Mention) -> Member:
        """Remember a mention; a later one only fills what an earlier one left open."""
        known = self._known(mention.name)
        if known is None:
            known = Member(mention.name, mention.role, mention.organisation, mention.gender, mention.person)
            self.by_name[mention.name.casefold()] = known
            if mention.person:
                self._file(self.by_last, family_name(mention.name), known)
        else:
            self._fill(known, mention)
        if known.person:
            for word in known.role.split():
                if is_known_role(word.casefold()):
                    self._file(self.by_office, word, known)
        return known

    def _fill(self, known: Member, mention: Mention) -> None:
        if known.person and mention.person and len(mention.name) > len(known.name):
            known.name = mention.name  # J. Hale turns out to be Joan Hale
            self.by_name[mention.name.casefold()] = known
        if not known.role:
            known.role = mention.role
        known.organisation = known.organisation or mention.organisation
        known.gender = known.gender or mention.gender

    def _file(self, shelf: dict[str, list[Member]], word: str, member: Member) -> None:
        held = shelf.setdefault(word.casefold(), [])
        if member not in held and len(held) < _NAMESAKES:
            held.append(member)

    def _known(self, name: str) -> Member | None:
        """Find a member by full name, or by what is likely his last name or a shorter form of it."""
        exact = self.by_name.get(name.casefold())
        if exact is not None:
            return exact
        namesakes = self.by_last.get(family_name(name), [])
        firsts = _firsts(name)
        fitting = [m for m in namesakes if not firsts or _shortens(firsts, _firsts(m.name))]
        if not fitting:
            return None
        return next((m for m in self.recent if m in fitting), fitting[0])

    def person(self, label: str) -> Member | None:
        """Return the person the article calls by this name or surname, or None."""
        given = label.split()
        while len(given) > 1 and given[0].casefold() in HONORIFICS:
            given.pop(0)
        known = self._known(" ".join(given))
        return known if known is not None and known.person else None

    def find(self, mention: Mention, *, definite: bool = True) -> Member:
        """Return the member a mention at this place means, remembering him if he is new.

        `definite` is false for "a spokesman", who is not the spokesman named before.
        """
        known = self._known(mention.name)
        if known is None and definite and not mention.person:
            known = self._by_office(mention) or self._bynoun_of(mention)
        return self.learn(mention) if known is None or mention.person else known

    def _by_office(self, mention: Mention) -> Member | None:
        """Return the one the article calls just "the minister" or "the climate scientist"."""
        given = mention.name.split()
        if "-year-old" in given[0]:
            return next((m for m in self.recent if m.person), None)
        if len(given) > 1 and (mention.organisation or len(given) > 3 or not mention.name[0].islower()):
            return None
        held = self.by_office.get(given[-1].casefold(), [])
        rest = [w.casefold() for w in given[:-1]]
        fitting = [m for m in held if all(w in f"{m.role} {m.organisation}".casefold().split() for w in rest)]
        if len(fitting) == 1:
            return fitting[0]
        return next((m for m in self.recent if m in fitting), None)

    def knows(self, mention: Mention) -> bool:
        """Tell whether somebody is called so elsewhere in the article."""
        given = mention.name.casefold().split()
        known = self.by_office.get(given[-1], [])
        called = any(all(w in f"{m.role} {m.organisation}".casefold().split() for w in given) for m in known)
        return called or self._known(mention.name) is not None

    def _bynoun_of(self, mention: Mention) -> Member | None:
        """Return "U.N. refugee agency" for "the agency", the latest that is called so."""
        noun = mention.name.casefold()
        if " " in noun or not can_speak(noun):
            return None
        named = ((m, m.name.casefold().split()) for m in self.recent if not m.person)
        plain = ((m, given) for m, given in named if not self.lexicon.noun_prepositions & set(given))
        latest = next((m for m, given in plain if given[-1] == noun), None)
        if latest is not None:
            return latest
        houses = (m.organisation for m in self.recent if m.person and " " in m.organisation)
        house = next((h for h in houses if h.casefold().split()[-1] == noun), None)
        return self.learn(Mention(house, "", "", "", person=False)) if house else None

    def heard(self, member: Member) -> None:
        """Note that this member spoke or acted just now."""
        if member in self.recent:
            self.recent.remove(member)
        self.recent.insert(0, member)
        del self.recent[_REMEMBERED:]

    def pronoun(self, low: str, at: int) -> Member | None:
        """Return whom a pronoun at this place means: the latest person it fits, a group or house for "it"."""
        lexicon = self.lexicon
        if low in lexicon.plural:
            several = next((m for m in self.recent if m.plural), None)
            houses = (m for m in self.recent if not m.person)
            return several or next(houses, None) or next(iter(self.recent), None)
        if low in lexicon.neuter:
            return next((m for m in self.recent if not m.person and not m.plural), None)
        wanted = SHE if low in lexicon.female else HE
        fitting = [m for m in self.recent if m.gender in (wanted, "") and not m.plural]
        human = (m for m in fitting if m.person or m.gender == wanted or (m.spoke and is_human(m.name)))
        known = next(human, None) or self._mentioned(wanted, at)
        # Taxes rose: a lone word at the head of a sentence may be a thing.
        lone = (m for m in fitting if not _is_body(m.name))
        known = known or next((m for m in lone if m.spoke or not m.name.endswith("s")), None)
        if known is not None and known.person and not known.gender and lexicon.female:
            known.gender = wanted
        return known

    def _mentioned(self, wanted: str, at: int) -> Member | None:
        """Return the person named last before a place who is known to be a he, or a she."""
        last = bisect_left(self.mentions, at, key=lambda mention: mention[0])
        before = (member for _, member in reversed(self.mentions[max(0, last - _REMEMBERED) : last]))
        return next((member for member in before if member.gender == wanted), None)


def _is_body(name: str) -> bool:
    """Tell whether a name is an institution's, or letters such as NASA."""
    given = name.split()
    body = len(given) > 1 and noun_of(name) in INSTITUTIONS
    return body or all(word.isupper() and len(word) in (3, 4) for word in given)


def noun_of(name: str) -> str:
    """Return what a description is about: "man" of "man from the agency"."""
    given = name.casefold().split()
    ends = (i for i, word in enumerate(given) if i and (word in OF or word in ("with", "who")))
    return given[next(ends, len(given)) - 1]


def is_human(name: str) -> bool:
    """Tell whether an unnamed speaker is one person: "neighbour", "spokesperson for the ministry"."""
    return is_known_role(noun_of(name)) and noun_of(name) not in NAMED_BODIES


@lru_cache(maxsize=4096)
def _firsts(name: str) -> list[str]:
    """Return what stands before the family's name."""
    given = name.casefold().split()
    return given[: given.index(family_name(name))] if given else []


def _shortens(firsts: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether a name is a shorter form of another of the same family: no other first name."""
    if not others:
        return True
    if len(firsts) == len(others) == 1:
        return _same_first(firsts[0], others[0])
    return all(any(_same_first(a, b) for b in others) for a in firsts)


def _same_first(one: str, other: str) -> bool:
    """Tell whether "j." may be "joan"."""
    if one[0] != other[0]:
        return False
    return one == other or len(one.rstrip(".")) == 1 or len(other.rstrip(".")) == 1
