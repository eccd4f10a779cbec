"""What fact-checks ask of whoever takes their seats, read for one or for thousands alike."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from claims.models import Appearance, ClaimTopic
from reviews.actions.subjects import claimants_of
from reviews.lifecycle import AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, FactCheck
from reviews.models.policies import Judging, judges
from reviews.models.sealing import ACTIVE
from reviews.routing import Candidate, Need

AT_RESEARCH = {FactCheckStatus.OPEN, FactCheckStatus.IN_RESEARCH, FactCheckStatus.RETURNED}
_REFUSED = [
    AssignmentStatus.DECLINED,
    AssignmentStatus.LAPSED,
    AssignmentStatus.RECUSED,
    AssignmentStatus.RELEASED,
    AssignmentStatus.HANDED_OVER,
]
# What is due within a day, or pinned by an editor, is urgent.
_URGENT_HOURS = 24
# Triage gives fewer than 100 points to what is not pinned.
_PRIORITY_PER_POINT = 10
_MOST_PRIORITY = 1000


class File(NamedTuple):
    """What routing reads of a fact-check, its policy and its claim; the names are paths of the model."""

    pk: int
    uuid: UUID
    round: int
    status: str
    stage: int
    revealed_stage: int
    policy__judging: str
    policy__raters: int
    policy__researcher_votes: bool
    policy__due_hours: int
    policy__offer_hours: int
    claim__pk: int
    claim__language: str
    claim__claimant_id: int | None
    claim__priority: float
    claim__pinned: bool
    unfilled: dict[str, Any]

    @classmethod
    def of(cls, fact_check: FactCheck) -> "File":
        return cls._make(_walk(fact_check, path) for path in cls._fields)

    @property
    def wants(self) -> tuple[AssignmentRole, int]:
        """The role that is needed now, and how many seats of it there are."""
        if self.status in AT_RESEARCH:
            return AssignmentRole.RESEARCHER, 1
        if self.status == FactCheckStatus.JUDGING and self.revealed_stage < self.stage:
            return judges(
                self.policy__judging,
                raters=self.policy__raters,
                researcher_votes=self.policy__researcher_votes,
            )
        return AssignmentRole.RESEARCHER, 0


def _walk(fact_check: FactCheck, path: str) -> object:
    found: object = fact_check
    for name in path.split("__"):
        found = getattr(found, name)
    return found


class Seat(NamedTuple):
    reviewer: int
    round: int
    role: str
    seat: int
    status: str


@dataclass(frozen=True, slots=True)
class Opening:
    """The seats of a fact-check that nobody has, and what it asks of whoever takes one."""

    file: File
    role: AssignmentRole
    seats: tuple[int, ...]
    need: Need
    grants: Mapping[int, int]  # how often each seat was given, free or not


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around: outlets, topics, claimants by claim; seats ever given by fact-check."""

    outlets: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    topics: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    claimants: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    seats: dict[int, list[Seat]] = field(default_factory=lambda: defaultdict(list))


def around(files: Sequence[File]) -> Around:
    """Read it in seven statements, however many fact-checks there are."""
    claims = [file.claim__pk for file in files]
    found = Around(claimants=claimants_of(claims))
    printed = Appearance.objects.filter(claim__in=claims, snapshot__article__outlet__isnull=False)
    for claim, outlet in printed.values_list("claim_id", "snapshot__article__outlet_id").distinct():
        found.outlets[claim].add(outlet)
    for claim, slug in ClaimTopic.objects.filter(claim__in=claims).values_list("claim_id", "topic__slug"):
        found.topics[claim].add(slug)
    given = Assignment.objects.filter(fact_check__in=[file.pk for file in files]).order_by("id")
    for fact_check, *seat in given.values_list(
        "fact_check_id", "reviewer_id", "round", "role", "seat", "status"
    ):
        found.seats[fact_check].append(Seat._make(seat))
    return found


# `reviews.models.policies.judges`, as the database counts it; a test holds the two equal.
_JUDGES = Case(
    When(policy__judging=Judging.SECOND_READ, then=Value(1)),
    When(policy__judging=Judging.VOTES, policy__researcher_votes=True, then=F("policy__raters") - 1),
    When(policy__judging__in=[Judging.VOTES, Judging.BLIND], then=F("policy__raters")),
    default=Value(0),
    output_field=IntegerField(),
)


def waiting() -> QuerySet[FactCheck]:
    """Fact-checks with a seat that nobody has, the most pressing first."""
    here = Assignment.objects.active().filter(fact_check=OuterRef("pk"), round=OuterRef("round"))
    judging = here.filter(role__in=[AssignmentRole.RATER, AssignmentRole.SECOND_READER])
    seated = judging.order_by().values("fact_check").annotate(n=Count("pk")).values("n")
    research = Q(status__in=AT_RESEARCH) & ~Exists(here.filter(role=AssignmentRole.RESEARCHER))
    judged = Q(
        status=FactCheckStatus.JUDGING,
        revealed_stage__lt=F("stage"),
        judges_wanted__gt=Coalesce(Subquery(seated), 0),
    )
    rows = FactCheck.objects.alias(judges_wanted=_JUDGES)
    return rows.filter(research | judged).order_by("-claim__priority", "id")


def waiting_for(person: Candidate) -> QuerySet[FactCheck]:
    """Those of them that the database need not rule out for this person: the same order, never too few.

    Its language, an own seat in this round, research that is to be judged, and
    conflicts with an outlet, a topic or who made the claim. Whom a claim's words
    name, `exclusions` knows.
    """
    own = Assignment.objects.filter(fact_check=OuterRef("pk"), reviewer=person.id)
    researched = own.filter(role=AssignmentRole.RESEARCHER)
    rows = waiting().filter(Q(claim__language="") | Q(claim__language__in=list(person.languages)))
    rows = rows.exclude(Exists(own.filter(round=OuterRef("round"))))
    rows = rows.exclude(Exists(researched), status=FactCheckStatus.JUDGING)
    outlets = {int(pk) for pk in _subjects(person, "outlet")} | person.outlets
    topics = _subjects(person, "topic") | person.opted_out
    claimants = {int(pk) for pk in _subjects(person, "claimant")} | person.claimants
    if outlets:
        printed = Appearance.objects.filter(claim=OuterRef("claim"), snapshot__article__outlet__in=outlets)
        rows = rows.exclude(Exists(printed))
    if topics:
        about = ClaimTopic.objects.filter(claim=OuterRef("claim"), topic__slug__in=topics)
        rows = rows.exclude(Exists(about))
    if claimants:
        rows = rows.exclude(claim__claimant__in=claimants)
    return rows


def _subjects(person: Candidate, kind: str) -> set[str]:
    return {name for found in person.conflicts for was, _, name in [found.partition(":")] if was == kind}


def backlog() -> QuerySet[FactCheck]:
    """Those of them whose seats routing offers by itself."""
    return waiting().filter(policy__offers=True)


def openings(files: Sequence[File]) -> list[Opening]:
    """Return the free seats of these fact-checks, in their order; those that have none are left out."""
    known = around(files)
    found = []
    for file in files:
        role, seats = file.wants
        here = [s for s in known.seats[file.pk] if (s.round, s.role) == (file.round, role)]
        free = free_of(seats, (s.seat for s in here if s.status in ACTIVE))
        if free:
            grants = Counter(s.seat for s in here)
            found.append(Opening(file, role, tuple(free), need(file, role, known), grants))
    return found


def free_seats(fact_check: FactCheck) -> tuple[AssignmentRole, list[int]]:
    """The role that the fact-check needs now, and the numbers of its seats that nobody has."""
    role, seats = File.of(fact_check).wants
    if not seats:
        return role, []
    taken = fact_check.assignments.active().filter(round=fact_check.round, role=role)
    return role, free_of(seats, taken.values_list("seat", flat=True))


def free_of(seats: int, taken: Iterable[int]) -> list[int]:
    return sorted(set(range(1, seats + 1)) - set(taken))


def need_of(fact_check: FactCheck, role: AssignmentRole, *, handed_out: bool = False) -> Need:
    """What this fact-check asks of whoever takes the role."""
    file = File.of(fact_check)
    return need(file, role, around([file]), handed_out=handed_out)


def need(file: File, role: AssignmentRole, known: Around, *, handed_out: bool = False) -> Need:
    """Put together what one fact-check asks for, from what was read around it."""
    outlets, topics = known.outlets[file.claim__pk], known.topics[file.claim__pk]
    claimants = {file.claim__claimant_id} if file.claim__claimant_id else set()
    seats = known.seats[file.pk]
    here = [seat for seat in seats if seat.round == file.round]
    # Whoever was asked and said no is not asked again in this round; who handed it over neither.
    refused = {seat.reviewer for seat in here if seat.status in _REFUSED}
    return Need(
        role=str(role),
        language=file.claim__language,
        topics=frozenset(topics),
        outlets=frozenset(outlets),
        claimants=frozenset(claimants),
        subjects=frozenset(
            {f"outlet:{pk}" for pk in outlets}
            | {f"topic:{slug}" for slug in topics}
            | {f"claimant:{pk}" for pk in known.claimants.get(file.claim__pk, claimants)}
        ),
        on_it=frozenset(seat.reviewer for seat in here if seat.status in ACTIVE),
        refused=frozenset(refused) if not handed_out else frozenset(),
        researchers=frozenset(s.reviewer for s in seats if s.role == AssignmentRole.RESEARCHER),
        raters=frozenset(s.reviewer for s in here if s.role == AssignmentRole.RATER and s.status in ACTIVE),
        handed_out=handed_out,
        hours_left=file.policy__due_hours,
        urgent=file.claim__pinned or file.policy__due_hours <= _URGENT_HOURS,
        priority=max(0, min(_MOST_PRIORITY, int(_PRIORITY_PER_POINT * file.claim__priority))),
    )
