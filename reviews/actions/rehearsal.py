"""Routing rehearsed on the desk's own weeks, and what other weights would do now. Writes nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from statistics import median

from factcheck.models import Event
from reviews.actions.routing.candidates import candidates_among
from reviews.actions.routing.needs import File, Opening, backlog, openings
from reviews.lifecycle import AssignmentStatus
from reviews.models import Assignment, AssignmentSource, Reviewer, RoutingRun
from reviews.models.sealing import Sealed
from reviews.routing import Candidate, Weights
from reviews.routing.backlog import route_all
from reviews.routing.record import candidates_in, need_in
from reviews.routing.rehearsal import Comparison, Decision, Ending, Fate, compare, play

# Bounds of one answer. A pair of an offer and a reviewer takes some 50 us of CPU, both settings together:
# a desk of 20 has its 500 offers in half a second, one of 200 the newest 250 in two and a half.
MOST_WEEKS = 26
MOST_OFFERS = 500
MOST_PAIRS = 50_000
MOST_WAITING = 200
MOST_SEATS = 500
SECONDS = 20.0
_GIVEN_BACK = {
    AssignmentStatus.LAPSED,
    AssignmentStatus.RECUSED,
    AssignmentStatus.RELEASED,
    AssignmentStatus.HANDED_OVER,
}
Intervals = Mapping[object, list[tuple[datetime, datetime | None]]]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Two settings on the same weeks.

    `left_out` offers were more than the bound allows, the oldest of them;
    `unreadable` ones were kept without their candidates. `waiting` needs are
    open to this day, and are taken with the desk as it is now.
    """

    since: datetime
    until: datetime
    left_out: int
    unreadable: int
    waiting: int
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class WouldOffer:
    """A free seat: to whom it would go now under the weights in question, and under the others."""

    file: File
    role: str
    seat: int
    reviewer: int | None
    instead_of: int | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """What would be offered if the weights went live now; `left_out` fact-checks were more than the bound."""

    seats: tuple[WouldOffer, ...]
    left_out: int


def rehearse(
    a: Weights,
    b: Weights,
    *,
    at: datetime,
    weeks: int = 4,
    most: int = MOST_OFFERS,
    pairs: int | None = MOST_PAIRS,
    heard: Callable[[str], None] = lambda _: None,
) -> Rehearsal:
    """Route the last weeks again under both weights; `heard` is told how far it is.

    At most `most` offers are looked at, fewer where so many people make more
    than `pairs` with them (None: no matter). What a sealed rater did is nobody's
    to know: his seat counts as held to the end.
    """
    since = at - timedelta(weeks=weeks)
    if pairs is not None:
        most = max(1, min(most, pairs // max(1, Reviewer.objects.count())))
    seats, left_out = _seats(since, at, most)
    heard(f"{len(seats)} offers read")
    waits = _waits(seat.fact_check.uuid for seat in seats)
    decisions = list(_decisions(seats, waits, since=since, at=at))
    waiting = _still_waiting(decisions, since=since, at=at)
    outcomes = []
    for name, weights in (("A", a), ("B", b)):
        outcomes.append(play([*decisions, *waiting], weights=weights, until=at))
        heard(f"{name} played through")
    return Rehearsal(
        since=since,
        until=at,
        left_out=left_out,
        unreadable=len(seats) - sum(decision.wanted for decision in decisions),
        waiting=len(waiting),
        comparison=compare(*outcomes, since=since, until=at, answers=_answers(seats)),
    )


def dry_run(weights: Weights, against: Weights, *, at: datetime, most: int = MOST_SEATS) -> DryRun:
    """Route what waits now under the weights, and under those to compare with; nothing is offered."""
    rows = backlog().values_list(*File._fields)
    found = openings([File._make(row) for row in rows[:most]])
    people = candidates_among(Reviewer.objects.all(), at=at)
    sides = [_routed(found, people, side) for side in (weights, against)]
    seats = [
        WouldOffer(opening.file, str(opening.role), seat, reviewer, instead_of)
        for opening, new, old in zip(found, *sides, strict=True)
        for seat, (reviewer, instead_of) in _side_by_side(opening.seats, new, old)
    ]
    return DryRun(tuple(seats), max(0, rows.count() - most))


def _routed(found: Sequence[Opening], people: Sequence[Candidate], weights: Weights) -> list[tuple[int, ...]]:
    if not found:
        return []
    needs, wanted = [opening.need for opening in found], [len(opening.seats) for opening in found]
    routed = route_all(needs, wanted, people, weights=weights, seconds=SECONDS)
    return [tuple(given.candidate for given in seats) for seats in routed.given]


def _side_by_side(
    seats: Iterable[int], new: Sequence[int], old: Sequence[int]
) -> Iterator[tuple[int, tuple[int | None, int | None]]]:
    """Yield seat, (who under the one, who under the other); whoever is in both keeps his seat."""
    both = [(who, who) for who in new if who in old]
    others = zip_longest((w for w in new if w not in old), (w for w in old if w not in new))
    pairs: Iterator[tuple[int | None, int | None]] = iter([*both, *others])
    for seat in seats:
        yield seat, next(pairs, (None, None))


def _seats(since: datetime, at: datetime, most: int) -> tuple[list[Assignment], int]:
    """Return the newest offers of these weeks, and how many older ones there are."""
    rows = Assignment.objects.filter(
        source=AssignmentSource.OFFER, offered_at__gte=since, offered_at__lt=at
    ).annotate(sealed=Sealed())
    newest = rows.select_related("fact_check").order_by("-offered_at", "-id")[:most]
    found = list(newest)
    return found, rows.count() - len(found) if len(found) == most else 0


def _decisions(
    seats: Sequence[Assignment], waits: Intervals, *, since: datetime, at: datetime
) -> Iterator[Decision]:
    """Put together which seats were given by one choice, with what was stored of it."""
    together: dict[tuple[object, ...], list[Assignment]] = defaultdict(list)
    for seat in sorted(seats, key=lambda seat: seat.pk):
        moment = seat.run_id or seat.offered_at
        together[seat.fact_check_id, seat.round, seat.role, moment].append(seat)
    runs = RoutingRun.objects.in_bulk({seat.run_id for seat in seats if seat.run_id})
    seen = {pk: candidates_in(run.candidates) for pk, run in runs.items()}
    for group in together.values():
        first = group[0]
        stored = first.explanation
        candidates = seen[first.run_id] if first.run_id else candidates_in(stored.get("candidates", []))
        if not candidates or "need" not in stored:
            continue
        seen_at = runs[first.run_id].started_at if first.run_id else first.offered_at
        begins = _began(waits.get(first.fact_check.uuid, ()), first.offered_at)
        yield Decision(
            key=str(first.fact_check.uuid),
            place=first.pk,
            asked_at=max(since, min(seen_at, begins or seen_at)),
            seen_at=seen_at,
            need=need_in(stored),
            wanted=len(group),
            candidates=candidates,
            chosen=tuple(seat.reviewer_id for seat in group),
            fates=tuple(_fate(seat) for seat in group),
            file=str(first.fact_check.uuid),
            round=first.round,
            batch=f"run {first.run_id}" if first.run_id else "",
        )


def _fate(seat: Assignment) -> Fate:
    """What became of a seat, as far as everybody may know."""
    status, ended = seat.status, seat.ended_at
    if getattr(seat, "sealed", False) and status in (AssignmentStatus.FILED, AssignmentStatus.DONE):
        # Closing a sealed panel ends every seat alike: those that filed, and those that did not.
        status = AssignmentStatus.RELEASED if status == AssignmentStatus.DONE else AssignmentStatus.ACCEPTED
        ended = seat.fact_check.closed_at
    if status in _GIVEN_BACK and ended is not None:
        return Fate(ended - seat.offered_at, Ending.GIVEN_BACK)
    if status == AssignmentStatus.DECLINED and ended is not None:
        return Fate(ended - seat.offered_at, Ending.DECLINED)
    if status in (AssignmentStatus.FILED, AssignmentStatus.DONE) and seat.filed_at is not None:
        return Fate(seat.filed_at - seat.offered_at)
    return Fate()


def _waits(fact_checks: Iterable[object]) -> Intervals:
    """Fact-check -> from when to when it had seats that nobody was free for (None: to this day)."""
    names = ("fact_check.unfilled", "fact_check.filled")
    events = Event.objects.filter(name__in=names, subject__in=set(fact_checks)).order_by("subject", "seq")
    found: dict[object, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for name, subject, at in events.values_list("name", "subject", "at"):
        spans = found[subject]
        is_open = bool(spans) and spans[-1][1] is None
        if name == "fact_check.unfilled" and not is_open:
            spans.append((at, None))
        elif name == "fact_check.filled" and is_open:
            spans[-1] = spans[-1][0], at
    return found


def _began(spans: Iterable[tuple[datetime, datetime | None]], at: datetime) -> datetime | None:
    """When the wait began that was on at this moment."""
    return next((begin for begin, end in spans if begin <= at and (end is None or at <= end)), None)


def _still_waiting(decisions: Sequence[Decision], *, since: datetime, at: datetime) -> list[Decision]:
    """What nobody is free for to this day. A seat of it is held for as long as one usually is."""
    rows = backlog().exclude(unfilled={}).values_list(*File._fields)[:MOST_WAITING]
    found = openings([File._make(row) for row in rows])
    if not found:
        return []
    waits = _waits(opening.file.uuid for opening in found)
    people = tuple(candidates_among(Reviewer.objects.all(), at=at))
    held = [fate.held for decision in decisions for fate in decision.fates if fate.held is not None]
    usual = Fate(timedelta(seconds=median(h.total_seconds() for h in held)) if held else None)
    return [
        Decision(
            key=str(opening.file.uuid),
            place=number,
            asked_at=max(since, _began(waits.get(opening.file.uuid, ()), at) or at),
            seen_at=at,
            need=opening.need,
            wanted=len(opening.seats),
            candidates=people,
            fates=(usual,),
            file=str(opening.file.uuid),
            round=opening.file.round,
        )
        for number, opening in enumerate(found)
    ]


def _answers(seats: Iterable[Assignment]) -> dict[int, float]:
    """Reviewer -> hours that he usually takes to accept an offer."""
    hours: dict[int, list[float]] = defaultdict(list)
    for seat in seats:
        if seat.accepted_at is not None:
            hours[seat.reviewer_id].append((seat.accepted_at - seat.offered_at).total_seconds() / 3600)
    return {reviewer: median(taken) for reviewer, taken in hours.items()}
