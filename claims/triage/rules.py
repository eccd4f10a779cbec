"""All that the order goes by at one moment: weights, topics, harm areas, incidents."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final, NamedTuple

from claims.triage.finding import Finder, Rule
from claims.triage.harm import AREAS, INCITES, REPUTATION, Area
from claims.triage.keywords import Words
from claims.triage.weights import PARTS, Weights


class Raised(NamedTuple):
    """An incident: what belongs to it is raised by so many points."""

    name: str
    points: float


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What a statement is judged by. Made by `rules_of`; nothing in it says who spoke, or where."""

    weights: Weights
    topics: Finder
    topic_ids: Mapping[str, int]  # by slug; empty: everything is in remit
    areas: Finder
    in_force: tuple[Area, ...]  # every area, what incites among them, the gravest first
    gravest_first: tuple[Area, ...]  # those that do harm
    incidents: Finder
    raised: Mapping[str, Raised]

    def weighed_by(self, weights: Weights) -> "Rules":
        """Return the same rules with other weights."""
        return replace(self, weights=weights)

    def harms(self, found: Set[str], *, kind: str = "") -> list[Area]:
        """Return the areas of these slugs, the gravest first; every allegation hurts a name."""
        if kind == "allegation":
            found = found | {REPUTATION}
        return [area for area in self.gravest_first if area.slug in found] if found else []

    def incident(self, words: Words, text: str) -> Raised | None:
        """Return the incident that a statement belongs to, the one that raises it most; None if to none."""
        if not self.raised:
            return None
        found = [self.raised[key] for key in self.incidents.among(words, text)]
        return max(found, key=lambda one: (one.points, one.name), default=None)


def rules_of(
    *,
    topics: Mapping[str, Sequence[str]] | None = None,
    areas: Sequence[Area] = AREAS,
    weights: Weights | None = None,
) -> Rules:
    """Return rules of plain values: keywords by topic, harm areas, weights; the rest is as shipped."""
    listed = [Rule(slug, tuple(words)) for slug, words in (topics or {}).items()]
    return _rules(listed, {rule.slug: n for n, rule in enumerate(listed, 1)}, areas, {}, weights or Weights())


@lru_cache(maxsize=16)
def rules_from(stored: str) -> Rules:
    """Return the rules that the desk's rows make, given as JSON; the same text makes them once.

    `topics`: [slug, id, keywords, patterns], `areas`: [slug, name, gravity, keywords, patterns, active],
    `incidents`: [key, name, points, keywords, patterns], `weights`: a map, or null for the defaults.
    An area takes the place of the one of its slug that is shipped, or of none.
    """
    given: dict[str, Any] = json.loads(stored)
    topics = given["topics"] or []
    incidents = {
        key: (Raised(name, points), Rule(key, tuple(words), tuple(patterns)))
        for key, name, points, words, patterns in given["incidents"] or []
    }
    return _rules(
        [Rule(slug, tuple(words), tuple(patterns)) for slug, _, words, patterns in topics],
        {slug: pk for slug, pk, _, _ in topics},
        areas_in_force(given["areas"] or []),
        incidents,
        weights_from(given["weights"] or {}),
    )


def areas_in_force(rows: Sequence[Sequence[Any]]) -> list[Area]:
    """Return the harm areas that count: those of the desk, and the shipped ones that no row replaces."""
    replaced = {slug for slug, *_ in rows}
    own = [
        Area(slug, name, gravity, tuple(words), tuple(patterns))
        for slug, name, gravity, words, patterns, active in rows
        if active
    ]
    return [*(area for area in AREAS if area.slug not in replaced), *own]


def weights_from(stored: Mapping[str, Any]) -> Weights:
    """Return stored weights; one that came later than they were stored has its default."""
    return Weights(**{name: value for name, value in stored.items() if name in PARTS})


def _rules(
    topics: Sequence[Rule],
    ids: Mapping[str, int],
    areas: Sequence[Area],
    incidents: Mapping[str, tuple[Raised, Rule]],
    weights: Weights,
) -> Rules:
    ordered = sorted(areas, key=lambda area: (-area.gravity, _place(area), area.name))
    return Rules(
        weights=weights,
        topics=Finder.of(topics),
        topic_ids=ids,
        areas=Finder.of(Rule(area.slug, area.keywords, area.patterns) for area in areas),
        in_force=tuple(ordered),
        gravest_first=tuple(area for area in ordered if area.slug != INCITES),
        incidents=Finder.of(rule for _, rule in incidents.values()),
        raised={key: raised for key, (raised, _) in incidents.items()},
    )


_SHIPPED: Final = {area.slug: place for place, area in enumerate(AREAS)}


def _place(area: Area) -> int:
    return _SHIPPED.get(area.slug, len(_SHIPPED))


AS_SHIPPED: Final = rules_of()
