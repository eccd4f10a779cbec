"""The desk played through again, from moment to moment, with other weights and the same rules.

A reviewer's load in the play is his load as it was, less the seats that routing
gave him then, plus those that it gives him now. A seat is held for as long as
it was in fact held, whoever has it. Where nobody is free, the need waits until
somebody is. The same decisions and weights always play out the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from reviews.routing.backlog import route_all
from reviews.routing.cost import expertise
from reviews.routing.greedy import choose
from reviews.routing.hard import exclusions
from reviews.routing.rehearsal.ledger import Files, Held, Ledger
from reviews.routing.rehearsal.values import Decision, Offer, Outcome
from reviews.routing.values import Candidate, Need, Weights

# What `Candidate.recent` and `Candidate.weekly_left` count.
_LATELY = timedelta(weeks=4)
_WEEK = timedelta(days=7)
# What people were worth to a backlog says little about the claims of another week.
_PRICES_HOLD = timedelta(days=7)
_SECONDS = 60.0  # more than a backlog of this size takes: time must not cut an answer short
_FULL = 100


class _Kind(IntEnum):
    """What happens first where several things happen at one moment."""

    SEAT_ENDS = 0
    PEOPLE_SEEN = 1
    NEEDS_ARISE = 2
    ALL_ROUTED = 3  # the whole backlog at once


class _Moment(NamedTuple):
    at: datetime
    kind: _Kind
    numbers: tuple[int, ...]  # of the decisions; where a seat ends, whose it was


@dataclass(frozen=True, slots=True)
class _Rest:
    """A candidate as seen, and what he held and was given besides routing's own seats."""

    seen: Candidate
    held: int
    recent: int
    weekly_left: int | None


def play(decisions: Iterable[Decision], *, weights: Weights, until: datetime) -> Outcome:
    """Make the decisions again with these weights; what waits at `until` stays unfilled."""
    ordered = tuple(sorted(decisions, key=lambda decision: (decision.seen_at, decision.place)))
    desk = _Desk(ordered, weights)
    while desk.moments and desk.moments[0].at < until:
        desk.live(heappop(desk.moments))
    return Outcome(ordered, tuple(desk.offers), dict(desk.waiting))


class _Desk:
    def __init__(self, decisions: Sequence[Decision], weights: Weights) -> None:
        self._decisions, self._weights = decisions, weights
        self._then, self._now, self._files = Ledger(), Ledger(), Files()
        self._roster: dict[int, _Rest] = {}
        self._fresh: set[int] = set()  # who may have become free since the waiting were last looked at
        self._prices: Mapping[int, int] = {}
        self._priced_at: datetime | None = None
        self.offers: list[Offer] = []
        self.waiting: dict[int, int] = {}  # decision -> seats, the oldest first
        self.moments = _moments(decisions)
        heapify(self.moments)
        if decisions:
            self._see(decisions[0], decisions[0].seen_at)

    def live(self, moment: _Moment) -> None:
        """Let one thing happen, and give what can be given then."""
        match moment.kind:
            case _Kind.SEAT_ENDS:
                self._fresh.update(moment.numbers)
                self._serve_waiting(moment.at)
            case _Kind.PEOPLE_SEEN:
                self._see(self._decisions[moment.numbers[0]], moment.at)
                self._note_as_it_was(moment)
                if not self._decisions[moment.numbers[0]].batch:
                    self._serve_waiting(moment.at)
            case _Kind.NEEDS_ARISE:
                self._ask(moment)
            case _:
                self._together(list(self.waiting), moment.at)

    def _see(self, decision: Decision, at: datetime) -> None:
        """Take over the candidates of a decision, less what routing itself had given them by then."""
        for seen in decision.candidates:
            weekly = seen.weekly_left
            rest = _Rest(
                seen,
                seen.open_assignments - self._then.open_at(seen.id, at),
                seen.recent - self._then.given_since(seen.id, at - _LATELY, at),
                None if weekly is None else weekly + self._then.given_since(seen.id, at - _WEEK, at),
            )
            if weekly is not None or rest != self._roster.get(seen.id):
                self._fresh.add(seen.id)
            self._roster[seen.id] = rest
        for gone in self._roster.keys() - {seen.id for seen in decision.candidates}:
            del self._roster[gone]

    def _note_as_it_was(self, moment: _Moment) -> None:
        for decision in (self._decisions[number] for number in moment.numbers):
            for place, reviewer in enumerate(decision.chosen):
                held = Held(reviewer, decision.need.role, moment.at, decision.fate(place))
                self._then.add(held)
                self._files.add(held, decision.file, decision.round, in_play=False)

    def _is_waited_for(self, decision: Decision) -> bool:
        """Whether the same seats all wait already: then nobody gave one back, and none is asked for again."""
        same = (decision.file, decision.round, decision.need.role)
        waiting = (
            self._decisions[n] for n, seats in self.waiting.items() if seats == self._decisions[n].wanted
        )
        return any((d.file, d.round, d.need.role) == same for d in waiting)

    def _ask(self, moment: _Moment) -> None:
        """Ask for what arises: at once, or with the rest of a backlog that is routed in this moment."""
        arising = [n for n in moment.numbers if not self._is_waited_for(self._decisions[n])]
        self.waiting.update((number, self._decisions[number].wanted) for number in arising)
        for number in arising:
            decision = self._decisions[number]
            if not (decision.batch and decision.seen_at == moment.at):
                self._alone(number, moment.at)

    def _serve_waiting(self, at: datetime) -> None:
        """Give what waits where somebody may have become free, the oldest first."""
        fresh = [self._as_now(self._roster[key], at) for key in sorted(self._fresh & self._roster.keys())]
        self._fresh.clear()
        for number in list(self.waiting):
            need = self._need(number, at)
            if any(not exclusions(candidate, need) for candidate in fresh):
                self._alone(number, at)

    def _alone(self, number: int, at: datetime) -> None:
        people = self._people(at)
        found = choose(people, self._need(number, at), wanted=self.waiting[number], weights=self._weights)
        self._give(number, found.chosen, people, at)

    def _together(self, numbers: Sequence[int], at: datetime) -> None:
        people = [replace(person, price=0) for person in self._people(at)]
        needs = [self._need(number, at) for number in numbers]
        wanted = [self.waiting[number] for number in numbers]
        routed = route_all(needs, wanted, people, weights=self._weights, seconds=_SECONDS)
        self._prices, self._priced_at = routed.prices, at
        for number, given in zip(numbers, routed.given, strict=True):
            self._give(number, [seat.candidate for seat in given], people, at)

    def _give(self, number: int, reviewers: Iterable[int], people: Sequence[Candidate], at: datetime) -> None:
        decision, by_id = self._decisions[number], {person.id: person for person in people}
        for reviewer in reviewers:
            place = decision.wanted - self.waiting[number]
            held = Held(reviewer, decision.need.role, at, decision.fate(place))
            self._now.add(held)
            self._files.add(held, decision.file, decision.round, in_play=True)
            if held.ends is not None:
                heappush(self.moments, _Moment(held.ends, _Kind.SEAT_ENDS, (reviewer,)))
            lacking = expertise(by_id[reviewer], decision.need, _FULL)
            known = _FULL - lacking if decision.need.topics else None
            self.offers.append(Offer(number, reviewer, decision.asked_at, at, known))
            self.waiting[number] -= 1
        if not self.waiting[number]:
            del self.waiting[number]

    def _people(self, at: datetime) -> list[Candidate]:
        return [self._as_now(self._roster[key], at) for key in sorted(self._roster)]

    def _as_now(self, rest: _Rest, at: datetime) -> Candidate:
        seen, weekly = rest.seen, rest.weekly_left
        held = max(0, rest.held + self._now.open_at(seen.id, at))
        recent = max(0, rest.recent + self._now.given_since(seen.id, at - _LATELY, at))
        if weekly is not None:
            weekly -= self._now.given_since(seen.id, at - _WEEK, at)
        price = self._price(seen, at)
        if (held, recent, weekly, price) == (
            seen.open_assignments,
            seen.recent,
            seen.weekly_left,
            seen.price,
        ):
            return seen  # most of them, most of the time: a copy would be half of the work
        return replace(seen, open_assignments=held, recent=recent, weekly_left=weekly, price=price)

    def _price(self, seen: Candidate, at: datetime) -> int:
        """What he was worth to the last backlog of the play; before there was one, to the last in fact."""
        if self._priced_at is None:
            return seen.price
        return self._prices.get(seen.id, 0) if at - self._priced_at < _PRICES_HOLD else 0

    def _need(self, number: int, at: datetime) -> Need:
        decision = self._decisions[number]
        return self._files.in_play(decision.need, decision.file, decision.round, at=at)


def _moments(decisions: Sequence[Decision]) -> list[_Moment]:
    """When the people of each decision were seen, and when its need arose; those of one batch together."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, decision in enumerate(decisions):
        groups[decision.group].append(number)
    found: list[_Moment] = []
    for numbers in groups.values():
        found.append(_Moment(decisions[numbers[0]].seen_at, _Kind.PEOPLE_SEEN, tuple(numbers)))
        arising: dict[datetime, list[int]] = defaultdict(list)
        for number in numbers:
            arising[decisions[number].asked_at].append(number)
        found += [_Moment(at, _Kind.NEEDS_ARISE, tuple(together)) for at, together in arising.items()]
        if decisions[numbers[0]].batch:
            found.append(_Moment(decisions[numbers[0]].seen_at, _Kind.ALL_ROUTED, tuple(numbers)))
    return found
