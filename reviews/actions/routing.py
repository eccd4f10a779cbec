"""Who is asked to take a seat: the desk's rows turned into routing's values, and its choice into offers."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from claims.models import ClaimTopic
from factcheck.events import record
from factcheck.models import CHAIN_HEAD
from factcheck.roles import DESK, EDITORS
from reviews.actions.locks import locked
from reviews.actions.seats import new_seat, offer_ends
from reviews.lifecycle import AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import Assignment, AssignmentSource, ConflictOfInterest, FactCheck, Reviewer
from reviews.models.assignments import ACTIVE, OPEN
from reviews.routing import Candidate, Explanation, Need, as_json, choose

RECENT = timedelta(weeks=4)
# How well somebody works in a language, by the level in the profile.
PROFICIENCY = {"native": 1.0, "fluent": 0.9, "working": 0.6}
_REFUSED = [
    AssignmentStatus.DECLINED,
    AssignmentStatus.LAPSED,
    AssignmentStatus.RECUSED,
    AssignmentStatus.RELEASED,
    AssignmentStatus.HANDED_OVER,
]
AT_RESEARCH = {FactCheckStatus.OPEN, FactCheckStatus.IN_RESEARCH, FactCheckStatus.RETURNED}


@transaction.atomic
def route(*, fact_check_id: UUID, at: datetime) -> list[Assignment]:
    """Offer the free seats of a fact-check to the best reviewers; return the offers.

    Where nobody is free, the fact-check says so with the smallest change that
    would help. Routing twice offers nothing twice.
    """
    fact_check = locked(fact_check_id)
    if not fact_check.policy.offers:
        return []
    role, seats = free_seats(fact_check)
    if not seats:
        return []
    found = explain(fact_check, role, wanted=len(seats), at=at)
    reviewers = {r.pk: r for r in Reviewer.objects.filter(pk__in=found.chosen)}
    stored = as_json(found)
    offers = [
        new_seat(
            fact_check,
            reviewers[chosen],
            role=role,
            seat=seat,
            source=AssignmentSource.OFFER,
            accepted=False,
            explanation=stored,
            by=None,
            at=at,
            lapses_at=offer_ends(fact_check, at=at),
        )
        for seat, chosen in zip(seats, found.chosen, strict=False)
    ]
    _note_unfilled(fact_check, role, found, missing=len(seats) - len(offers), at=at)
    return offers


def route_unfilled(*, at: datetime) -> int:
    """Look again at fact-checks nobody was free for: people return, join, finish. Return the offers made."""
    waiting = FactCheck.objects.unfinished().exclude(unfilled={}).order_by("id")
    ids = list(waiting.values_list("uuid", flat=True)[:500])
    return sum(len(route(fact_check_id=fact_check_id, at=at)) for fact_check_id in ids)


def _note_unfilled(
    fact_check: FactCheck, role: AssignmentRole, found: Explanation, *, missing: int, at: datetime
) -> None:
    note: dict[str, Any] = {}
    if missing and found.remedy:
        excluded = [{"candidate": e.candidate, "code": e.code} for e in found.excluded]
        note = {
            "role": str(role),
            "seats": missing,
            "message": found.remedy.message,
            "codes": list(found.remedy.codes),
            "candidate": found.remedy.candidate,
            "changes": [asdict(change) for change in found.remedy.changes],
            "new_people": found.remedy.new_people,
            "excluded": excluded,
        }
    if note != fact_check.unfilled:
        fact_check.unfilled = note
        name = "fact_check.unfilled" if note else "fact_check.filled"
        record(name, fact_check, by=None, at=at, data={"role": str(role), "seats": missing})
        fact_check.save(update_fields=["unfilled", *CHAIN_HEAD])


def free_seats(fact_check: FactCheck) -> tuple[AssignmentRole, list[int]]:
    """The role that the fact-check needs now, and the numbers of its seats that nobody has."""
    if fact_check.status in AT_RESEARCH:
        role, wanted = AssignmentRole.RESEARCHER, 1
    elif fact_check.status == FactCheckStatus.JUDGING and fact_check.is_sealed:
        role, wanted = AssignmentRole.RATER, fact_check.policy.raters
    else:
        return AssignmentRole.RESEARCHER, []
    taken = fact_check.assignments.active().filter(round=fact_check.round, role=role)
    return role, sorted(set(range(1, wanted + 1)) - set(taken.values_list("seat", flat=True)))


def explain(
    fact_check: FactCheck,
    role: AssignmentRole,
    *,
    wanted: int,
    at: datetime,
    only: Reviewer | None = None,
    handed_out: bool = False,
) -> Explanation:
    """Choose among all reviewers (or judge one alone) for a role on this fact-check, and say why."""
    need = need_of(fact_check, role, at=at, handed_out=handed_out)
    rows = Reviewer.objects.filter(pk=only.pk) if only else Reviewer.objects.all()
    return choose(candidates_among(rows, at=at), need, wanted=wanted)


def need_of(fact_check: FactCheck, role: AssignmentRole, *, at: datetime, handed_out: bool = False) -> Need:
    """What this fact-check asks of whoever takes the role."""
    claim = fact_check.claim
    outlets = set(claim.appearances.values_list("snapshot__article__outlet_id", flat=True)) - {None}
    topics = dict(ClaimTopic.objects.filter(claim=claim).values_list("topic__slug", "topic_id"))
    seats = list(fact_check.assignments.values_list("reviewer_id", "round", "role", "status"))
    here = [(reviewer, r, status) for reviewer, number, r, status in seats if number == fact_check.round]
    # Whoever was asked and said no is not asked again in this round; who handed it over neither.
    refused = {reviewer for reviewer, _, status in here if status in _REFUSED}
    return Need(
        role=str(role),
        language=claim.language,
        topics=frozenset(topics),
        outlets=frozenset(outlets),
        claimants=frozenset({claim.claimant_id} if claim.claimant_id else ()),
        subjects=frozenset(
            {f"outlet:{pk}" for pk in outlets}
            | {f"topic:{slug}" for slug in topics}
            | ({f"claimant:{claim.claimant_id}"} if claim.claimant_id else set())
        ),
        submitted_by=None,
        on_it=frozenset(reviewer for reviewer, _, status in here if status in ACTIVE),
        refused=frozenset(refused) if not handed_out else frozenset(),
        researchers=frozenset(v for v, _, r, _ in seats if r == AssignmentRole.RESEARCHER),
        raters=frozenset(v for v, r, s in here if r == AssignmentRole.RATER and s in ACTIVE),
        handed_out=handed_out,
        hours_left=fact_check.policy.due_hours,
    )


def candidates_among(rows: QuerySet[Reviewer], *, at: datetime) -> list[Candidate]:
    """Reviewers as routing sees them at this moment, in a fixed number of statements."""
    reviewers = list(
        rows.select_related("user")
        .filter(user__is_active=True)
        .prefetch_related("languages", "topics__topic")
    )
    load, recent = _loads(since=at - RECENT)
    conflicts: dict[int, set[str]] = {}
    declared = ConflictOfInterest.objects.filter(ended_at__isnull=True)
    for reviewer, outlet, claimant, topic in declared.values_list(
        "reviewer_id", "outlet_id", "claimant_id", "topic__slug"
    ):
        subject = f"outlet:{outlet}" if outlet else f"claimant:{claimant}" if claimant else f"topic:{topic}"
        conflicts.setdefault(reviewer, set()).add(subject)
    return [_candidate(r, load, recent, conflicts, at=at) for r in reviewers]


def _loads(*, since: datetime) -> tuple[dict[int, int], dict[int, int]]:
    """Reviewer -> open assignments; reviewer -> assignments since that moment."""
    open_work = Count("id", filter=OPEN)
    lately = Count("id", filter=Q(offered_at__gte=since) & ~Q(status=AssignmentStatus.DECLINED))
    rows = Assignment.objects.filter(OPEN | Q(offered_at__gte=since))
    counted = list(rows.values_list("reviewer_id").annotate(now=open_work, lately=lately))
    return {r: now for r, now, _ in counted}, {r: n for r, _, n in counted}


def _candidate(
    reviewer: Reviewer,
    load: dict[int, int],
    recent: dict[int, int],
    conflicts: dict[int, set[str]],
    *,
    at: datetime,
) -> Candidate:
    topics = list(reviewer.topics.all())
    return Candidate(
        id=reviewer.pk,
        roles=roles_for(reviewer),
        languages={known.language: PROFICIENCY[known.level] for known in reviewer.languages.all()},
        topics={
            t.topic.slug: float(t.skill if t.learnt is None else t.learnt) for t in topics if not t.opted_out
        },
        opted_out=frozenset(t.topic.slug for t in topics if t.opted_out),
        outlets=frozenset({reviewer.employer_id} if reviewer.employer_id else ()),
        conflicts=frozenset(conflicts.get(reviewer.pk, set())),
        open_assignments=load.get(reviewer.pk, 0),
        capacity=reviewer.capacity,
        recent=recent.get(reviewer.pk, 0),
        seniority=reviewer.seniority,
        absent=is_absent(reviewer, at=at),
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
