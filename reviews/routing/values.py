"""The plain values that routing takes and gives. Ids are the database's; a view puts names to them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviews.lifecycle import AssignmentRole


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer as routing sees him, at one moment.

    `languages` say how well he works in each (1.0: as in his own), `topics` how
    much he knows of each (1 to 5: learnt where known, else as declared).
    `claimants` are the claimants he is himself, `conflicts` the subjects of his
    declared conflicts of interest ("claimant:7", "outlet:3", "topic:energy",
    "organisation:port-authority"). `open_assignments` are offered or accepted
    and not yet filed; `weekly_left` is what his week still has room for (None:
    no limit). `recent` counts the assignments of the last four weeks, `usual`
    how many would be his share; `recent_partners` are the reviewers he lately
    rated with. `seniority` goes from 0 to 100; `off_hours`: not at work now.
    `price` is what the last backlog would have paid for one more of his seats,
    in points: what is taken of him now, others may miss.
    """

    id: int
    roles: frozenset[str]
    languages: Mapping[str, float] = field(default_factory=dict)
    topics: Mapping[str, float] = field(default_factory=dict)
    opted_out: frozenset[str] = frozenset()
    outlets: frozenset[int] = frozenset()
    claimants: frozenset[int] = frozenset()
    conflicts: frozenset[str] = frozenset()
    open_assignments: int = 0
    capacity: int = 3
    weekly_left: int | None = None
    recent: int = 0
    usual: int = 10
    recent_partners: frozenset[int] = frozenset()
    seniority: int = 50
    absent: bool = False
    off_hours: bool = False
    price: int = 0

    @property
    def room(self) -> int:
        """How many more seats he may be offered."""
        left = self.capacity - self.open_assignments
        return max(0, left if self.weekly_left is None else min(left, self.weekly_left))


@dataclass(frozen=True, slots=True)
class Need:
    """What a fact-check asks of whoever takes the seat.

    `subjects` names whatever a conflict can be about, in the words of
    `Candidate.conflicts`. `on_it` holds an active assignment in this round,
    `refused` has declined, let lapse or was recused before; `researchers` ever
    held the file, `raters` rate it in this round. `handed_out` means that an
    editor chose: capacity bars offers, not an editor; `set_aside` names the
    other limits that he set aside with a reason (those of `OVERRIDABLE`).
    `effort_hours` is the usual size of such work, `hours_left` the time until
    it is due. `urgent` asks for seniority and for somebody at work now;
    `priority` (0 to 1000) decides who waits where not every seat can be filled.
    """

    role: str
    language: str = ""
    topics: frozenset[str] = frozenset()
    outlets: frozenset[int] = frozenset()
    claimants: frozenset[int] = frozenset()
    subjects: frozenset[str] = frozenset()
    submitted_by: int | None = None
    on_it: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()
    researchers: frozenset[int] = frozenset()
    raters: frozenset[int] = frozenset()
    handed_out: bool = False
    set_aside: frozenset[str] = frozenset()
    effort_hours: int = 8
    hours_left: int | None = None
    urgent: bool = False
    priority: int = 0

    @property
    def judges(self) -> bool:
        """Whether the seat judges the researcher's work."""
        return self.role != AssignmentRole.RESEARCHER


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each part of the cost can reach (load and deadline more, when an editor overloads)."""

    expertise: int = 400
    language: int = 100
    seniority: int = 50
    hours: int = 50
    load: int = 300
    fairness: int = 150
    deadline: int = 100
    pairing: int = 50


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a candidate cannot have the seat; one who breaks several rules has several."""

    candidate: int
    code: str


@dataclass(frozen=True, slots=True)
class CostPart:
    """One readable reason: whole points, so that parts add up to the last one."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What it costs to give a candidate the seat; the lowest is chosen."""

    candidate: int
    parts: tuple[CostPart, ...]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)


@dataclass(frozen=True, slots=True)
class Change:
    """One step of a remedy: what (`reviews.routing.remedies.ChangeCode`), of whom, to which value."""

    code: str
    reviewer: int
    to: int | str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """The smallest change that would fill the seats.

    `changes` is all of it; `candidate` the one whom it asks least of, `codes`
    what stands in his way. `new_people` counts the persons the desk would need
    besides, because nothing that may be changed makes enough of its own free.
    """

    candidate: int | None
    codes: tuple[str, ...]
    message: str
    changes: tuple[Change, ...] = ()
    new_people: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """A choice with all that led to it: enough to read it, and to make it again.

    `costs` is in the order of choice, the chosen first; `excluded` by id.
    `remedy` is given where fewer were free than wanted.
    """

    need: Need
    wanted: int
    candidates: tuple[Candidate, ...]
    chosen: tuple[int, ...]
    costs: tuple[Cost, ...]
    excluded: tuple[Exclusion, ...]
    remedy: Remedy | None
    weights: Weights = field(default_factory=Weights)
