"""In which order the desk looks at what was found, and why. Gates first, then the editor's pin, then points.

Nothing here knows who said it, for which party or where it was published.
"""

import math
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from claims.detection import CONTEXT, Part
from claims.triage.harm import INCITES
from claims.triage.keywords import Words
from claims.triage.rules import AS_SHIPPED, Raised, Rules, rules_from, rules_of
from claims.triage.weights import MOST_POINTS, Weights

__all__ = ["AS_SHIPPED", "Added", "Rules", "Triage", "Weights", "rules_from", "rules_of", "triage"]

_PIN: Final = 10 * MOST_POINTS  # above everything that is not pinned, whatever the weights
# How quick a check is, by what is to be checked: a figure is looked up, an allegation needs people to talk.
_QUICK: Final = {"number": 1.0, "quote": 0.75, "fact": 0.5, "allegation": 0.25}


class Added(NamedTuple):
    """What was added since a claim was declined, if that brought it back."""

    places: int
    askers: int


@dataclass(frozen=True, slots=True)
class Triage:
    """Where a statement stands on the desk's list. The parts add up to the priority.

    `gate` is "" for what belongs on the list, else why it does not: opinion, prediction, not_checkable,
    out_of_remit, too_little_reach or do_not_amplify. The priority is reckoned for both.
    """

    priority: float
    gate: str
    parts: tuple[Part, ...]
    topics: tuple[str, ...] = ()  # of the desk's, by slug


def triage(
    *,
    kind: str,
    score: float,
    wording: str,
    spread: int,
    age: timedelta | None,
    demand: int,
    pinned: bool,
    came_back: Added | None = None,
    sampled: float | None = None,
    rules: Rules = AS_SHIPPED,
) -> Triage:
    """Return the gate, the priority and its parts.

    `score` is the check-worthiness (0..1), `spread` the number of places where it appeared, `demand` the
    number of distinct askers, `sampled` the points that put a claim of the low scores on the list. Only the
    wording is read: the quote may name the claimant, who does not count. A pin lifts above the rest of the
    list, never past a gate; an incident and what came back are not kept off for their remit or reach.
    """
    words, weights = Words.of(wording), rules.weights
    areas = rules.areas.among(words, wording)
    harms = rules.harms(areas, kind=kind)
    incident = rules.incident(words, wording)
    parts = (
        *((Part("pin", "pinned by an editor", _PIN),) if pinned else ()),
        *((_incident_part(incident),) if incident else ()),
        *((_came_back_part(came_back, weights.came_back),) if came_back else ()),
        *((_sampled_part(sampled),) if sampled is not None else ()),
        _harm_part(
            tuple([area.name for area in harms]),
            harms[0].gravity if harms else 0.0,
            spread,
            weights.harm,
            weights.full_spread,
        ),
        _demand_part(demand, weights.demand, weights.full_demand),
        _freshness_part(age, weights.freshness, weights.half_life_days),
        *((_effort_part(kind, weights.effort),) if weights.effort else ()),
        Part("check-worthiness", f"check-worthiness {score:.2f}", round(weights.worth * score, 3)),
    )
    touched = tuple(sorted(rules.topics.among(words, wording)))
    gate = _gate(
        _Seen(
            kind=kind,
            score=score,
            reach=max(0, spread) + max(0, demand),
            dangerous=bool(harms),
            in_remit=bool(touched or harms) or score >= weights.strong or not rules.topic_ids,
            inciting=INCITES in areas,
            raised=bool(incident or came_back),
            wanted=bool(came_back) or sampled is not None,
        ),
        weights,
    )
    return Triage(priority=math.fsum(part.weight for part in parts), gate=gate, parts=parts, topics=touched)


class _Seen(NamedTuple):
    """What the gates look at."""

    kind: str
    score: float
    reach: int
    dangerous: bool
    in_remit: bool
    inciting: bool
    raised: bool  # by an incident, or because it came back
    wanted: bool  # whatever the model says of it


def _gate(seen: _Seen, weights: Weights) -> str:
    if seen.kind in CONTEXT:
        return seen.kind
    if seen.score < weights.checkable and not seen.wanted:
        return "not_checkable"
    if not (seen.in_remit or seen.raised or seen.wanted):
        return "out_of_remit"
    if seen.reach < weights.least_reach and not (seen.dangerous or seen.raised):
        return "too_little_reach"
    if seen.inciting and seen.reach < weights.amplify_reach:
        return "do_not_amplify"
    return ""


@lru_cache(maxsize=64)
def _incident_part(incident: Raised) -> Part:
    return Part(
        "incident", f"belongs to “{incident.name}”, which is happening now", round(incident.points, 3)
    )


@lru_cache(maxsize=256)
def _came_back_part(since: Added, points: float) -> Part:
    told = [
        f"{number} {name if number == 1 else f'{name}s'}"
        for number, name in ((since.places, "place"), (since.askers, "asker"))
        if number > 0
    ]
    return Part("came back", f"came back: {' and '.join(told) or 'more'} since it was declined", points)


def _sampled_part(points: float) -> Part:
    return Part("sample", "from the low scores, to see what the model misses", round(points, 3))


@lru_cache(maxsize=1024)
def _harm_part(areas: tuple[str, ...], gravest: float, spread: int, points: float, full: int) -> Part:
    # Doubling the places counts the same each time; one place has half the weight of many.
    share = 0.5 + 0.5 * min(1.0, math.log2(max(1, spread)) / math.log2(full))
    named = ", ".join(areas) or "no area of harm found"
    places = "1 place" if spread == 1 else f"{max(0, spread)} places"
    return Part("harm x spread", f"{named}; seen in {places}", round(points * gravest * share, 3))


@lru_cache(maxsize=256)
def _demand_part(demand: int, points: float, full: int) -> Part:
    share = min(1.0, math.log1p(max(0, demand)) / math.log1p(full))
    return Part("demand", f"asked for by {max(0, demand)}", round(points * share, 3))


@lru_cache(maxsize=256)  # one age for all statements of an article
def _freshness_part(age: timedelta | None, points: float, half_life_days: float) -> Part:
    if age is None:
        return Part("freshness", "date unknown", 0.0)
    days = max(age, timedelta(0))
    left = round(points * 0.5 ** (days / timedelta(days=half_life_days)), 3)
    # What counts no more says so in words that stay true.
    return Part("freshness", f"said {days.days} days ago" if left else "said long ago", left)


@lru_cache(maxsize=32)
def _effort_part(kind: str, points: float) -> Part:
    share = _QUICK.get(kind, 0.5)
    return Part("effort", f"how quick a {kind} is to check", round(points * share, 3))
