"""Reviewers as routing sees them: their profiles, and what they hold at this moment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Count, Prefetch, Q, QuerySet

from claims.actions.claimants import key_of
from claims.models import Claimant
from factcheck.roles import DESK, EDITORS
from reviews.hours import is_working
from reviews.lifecycle import AssignmentRole, AssignmentStatus
from reviews.models import Assignment, ConflictOfInterest, Reviewer, ReviewerTopic
from reviews.models.sealing import ACTIVE, OPEN
from reviews.routing import Candidate

RECENT = timedelta(weeks=4)
_WEEK = timedelta(days=7)
_WEEKS = RECENT // _WEEK
# How well somebody works in a language, by the level in the profile.
PROFICIENCY = {"native": 1.0, "fluent": 0.9, "working": 0.6}


@dataclass(frozen=True, slots=True)
class _Held:
    """What reviewers hold, by their ids."""

    now: dict[int, int] = field(default_factory=dict)
    this_week: dict[int, int] = field(default_factory=dict)
    lately: dict[int, int] = field(default_factory=dict)
    conflicts: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    claimants: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    partners: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))


def candidates_among(rows: QuerySet[Reviewer], *, at: datetime) -> list[Candidate]:
    """Reviewers as routing sees them at this moment, in a fixed number of statements."""
    known = Prefetch("topics", ReviewerTopic.objects.select_related("topic"))
    reviewers = list(
        rows.select_related("user")
        .filter(user__is_active=True)
        .prefetch_related("languages", known)
        .order_by("id")
    )
    held = _held(rows, at=at)
    _named(reviewers, held)
    return [_candidate(reviewer, held, at=at) for reviewer in reviewers]


def candidate_now(candidate: Candidate, *, at: datetime) -> Candidate:
    """Return a candidate with his work and conflicts of this moment; his profile is locked, and as it was."""
    rows = Reviewer.objects.filter(pk=candidate.id)
    held = _Held()
    _load(held, rows, at=at)
    weekly = None
    if candidate.weekly_left is not None:
        weekly = rows.values_list("weekly_capacity", flat=True).get()
    return replace(
        candidate,
        open_assignments=held.now.get(candidate.id, 0),
        weekly_left=None if weekly is None else weekly - held.this_week.get(candidate.id, 0),
        recent=held.lately.get(candidate.id, 0),
        conflicts=frozenset(held.conflicts.get(candidate.id, set())),
    )


def _held(rows: QuerySet[Reviewer], *, at: datetime) -> _Held:
    held = _Held(partners=_partners(rows, since=at - RECENT))
    _load(held, rows, at=at)
    return held


def _load(held: _Held, rows: QuerySet[Reviewer], *, at: datetime) -> None:
    for reviewer, now, this_week, lately in _counted(rows, at=at):
        held.now[reviewer], held.this_week[reviewer], held.lately[reviewer] = now, this_week, lately
    declared = ConflictOfInterest.objects.filter(reviewer__in=rows, ended_at__isnull=True)
    for reviewer, outlet, claimant, topic in declared.values_list(
        "reviewer_id", "outlet_id", "claimant_id", "topic__slug"
    ):
        subject = f"outlet:{outlet}" if outlet else f"claimant:{claimant}" if claimant else f"topic:{topic}"
        held.conflicts[reviewer].add(subject)


def _named(reviewers: Iterable[Reviewer], held: _Held) -> None:
    """Note which claimants bear a reviewer's name: who is quoted judges nothing of it, declared or not."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for reviewer in reviewers:
        if reviewer.user.name:
            by_name[key_of(reviewer.user.name)].append(reviewer.pk)
    for claimant, key in Claimant.objects.filter(key__in=by_name).values_list("id", "key"):
        for reviewer_id in by_name[key]:
            held.claimants[reviewer_id].add(claimant)


def _counted(rows: QuerySet[Reviewer], *, at: datetime) -> Iterable[tuple[int, int, int, int]]:
    """Reviewer, his open assignments, those given in the last seven days and in the last four weeks."""
    given = Q(offered_at__gte=at - RECENT) & ~Q(status=AssignmentStatus.DECLINED)
    counted = Assignment.objects.filter(reviewer__in=rows).filter(OPEN | given).values_list("reviewer_id")
    return counted.annotate(
        now=Count("id", filter=OPEN),
        this_week=Count("id", filter=given & Q(offered_at__gte=at - _WEEK)),
        lately=Count("id", filter=given),
    )


def _partners(rows: QuerySet[Reviewer], *, since: datetime) -> dict[int, set[int]]:
    """Reviewer -> whom he lately sat on a panel with. A seat counts, not what was filed there."""
    panels: dict[tuple[int, int], set[int]] = defaultdict(set)
    seats = Assignment.objects.filter(role=AssignmentRole.RATER, status__in=ACTIVE, offered_at__gte=since)
    if rows.query.where:  # of some people only their own panels are read
        seats = seats.filter(fact_check__in=seats.filter(reviewer__in=rows).values("fact_check"))
    for fact_check, number, reviewer in seats.values_list("fact_check_id", "round", "reviewer_id"):
        panels[fact_check, number].add(reviewer)
    partners: dict[int, set[int]] = defaultdict(set)
    for panel in panels.values():
        for reviewer in panel:
            partners[reviewer] |= panel - {reviewer}
    return partners


def _candidate(reviewer: Reviewer, held: _Held, *, at: datetime) -> Candidate:
    topics = list(reviewer.topics.all())
    weekly = reviewer.weekly_capacity
    return Candidate(
        id=reviewer.pk,
        roles=roles_for(reviewer),
        languages={known.language: PROFICIENCY[known.level] for known in reviewer.languages.all()},
        topics={t.topic.slug: float(t.level) for t in topics if not t.opted_out and t.level is not None},
        opted_out=frozenset(t.topic.slug for t in topics if t.opted_out),
        outlets=frozenset({reviewer.employer_id} if reviewer.employer_id else ()),
        claimants=frozenset(held.claimants.get(reviewer.pk, set())),
        conflicts=frozenset(held.conflicts.get(reviewer.pk, set())),
        open_assignments=held.now.get(reviewer.pk, 0),
        capacity=reviewer.capacity,
        weekly_left=None if weekly is None else weekly - held.this_week.get(reviewer.pk, 0),
        recent=held.lately.get(reviewer.pk, 0),
        usual=_WEEKS * (reviewer.capacity if weekly is None else weekly),
        recent_partners=frozenset(held.partners.get(reviewer.pk, set())),
        seniority=reviewer.seniority,
        absent=is_absent(reviewer, at=at),
        off_hours=not is_working(at, reviewer.time_zone, reviewer.working_hours),
    )


def is_absent(reviewer: Reviewer, *, at: datetime) -> bool:
    """Whether the person is away: from now on where no beginning is set, for good where no end is."""
    begins, ends = reviewer.absent_from, reviewer.absent_until
    if begins is None and ends is None:
        return False
    return (begins is None or begins <= at) and (ends is None or at < ends)


def roles_for(reviewer: Reviewer) -> frozenset[str]:
    """Which seats a person can have: research and rating for reviewers, deciding for editors."""
    if reviewer.user.role in EDITORS:
        return frozenset({str(AssignmentRole.EDITOR)})
    if reviewer.user.role in DESK:
        return frozenset(
            {str(AssignmentRole.RESEARCHER), str(AssignmentRole.RATER), str(AssignmentRole.SECOND_READER)}
        )
    return frozenset()
