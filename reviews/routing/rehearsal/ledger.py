"""Who held seats, from when to when; and who sat where on a fact-check."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from reviews.lifecycle import AssignmentRole
from reviews.routing.rehearsal.values import Ending, Fate
from reviews.routing.values import Need


@dataclass(frozen=True, slots=True)
class Held:
    """One seat of somebody's."""

    reviewer: int
    role: str
    since: datetime
    fate: Fate

    @property
    def ends(self) -> datetime | None:
        return None if self.fate.held is None else self.since + self.fate.held

    def is_open(self, at: datetime) -> bool:
        return self.ends is None or at < self.ends

    def counts(self, at: datetime) -> bool:
        """Whether it counts as work of the last weeks: what was declined counts no longer."""
        return self.fate.ending != Ending.DECLINED or self.is_open(at)

    def is_given_back(self, at: datetime) -> bool:
        return self.fate.ending != Ending.KEPT and not self.is_open(at)


@dataclass(slots=True)
class Ledger:
    """The seats of each reviewer."""

    seats: dict[int, list[Held]] = field(default_factory=lambda: defaultdict(list))

    def add(self, held: Held) -> None:
        self.seats[held.reviewer].append(held)

    def open_at(self, reviewer: int, at: datetime) -> int:
        return sum(held.is_open(at) for held in self.seats.get(reviewer, ()))

    def given_since(self, reviewer: int, begin: datetime, at: datetime) -> int:
        """How many seats he was given from `begin` on, as counted at that moment."""
        return sum(begin <= held.since and held.counts(at) for held in self.seats.get(reviewer, ()))


@dataclass(slots=True)
class Files:
    """Who sat on which fact-check, by itself and by round; `then` in fact, `now` in the play."""

    then: dict[tuple[str, int], list[Held]] = field(default_factory=lambda: defaultdict(list))
    now: dict[tuple[str, int], list[Held]] = field(default_factory=lambda: defaultdict(list))
    rounds: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, held: Held, file: str, number: int, *, in_play: bool) -> None:
        self.rounds[file].add(number)
        (self.now if in_play else self.then)[file, number].append(held)

    def in_play(self, need: Need, file: str, number: int, *, at: datetime) -> Need:
        """Return the need with who sits on the fact-check in the play in place of who sat there."""
        then, now = self.then[file, number], self.now[file, number]
        was = _people(then)
        gone = _people(held for held in now if held.is_given_back(at))
        there = _people(held for held in now if not held.is_given_back(at))
        return replace(
            need,
            on_it=(need.on_it - was) | there,
            refused=(need.refused - was) | (gone - there),
            raters=(need.raters - was) | (_people(now, AssignmentRole.RATER) & there),
            researchers=(need.researchers - self._researchers(self.then, file))
            | self._researchers(self.now, file),
        )

    def _researchers(self, seats: dict[tuple[str, int], list[Held]], file: str) -> frozenset[int]:
        every = (held for number in self.rounds[file] for held in seats[file, number])
        return _people(every, AssignmentRole.RESEARCHER)


def _people(seats: Iterable[Held], role: str = "") -> frozenset[int]:
    return frozenset(held.reviewer for held in seats if not role or held.role == role)
