"""Every need of a backlog beside every candidate at once: who may have it, and at which cost.

Counts the same, pair by pair, as `exclusions` and `cost`. What depends on
neither topics nor names (role, language, absence, capacity, urgency, time
left) is asked of those two functions, once for each kind of need; what does is
counted here for all of a kind together.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from reviews.lifecycle import AssignmentRole
from reviews.routing.cost import FULL, cost, fairness, lack, load
from reviews.routing.hard import OVERRIDABLE, Reason, exclusions
from reviews.routing.solving import Problem
from reviews.routing.values import Candidate, Need, Weights

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)

# What a filled seat is worth before its cost: so much that no sum of costs along
# a chain of people stepping aside for each other leaves a seat empty.
FILLED = 20_000
# A seat of the highest priority (1000) is worth this many times as many points more.
_PER_PRIORITY = 2
_NOTHING: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """The pairs of a backlog.

    `barred` [needs, candidates] by a hard rule; `points` [needs, candidates]
    cost, but for load and fairness, which grow with every seat given: `steps`
    holds those for each candidate's next seats, as many as he has room for.
    `worth` [needs] is what filling a seat is worth.
    """

    barred: Flags
    points: Ints
    steps: tuple[tuple[int, ...], ...]
    worth: Ints

    def problem(self, wanted: Sequence[int]) -> Problem:
        """Return the flow that fills `wanted` [needs] seats; a pair that costs less is worth more."""
        need, candidate = np.nonzero(~self.barred)
        most = int(self.points.max(initial=0)) + 1
        return Problem(
            need=np.asarray(wanted, dtype=np.int64),
            claim=need,
            reviewer=candidate,
            value=most + self.worth[need] - self.points[need, candidate],
            steps=[[(len(list(run)), step) for step, run in groupby(steps)] for steps in self.steps],
            unfilled=FILLED,
        )


def table(needs: Sequence[Need], candidates: Sequence[Candidate], *, weights: Weights, most: int) -> Table:
    """Compare all needs with all candidates; nobody takes more than `most` seats, and the next has a cost."""
    barred = np.zeros((len(needs), len(candidates)), dtype=np.bool_)
    points = np.zeros(barred.shape, dtype=np.int64)
    plain = [_plain(need) for need in needs]
    for kind, rows in _grouped(enumerate(map(_to_bar, plain))).items():
        barred[rows] = [bool(exclusions(candidate, kind)) for candidate in candidates]
    for kind, rows in _grouped(enumerate(map(_to_cost, plain))).items():
        points[rows] = [_fixed(candidate, kind, weights) for candidate in candidates]
    _bar_by_name(barred, needs, candidates)
    points += _expertise(needs, candidates, weights.expertise)
    points += _pairing(needs, candidates, weights.pairing)
    return Table(
        barred=barred,
        points=points,
        steps=tuple(_steps(candidate, weights, most) for candidate in candidates),
        worth=np.array([_PER_PRIORITY * need.priority for need in needs], dtype=np.int64),
    )


def _plain(need: Need) -> Need:
    """Return the need without what names a claim, its topics or people: many needs are of one kind."""
    return Need(
        role=need.role,
        language=need.language,
        handed_out=need.handed_out,
        set_aside=need.set_aside,
        effort_hours=need.effort_hours,
        hours_left=need.hours_left,
        urgent=need.urgent,
    )


def _to_bar(plain: Need) -> Need:
    return replace(plain, effort_hours=0, hours_left=None, urgent=False)


def _to_cost(plain: Need) -> Need:
    return replace(plain, role="", handed_out=False, set_aside=frozenset())


def _fixed(candidate: Candidate, kind: Need, weights: Weights) -> int:
    """Return the cost of a kind of need without what grows with each seat given."""
    growing = {"load", "fairness", "scarcity"}
    parts = cost(candidate, kind, raters=_NOTHING, weights=weights).parts
    return sum(part.points for part in parts if part.name not in growing)


def _steps(candidate: Candidate, weights: Weights, most: int) -> tuple[int, ...]:
    return tuple(
        load(candidate, weights.load, given=given) + fairness(candidate, weights.fairness, given=given)
        for given in range(min(candidate.room, most + 1))
    )


def _bar_by_name(barred: Flags, needs: Sequence[Need], candidates: Sequence[Candidate]) -> None:
    """Bar whoever has something in common with a need that he must not, or is named by it."""
    ids = [{candidate.id} for candidate in candidates]
    approves = [need.role == AssignmentRole.EDITOR for need in needs]
    editors = list(zip(needs, approves, strict=True))
    rules: list[tuple[Reason, list[Any], list[Any]]] = [
        (Reason.CONFLICT, [n.subjects for n in needs], [c.conflicts for c in candidates]),
        (Reason.OWN_OUTLET, [n.outlets for n in needs], [c.outlets for c in candidates]),
        (Reason.NAMED_CLAIMANT, [n.claimants for n in needs], [c.claimants for c in candidates]),
        (Reason.OPTED_OUT, [n.topics for n in needs], [c.opted_out for c in candidates]),
        (Reason.OWN_SUBMISSION, [{n.submitted_by} if yes else () for n, yes in editors], ids),
        (Reason.RESEARCHER, [n.researchers if n.judges else () for n in needs], ids),
        (Reason.RATER, [n.raters if yes else () for n, yes in editors], ids),
        (Reason.ALREADY_ON_IT, [n.on_it for n in needs], ids),
        (Reason.REFUSED, [n.refused for n in needs], ids),
    ]
    for reason, asked, had in rules:
        aside = np.array([reason in need.set_aside & OVERRIDABLE for need in needs], dtype=np.bool_)
        theirs = _by_value(had)
        for value, rows in _by_value(asked).items():
            if columns := theirs.get(value):
                barred[np.ix_([row for row in rows if not aside[row]], columns)] = True


def _expertise(needs: Sequence[Need], candidates: Sequence[Candidate], points: int) -> Ints:
    lacking = np.zeros((len(needs), len(candidates)), dtype=np.int64)
    for topic, rows in _by_value(need.topics for need in needs).items():
        lacking[rows] += np.array([lack(candidate, topic) for candidate in candidates], dtype=np.int64)
    topics = np.array([max(1, len(need.topics)) for need in needs], dtype=np.int64)
    return points * lacking // (FULL * topics[:, np.newaxis])


def _pairing(needs: Sequence[Need], candidates: Sequence[Candidate], points: int) -> Ints:
    """Return what pairing costs beside those who rate already; a batch cannot see whom else it seats."""
    shared = np.zeros((len(needs), len(candidates)), dtype=np.int64)
    partners = _by_value(candidate.recent_partners for candidate in candidates)
    rated = [need.raters if need.role == AssignmentRole.RATER else _NOTHING for need in needs]
    for rater, rows in _by_value(rated).items():
        if columns := partners.get(rater):
            shared[np.ix_(rows, columns)] += 1
    raters = np.array([max(1, len(need.raters)) for need in needs], dtype=np.int64)
    return points * shared // raters[:, np.newaxis]


def _by_value(sets: Iterable[Iterable[Value]]) -> dict[Value, list[int]]:
    """Value -> the places of the sets that hold it."""
    return _grouped((place, value) for place, values in enumerate(sets) for value in values)


def _grouped(pairs: Iterable[tuple[int, Value]]) -> dict[Value, list[int]]:
    found: dict[Value, list[int]] = defaultdict(list)
    for place, value in pairs:
        found[value].append(place)
    return found
