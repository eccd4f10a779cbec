"""What a rehearsal came to, in figures and in words, and how two of them compare."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import mean, median

from reviews.routing.hard import Reason, exclusions
from reviews.routing.rehearsal.values import Offer, Outcome

_WEEK = timedelta(days=7)
# Gini coefficients of real desks: where shares of work begin to feel unfair is a matter of words.
_EVENNESS = ((0.15, "even"), (0.3, "fairly even"), (0.45, "uneven"), (1.01, "very uneven"))
# Hours that a seat waited for an offer, as a person would say it.
WAITS = ((0.0, "at once"), (1.0, "in 1 hour"), (8.0, "in 8 hours"), (24.0, "in a day"))
_LOAD = {Reason.CAPACITY, Reason.WEEKLY_CAPACITY}
# How much of a claim's topics the reviewer knows, in hundredths.
MATCHES = ((25, "under 25 %"), (50, "25 to 49 %"), (75, "50 to 74 %"), (101, "75 % and more"))
LONGER, NEVER = "later", "never"


@dataclass(frozen=True, slots=True)
class Load:
    """What one reviewer was given: seats, and seats for each place of his capacity."""

    reviewer: int
    seats: int
    per_place: float


@dataclass(frozen=True, slots=True)
class Waits:
    """How long seats waited, in hours.

    `buckets` counts them by `WAITS`, and those that never had an offer.
    `accepted` is the mean until the holder would have accepted, by how long he
    usually takes to answer.
    """

    mean: float
    median: float
    longest: float
    accepted: float
    buckets: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """One side of a comparison.

    `gini` is the Gini coefficient of seats per place of capacity among those
    who could have had some (0: all alike, 1: one has everything), `weeks` the
    same week by week, `match` the mean share of the topics that was known, in
    hundredths (None where no topic was asked for), `matches` the seats by
    `MATCHES`.
    """

    seats: int
    unfilled: int
    loads: tuple[Load, ...]
    gini: float
    evenness: str
    weeks: tuple[tuple[datetime, float], ...]
    waits: Waits
    match: float | None
    matches: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """A decision that comes out differently: who has its seats under the one settings, and the other."""

    key: str
    at: datetime
    a: tuple[int, ...]
    b: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    decisions: int
    a: Figures
    b: Figures
    changed: tuple[Changed, ...]
    words: tuple[str, ...]


def compare(
    a: Outcome, b: Outcome, *, since: datetime, until: datetime, answers: Mapping[int, float]
) -> Comparison:
    """Compare two plays of the same decisions.

    `answers` are the hours that each reviewer usually takes to accept an offer.
    """
    sides = [figures(outcome, since=since, until=until, answers=answers) for outcome in (a, b)]
    given = a.given(), b.given()
    changed = [
        Changed(decision.key, decision.asked_at, given[0].get(number, ()), given[1].get(number, ()))
        for number, decision in enumerate(a.decisions)
        if given[0].get(number, ()) != given[1].get(number, ())
    ]
    words = tuple(_words(sides[0], sides[1], len(changed), len(a.decisions)))
    return Comparison(len(a.decisions), sides[0], sides[1], tuple(changed), words)


def figures(outcome: Outcome, *, since: datetime, until: datetime, answers: Mapping[int, float]) -> Figures:
    """Return what one play came to."""
    places = _places(outcome)
    seats = Counter(offer.reviewer for offer in outcome.offers)
    loads = tuple(Load(who, seats[who], round(seats[who] / places[who], 3)) for who in sorted(places))
    evenness = gini([load.per_place for load in loads])
    matches = [offer.match for offer in outcome.offers if offer.match is not None]
    return Figures(
        seats=len(outcome.offers),
        unfilled=sum(outcome.unfilled.values()),
        loads=loads,
        gini=evenness,
        evenness=in_words(evenness),
        weeks=tuple(_weeks(outcome, places, since, until)),
        waits=_waits(outcome, answers),
        match=round(mean(matches), 1) if matches else None,
        matches=tuple(_by_match(matches)),
    )


def gini(values: Sequence[float]) -> float:
    """Return the Gini coefficient, to three places; 0 where there is nothing to share.

    Source: half the relative mean absolute difference, by ranks.
    """
    total, count = sum(values), len(values)
    if not total:
        return 0.0
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    return round(abs(2 * ranked / (count * total) - (count + 1) / count), 3)


def in_words(evenness: float) -> str:
    return next(word for limit, word in _EVENNESS if evenness < limit)


def _places(outcome: Outcome) -> dict[int, int]:
    """Reviewer -> his capacity when last seen; only those whom at most their load kept from some decision."""
    could = {offer.reviewer for offer in outcome.offers}
    places: dict[int, int] = {}
    for decision in outcome.decisions:
        for candidate in decision.candidates:
            places[candidate.id] = candidate.capacity
            if candidate.id not in could and candidate.capacity:
                codes = {exclusion.code for exclusion in exclusions(candidate, decision.need)}
                could |= {candidate.id} if codes <= _LOAD else set()
    return {who: max(1, place) for who, place in places.items() if who in could}


def _weeks(
    outcome: Outcome, places: Mapping[int, int], since: datetime, until: datetime
) -> Iterator[tuple[datetime, float]]:
    begins = [since]
    while begins[-1] < until:
        begins.append(begins[-1] + _WEEK)
    for begin, end in pairwise(begins):
        seats = Counter(offer.reviewer for offer in outcome.offers if begin <= offer.at < end)
        yield begin, gini([seats[who] / place for who, place in places.items()])


def _waits(outcome: Outcome, answers: Mapping[int, float]) -> Waits:
    hours = [offer.waited for offer in outcome.offers]
    usual = median(answers.values()) if answers else 0.0
    accepted = [offer.waited + answers.get(offer.reviewer, usual) for offer in outcome.offers]
    counted = Counter(_bucket(offer) for offer in outcome.offers)
    counted[NEVER] = sum(outcome.unfilled.values())
    return Waits(
        mean=round(mean(hours), 2) if hours else 0.0,
        median=round(median(hours), 2) if hours else 0.0,
        longest=round(max(hours, default=0.0), 2),
        accepted=round(mean(accepted), 2) if accepted else 0.0,
        buckets=tuple((name, counted[name]) for name in (*(name for _, name in WAITS), LONGER, NEVER)),
    )


def _bucket(offer: Offer) -> str:
    return next((name for limit, name in WAITS if offer.waited <= limit), LONGER)


def _by_match(matches: Sequence[int]) -> Iterator[tuple[str, int]]:
    least = 0
    for limit, name in MATCHES:
        yield name, sum(least <= match < limit for match in matches)
        least = limit


def _words(a: Figures, b: Figures, changed: int, decisions: int) -> Iterator[str]:
    """Say what is different, the weightiest first."""
    if not decisions:
        yield "There was nothing to route in these weeks."
        return
    if changed:
        yield f"{changed} of {decisions} decisions come out differently."
    else:
        yield "Every decision comes out the same."
    if a.unfilled != b.unfilled:
        more = "more" if b.unfilled > a.unfilled else "fewer"
        yield f"B leaves {more} seats unfilled: {b.unfilled} instead of {a.unfilled}."
    # Told only where the figures differ as they are shown: “13.1 instead of 13.1” helps nobody.
    was, would = (f"{side.gini:.2f}" for side in (a, b))
    if was != would:
        more = "less evenly" if b.gini > a.gini else "more evenly"
        yield f"B shares the work {more}: {would} ({b.evenness}) instead of {was} ({a.evenness})."
    most = [max((load.seats for load in side.loads), default=0) for side in (a, b)]
    if most[0] != most[1]:
        yield f"Under B the busiest has {most[1]} seats instead of {most[0]}."
    was, would = (f"{side.waits.accepted:.1f}" for side in (a, b))
    if was != would:
        more = "longer" if b.waits.accepted > a.waits.accepted else "shorter"
        yield f"Under B a seat waits {more} until somebody accepts: {would} hours instead of {was}."
    if a.match is not None and b.match is not None:
        was, would = (f"{match:.0f} %" for match in (a.match, b.match))
        if was != would:
            more = "less" if b.match < a.match else "more"
            yield f"Under B reviewers know {more} of the topics: {would} instead of {was}."
