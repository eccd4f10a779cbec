"""The backlog routed: read at once, chosen outside any lock, written in batches."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction

from factcheck import stop
from factcheck.events import record
from factcheck.models import CHAIN_HEAD, User
from reviews.actions.routing import needs, runs
from reviews.actions.routing.candidates import candidates_among
from reviews.actions.routing.needs import File, Opening
from reviews.actions.routing.notes import Note, note_of
from reviews.actions.routing.offering import Batch, Decision, offer
from reviews.actions.routing.one import Crowded, route
from reviews.actions.routing_settings import weights_of
from reviews.models import Reviewer, RoutingRun
from reviews.routing import Candidate, Remedy, Weights, exclusions, remedy
from reviews.routing.backlog import Given, Routed, route_all
from reviews.routing.record import seen_by_backlog

log = logging.getLogger(__name__)

# One run takes no more seats than this, and no longer; the next one has what it leaves.
MOST_SEATS = 20_000
SECONDS = 20.0
_LONGEST = timedelta(seconds=150)
# Fact-checks written in one transaction; their locks are held for some 200 ms.
_TOGETHER = 400
# The smallest change that would help takes a few ms to find: for so many it is.
_MOST_REMEDIES = 2000


@dataclass(frozen=True, slots=True)
class _Seen:
    """The backlog as it was read."""

    openings: tuple[Opening, ...]
    candidates: tuple[Candidate, ...]
    weights: Weights
    left_out: int

    @property
    def seats(self) -> int:
        return sum(len(opening.seats) for opening in self.openings)


def route_backlog(
    *,
    run_id: UUID | None = None,
    by: User | None = None,
    at: datetime,
    now: Callable[[], datetime],
    seconds: float = SECONDS,
) -> RoutingRun | None:
    """Offer all free seats of the desk so that all of them together cost least; return the run.

    `run_id` is a run that an editor asked for. None where it is over, or where
    nothing waits (then no run is begun). `now` is asked before each batch is
    written. Killed in the middle it leaves whole batches; the next run takes
    the rest. Raises AlreadyRouting, and RunOver where it was taken for dead.
    """
    if run_id is None and not needs.backlog().exists():
        return None
    run = runs.begin(run_id, by=by, at=at)
    if run is None:
        return None
    seen = _read(run, at=at)
    run = runs.keep(run, at=now(), lease=runs.LEASE + timedelta(seconds=seconds))
    routed = route_all(
        [opening.need for opening in seen.openings],
        [len(opening.seats) for opening in seen.openings],
        seen.candidates,
        weights=seen.weights,
        seconds=seconds,
    )
    run = _planned(run, seen, routed, at=now())
    news = [decision for decision in _decisions(seen, routed) if decision.is_news]
    run = _written(run, news, seen, now=now)
    return runs.finish(run, at=now())


def _read(run: RoutingRun, *, at: datetime) -> _Seen:
    """Read the backlog and the desk, in a fixed number of statements."""
    rows = needs.backlog().values_list(*File._fields)[: MOST_SEATS + 1]
    files = [File._make(row) for row in rows]
    openings, seats, left_out = [], 0, 0
    for opening in needs.openings(files):
        if seats + len(opening.seats) > MOST_SEATS:
            left_out += len(opening.seats)
        else:
            openings.append(opening)
            seats += len(opening.seats)
    return _Seen(
        openings=tuple(openings),
        candidates=tuple(candidates_among(Reviewer.objects.all(), at=at)),
        weights=weights_of(run.settings) if run.settings else Weights(),
        left_out=left_out + (needs.backlog().count() - len(files) if len(files) > MOST_SEATS else 0),
    )


@transaction.atomic
def _planned(run: RoutingRun, seen: _Seen, routed: Routed, *, at: datetime) -> RoutingRun:
    """Store what was seen and found, before the first offer that refers to it."""
    run = runs.held(run, at=at)
    run.solver, run.gap = routed.solver, routed.gap
    run.seats, run.left_out = seen.seats, seen.left_out
    # Where nothing is offered, nobody asks why: runs that find nobody free stay small.
    run.candidates = seen_by_backlog(seen.candidates, routed.totals) if routed.totals else []
    run.prices = {str(who): price for who, price in routed.prices.items()}
    counts = {"seats": run.seats, "chosen": sum(routed.totals.values()), "gap": run.gap}
    record("routing_run.planned", run, by=None, at=at, data=counts | {"solver": run.solver})
    fields = ["solver", "gap", "seats", "left_out", "candidates", "prices", "lease_until", *CHAIN_HEAD]
    run.save(update_fields=fields)
    return run


def _written(
    run: RoutingRun,
    news: Sequence[Decision],
    seen: _Seen,
    *,
    now: Callable[[], datetime],
) -> RoutingRun:
    """Write the decisions in batches, then look once more at what changed meanwhile.

    What comes too late, or while the worker is told to stop, is the next run's.
    """
    candidates = {candidate.id: candidate for candidate in seen.candidates}
    ends = now() + _LONGEST
    changed: list[File] = []
    for decisions in _slices(news):
        moment = now()
        if moment >= ends or stop.asked():
            log.info("a routing of the backlog ends early; the next one has the rest")
            return run
        run, stale = offer(run, Batch(decisions, candidates, seen.weights), at=moment)
        changed += stale
    for file in changed:
        # Somebody was faster, or cannot any more: these few are routed one by one, as arrivals are.
        run = runs.keep(run, at=now(), lease=runs.LEASE)
        try:
            route(fact_check_id=file.uuid, at=now())
        except Crowded:
            # Others route it right now, or the next tick does: no reason to leave this run unfinished.
            log.info("fact-check %s is left to the next routing", file.uuid)
    return run


def _slices(news: Sequence[Decision]) -> Iterator[tuple[Decision, ...]]:
    rest = iter(news)
    while some := tuple(islice(rest, _TOGETHER)):
        yield some


def _decisions(seen: _Seen, routed: Routed) -> Iterator[Decision]:
    """Put what was chosen beside each opening, and what is to be said of seats that stay empty."""
    totals = routed.totals
    after = [_after(candidate, totals[candidate.id]) for candidate in seen.candidates]
    left = _MOST_REMEDIES
    for opening, given in zip(seen.openings, routed.given, strict=True):
        note: Note = {}
        if missing := len(opening.seats) - len(given):
            note = _note(opening, given, missing, after) if left > 0 else _crowded(opening, missing)
            left -= 1
        yield Decision(opening, given, note)


def _after(candidate: Candidate, given: int) -> Candidate:
    """Return the candidate with what the run gives him."""
    left = None if candidate.weekly_left is None else candidate.weekly_left - given
    return replace(candidate, open_assignments=candidate.open_assignments + given, weekly_left=left)


def _note(opening: Opening, given: Sequence[Given], missing: int, after: Sequence[Candidate]) -> Note:
    chosen = {seat.candidate for seat in given}
    asked = replace(opening.need, on_it=opening.need.on_it | chosen)
    others = [candidate for candidate in after if candidate.id not in chosen]
    excluded = [reason for candidate in others for reason in exclusions(candidate, asked)]
    found = remedy(others, asked, wanted=missing)
    return note_of(opening.role, missing=missing, remedy=found, excluded=excluded)


def _crowded(opening: Opening, missing: int) -> Note:
    """Say it without a change that would help: too many more pressing seats wait for one."""
    message = "Nobody else is free; many more pressing seats wait, too. Ask for this one's explanation."
    found = Remedy(candidate=None, codes=(), message=message)
    return note_of(opening.role, missing=missing, remedy=found, excluded=[])
