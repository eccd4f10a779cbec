"""The order of some weeks, reckoned again under two sets of rules, and where they differ."""

import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from claims.detection import Part
from claims.triage import Added, Triage, triage
from claims.triage.rules import Rules

TOPS: Final = (10, 20, 50, 100)
ACCEPTED: Final = "accepted"
DECLINED: Final = "declined"


@dataclass(frozen=True, slots=True)
class Past:
    """A claim as it was judged: everything that the order goes by, and what people made of it."""

    uuid: UUID
    wording: str
    kind: str
    score: float
    spread: int
    demand: int
    age: timedelta | None
    outcome: str = ""  # accepted, declined or "": nobody has decided
    pinned: bool = False
    came_back: Added | None = None
    sampled: float | None = None

    def under(self, rules: Rules) -> Triage:
        """Return where it stands under these rules."""
        return triage(
            kind=self.kind,
            score=self.score,
            wording=self.wording,
            spread=self.spread,
            age=self.age,
            demand=self.demand,
            pinned=self.pinned,
            came_back=self.came_back,
            sampled=self.sampled,
            rules=rules,
        )


class Place(NamedTuple):
    """Where a claim stands under one set of rules; the first has rank 1, what is not listed None."""

    rank: int | None
    gate: str
    priority: float
    parts: tuple[Part, ...]


class Moved(NamedTuple):
    past: Past
    a: Place
    b: Place


class Top(NamedTuple):
    """The first `k` of both lists: the share they have in common, and what people made of each."""

    k: int
    overlap: float
    a_accepted: int
    a_precision: float | None  # accepted, of those decided; None where nobody decided on any
    b_accepted: int
    b_precision: float | None


@dataclass(frozen=True, slots=True)
class Side:
    """One order: how many it lists, what its gates keep off, where the accepted claims stand."""

    listed: int
    gates: Mapping[str, int]
    accepted_listed: int
    accepted_median: float | None  # rank, of those that are listed


@dataclass(frozen=True, slots=True)
class Comparison:
    claims: int
    accepted: int
    declined: int
    a: Side
    b: Side
    tops: tuple[Top, ...]
    up: tuple[Moved, ...]  # the furthest first
    down: tuple[Moved, ...]
    appear: tuple[Moved, ...]  # listed under b alone, the first first
    vanish: tuple[Moved, ...]
    counts: Mapping[str, int]  # of up, down, appear, vanish, before they were cut to `most`


def compare(past: Sequence[Past], a: Rules, b: Rules, *, most: int = 20) -> Comparison:
    """Order the claims under both and tell the difference; ties go by the order in which they are given."""
    places = list(zip(_places(past, a), _places(past, b), strict=True))
    moved = [Moved(one, *pair) for one, pair in zip(past, places, strict=True)]
    both = [m for m in moved if m.a.rank and m.b.rank and m.a.rank != m.b.rank]
    groups: dict[str, list[Moved]] = {
        "up": sorted((m for m in both if _gain(m) > 0), key=lambda m: -_gain(m)),
        "down": sorted((m for m in both if _gain(m) < 0), key=_gain),
        "appear": sorted((m for m in moved if m.b.rank and not m.a.rank), key=lambda m: m.b.rank or 0),
        "vanish": sorted((m for m in moved if m.a.rank and not m.b.rank), key=lambda m: m.a.rank or 0),
    }
    cut: dict[str, Any] = {name: tuple(group[:most]) for name, group in groups.items()}
    outcomes = Counter(one.outcome for one in past)
    return Comparison(
        claims=len(past),
        accepted=outcomes[ACCEPTED],
        declined=outcomes[DECLINED],
        a=_side(past, [pair[0] for pair in places]),
        b=_side(past, [pair[1] for pair in places]),
        tops=tuple(_top(k, moved) for k in TOPS),
        **cut,
        counts={name: len(group) for name, group in groups.items()},
    )


def _places(past: Sequence[Past], rules: Rules) -> list[Place]:
    found = [one.under(rules) for one in past]
    listed = sorted((n for n, t in enumerate(found) if not t.gate), key=lambda n: (-found[n].priority, n))
    ranks = {n: rank for rank, n in enumerate(listed, 1)}
    return [Place(ranks.get(n), t.gate, t.priority, t.parts) for n, t in enumerate(found)]


def _gain(moved: Moved) -> int:
    return (moved.a.rank or 0) - (moved.b.rank or 0)


def _side(past: Sequence[Past], places: Sequence[Place]) -> Side:
    ranks = [p.rank for one, p in zip(past, places, strict=True) if one.outcome == ACCEPTED and p.rank]
    return Side(
        listed=sum(place.rank is not None for place in places),
        gates=dict(sorted(Counter(place.gate for place in places if place.gate).items())),
        accepted_listed=len(ranks),
        accepted_median=statistics.median(ranks) if ranks else None,
    )


def _top(k: int, moved: Sequence[Moved]) -> Top:
    a = [m.past for m in moved if m.a.rank and m.a.rank <= k]
    b = [m.past for m in moved if m.b.rank and m.b.rank <= k]
    common = {one.uuid for one in a} & {one.uuid for one in b}
    overlap = len(common) / max(len(a), len(b)) if a or b else 1.0
    return Top(k, overlap, *_made_of(a), *_made_of(b))


def _made_of(top: Sequence[Past]) -> tuple[int, float | None]:
    accepted = sum(one.outcome == ACCEPTED for one in top)
    decided = sum(one.outcome != "" for one in top)
    return accepted, accepted / decided if decided else None
