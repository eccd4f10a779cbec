"""The plain values that routing takes and gives. Ids are the database's; a view puts names to them."""

from dataclasses import dataclass, field

from reviews.lifecycle import AssignmentRole


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer as routing sees him, at one moment.

    `claimants` are the claimants he is himself, `conflicts` the subjects of
    his declared conflicts of interest ("claimant:7", "outlet:3",
    "topic:energy"). `open_assignments` are offered or accepted and not yet
    filed, `recent` counts those of the last four weeks, `recent_partners` are
    the reviewers he lately rated with.
    """

    id: int
    roles: frozenset[str]
    languages: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    opted_out: frozenset[str] = frozenset()
    outlets: frozenset[int] = frozenset()
    claimants: frozenset[int] = frozenset()
    conflicts: frozenset[str] = frozenset()
    open_assignments: int = 0
    capacity: int = 3
    recent: int = 0
    recent_partners: frozenset[int] = frozenset()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What a fact-check asks of whoever takes the seat.

    `subjects` names whatever a conflict can be about, in the words of
    `Candidate.conflicts`. `on_it` holds an active assignment in this round,
    `refused` has declined, let lapse or was recused before; `researchers` ever
    held the file, `raters` rate it in this round. `handed_out` means that an
    editor chose: capacity bars offers, not an editor. `effort_hours` is the
    usual size of such work, `hours_left` the time until it is due.
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
    effort_hours: int = 8
    hours_left: int | None = None

    @property
    def judges(self) -> bool:
        """Whether the seat judges the researcher's work."""
        return self.role != AssignmentRole.RESEARCHER


@dataclass(frozen=True, slots=True)
class Weights:
    """How many points each part of the cost can reach (load and deadline more, when an editor overloads)."""

    expertise: int = 400
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
class Remedy:
    """The smallest change that would fill the seat: what stands in the way of whom.

    `candidate` is None where nobody could take it whatever is changed; the
    desk then needs another person with the role and the language.
    """

    candidate: int | None
    codes: tuple[str, ...]
    message: str


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
