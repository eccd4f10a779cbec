"""In which order the desk looks at what was found, and why. Gates first, then the editor's pin, then points.

Nothing here knows who said it, for which party or where it was published.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

from claims.detection import CONTEXT, Part
from claims.triage.harm import HARMS, harms_among, harms_of, incite
from claims.triage.keywords import Keywords, Words, index_of, topics_of

__all__ = ["Keywords", "Triage", "harms_of", "index_of", "topics_of", "triage"]

_PIN: Final = 100.0  # above everything that is not pinned: the other points stay below 100
_HARM: Final = 35.0
_WORTH: Final = 40.0
_DEMAND: Final = 15.0
_FRESH: Final = 8.0
_HALF_LIFE: Final = timedelta(days=3)
_FULL_SPREAD: Final = 32  # places; more do not count further
_FULL_DEMAND: Final = 50  # distinct askers
_CHECKABLE: Final = 0.08  # check-worthiness below which nothing was found to check
_STRONG: Final = 0.5  # a statement this check-worthy is shown even outside the desk's topics


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
    quote: str,
    spread: int,
    age: timedelta | None,
    demand: int,
    topics: Mapping[str, Sequence[str]] | Keywords,
    pinned: bool,
) -> Triage:
    """Return the gate, the priority and its parts.

    `score` is the check-worthiness (0..1), `spread` the number of places where it appeared, `demand` the
    number of distinct askers, `topics` the desk's keywords by topic (empty: everything is in remit), or
    for many statements their `index_of`.
    A pin lifts above the rest of the list, never past a gate.
    """
    index = topics if isinstance(topics, Keywords) else index_of(topics)
    said = Words.of(wording)
    read = said if quote == wording else Words.of(f"{wording}\n{quote}")
    harms = harms_among(said, kind=kind)  # the quote names the claimant, who does not count
    parts = (
        *((Part("pin", "pinned by an editor", _PIN),) if pinned else ()),
        _harm_part(tuple(harms), spread),
        _demand_part(demand),
        _freshness_part(age),
        Part("check-worthiness", f"check-worthiness {score:.2f}", round(_WORTH * score, 3)),
    )
    touched = tuple(sorted(index.among(read)))
    in_remit = bool(touched or harms) or score >= _STRONG or index.is_empty
    reach = max(0, spread) + max(0, demand)
    gate = _gate(kind, score, read, reach=reach, dangerous=bool(harms), in_remit=in_remit)
    return Triage(priority=math.fsum(part.weight for part in parts), gate=gate, parts=parts, topics=touched)


def _gate(kind: str, score: float, words: Words, *, reach: int, dangerous: bool, in_remit: bool) -> str:
    if kind in CONTEXT:
        return kind
    if score < _CHECKABLE:
        return "not_checkable"
    if not in_remit:
        return "out_of_remit"
    if reach < 1 and not dangerous:
        return "too_little_reach"
    if reach < 2 and incite(words):
        return "do_not_amplify"
    return ""


@lru_cache(maxsize=1024)
def _harm_part(harms: tuple[str, ...], spread: int) -> Part:
    gravest = max((HARMS[name] for name in harms), default=0.0)
    # Doubling the places counts the same each time; one place has half the weight of 32.
    share = 0.5 + 0.5 * min(1.0, math.log2(max(1, spread)) / math.log2(_FULL_SPREAD))
    area = ", ".join(harms) or "no area of harm found"
    places = "1 place" if spread == 1 else f"{max(0, spread)} places"
    return Part("harm x spread", f"{area}; seen in {places}", round(_HARM * gravest * share, 3))


@lru_cache(maxsize=256)
def _demand_part(demand: int) -> Part:
    share = min(1.0, math.log1p(max(0, demand)) / math.log1p(_FULL_DEMAND))
    return Part("demand", f"asked for by {max(0, demand)}", round(_DEMAND * share, 3))


@lru_cache(maxsize=256)  # one age for all statements of an article
def _freshness_part(age: timedelta | None) -> Part:
    if age is None:
        return Part("freshness", "date unknown", 0.0)
    days = max(age, timedelta(0))
    return Part("freshness", f"said {days.days} days ago", round(_FRESH * 0.5 ** (days / _HALF_LIFE), 3))
