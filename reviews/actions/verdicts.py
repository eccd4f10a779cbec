"""Decided and approved: how a judgement becomes the next version of the verdict."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Q

from factcheck.errors import Conflict, NotAllowed
from factcheck.models import User
from factcheck.roles import Role
from reviews import gate
from reviews.actions.approvals import record_approval, refuse_unready
from reviews.actions.file_facts import gaps_of
from reviews.actions.filing import file_review, rating_on
from reviews.actions.locks import JUDGES, locked, refuse_conflicted, refuse_own_work
from reviews.actions.moves import moved
from reviews.actions.precedents import refuse_unexplained
from reviews.actions.reviewers import profile_of_editor
from reviews.actions.seats import new_seat
from reviews.actions.subjects import submitters_of
from reviews.lifecycle import FACT_CHECK, AssignmentRole, AssignmentStatus
from reviews.models import AssignmentSource, FactCheck, Rating, Review, Verdict
from reviews.models.policies import Approver


class NothingProposed(Conflict):
    code = "nothing_proposed"


class OwnSubmission(NotAllowed):
    """Whoever brought a claim to the desk may work on it, but not approve it."""

    code = "own_submission"


@transaction.atomic
def decide(
    *, fact_check_id: UUID, rating: str = "", words: str = "", reasoning: str, by: User, at: datetime
) -> FactCheck:
    """Decide a disputed fact-check: the editor files a judgement of his own, with reasons.

    Whoever researched or judged in this round does not decide. An editor without
    a working profile gets one without room for work, which his seat hangs on.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("decide", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    label = rating_on(fact_check, rating, words)
    seat = new_seat(
        fact_check,
        profile_of_editor(by, at=at),
        role=AssignmentRole.EDITOR,
        seat=1,
        source=AssignmentSource.EDITOR,
        accepted=True,
        explanation={},
        by=by,
        at=at,
    )
    fact_check.proposal = file_review(seat, fact_check, label, words, reasoning, [], by=by, at=at)
    fact_check.status = status
    return moved(fact_check, "fact_check.decided", by=by, at=at, fields=("proposal",))


@transaction.atomic
def approve(
    *,
    fact_check_id: UUID,
    checklist: Sequence[Mapping[str, Any]] = (),
    deviation: str = "",
    by: User,
    at: datetime,
) -> FactCheck:
    """Approve what was agreed or decided, through the evidence gate: the verdict's next version is written.

    `checklist` is [{item, note}], what was looked at of the policy's list.
    Raises NotAllowed (own research, own submission, a conflict, a rater of a
    panel), IllegalMove, GateClosed with the gaps, ChecklistOpen, ReportMissing,
    DeviationUnexplained.
    """
    known: dict[str, Any] = {"checklist": checklist, "deviation": deviation}
    return approve_by(locked(fact_check_id), roles=by.roles, **known, by=by, at=at)


def approve_by(
    fact_check: FactCheck,
    *,
    roles: Collection[Role],
    checklist: Sequence[Mapping[str, Any]],
    deviation: str,
    by: User,
    at: datetime,
) -> FactCheck:
    """Approve a locked fact-check in these roles: those of the desk, or that of an editor from outside."""
    status = FACT_CHECK.after("approve", status=fact_check.status, roles=roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=fact_check.policy.approver == Approver.NEITHER)
    _refuse_own_submission(fact_check, by)
    gaps = gaps_of(fact_check)
    if gaps:
        raise gate.GateClosed(
            "The evidence does not yet carry an approval: " + " ".join(g.message for g in gaps),
            gaps=[{"code": g.code, "message": g.message, "answer": g.answer} for g in gaps],
        )
    if fact_check.proposal is None:
        raise NothingProposed("Nothing was proposed that could be approved.")
    refuse_unready(fact_check, checklist)
    beside = refuse_unexplained(fact_check, deviation)
    fact_check.verdict = _verdict_of(fact_check, fact_check.proposal, by=by, at=at)
    kept: dict[str, Any] = {"checklist": checklist, "deviation": deviation, "precedents": beside}
    record_approval(fact_check, fact_check.verdict, **kept, by=by, at=at)
    fact_check.status, fact_check.approved_by, fact_check.approved_at = status, by, at
    data = {"verdict": fact_check.verdict.uuid, "version": fact_check.verdict.version}
    fields = ("verdict", "approved_by", "approved_at")
    return moved(fact_check, "fact_check.approved", by=by, at=at, fields=fields, data=data)


def _refuse_own_submission(fact_check: FactCheck, by: User) -> None:
    if by.pk in submitters_of(fact_check.claim):
        raise OwnSubmission("You brought this claim to the desk; somebody else approves it.")


def _verdict_of(fact_check: FactCheck, review: Review, *, by: User, at: datetime) -> Verdict:
    return next_verdict(
        fact_check,
        rating=review.rating,
        words=review.words,
        reasoning=review.reasoning,
        dissent=_dissent(fact_check, review),
        chosen_by=review.assignment.reviewer.user,
        by=by,
        at=at,
    )


def next_verdict(
    fact_check: FactCheck,
    *,
    rating: Rating | None,
    words: str,
    reasoning: str,
    dissent: list[dict[str, Any]],
    evidence: list[dict[str, Any]] | None = None,
    chosen_by: User,
    by: User,
    at: datetime,
) -> Verdict:
    """Write the next version of the verdict, with this evidence; None: as the file has it now."""
    latest = fact_check.verdicts.aggregate(n=Max("version"))["n"] or 0
    return Verdict.objects.create(
        fact_check=fact_check,
        version=latest + 1,
        rating=rating,
        words=words,
        reasoning=reasoning,
        evidence=cited(fact_check) if evidence is None else evidence,
        dissent=dissent,
        chosen_by=chosen_by,
        approved_by=by,
        created_at=at,
    )


def cited(fact_check: FactCheck) -> list[dict[str, Any]]:
    """The public sources of a file, as they stand now, with hash and time of their copies.

    Confidential and withdrawn ones are left out.
    """
    rows = fact_check.evidence.standing().order_by("id")
    fields = ("uuid", "kind", "title", "url", "publisher", "quote", "stance", "primary", "accessed_on")
    copy = {"sha256": F("capture__sha256"), "captured_at": F("capture__taken_at")}
    return [
        {name: _plain(value) for name, value in row.items()}
        for row in rows.annotate(**copy).values(*fields, *copy)
    ]


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID | date) else value


def _dissent(fact_check: FactCheck, chosen: Review) -> list[dict[str, Any]]:
    """Who of those who judged ended with another label; kept inside the desk.

    A proposal that was not followed is dissent, too.
    """
    latest: dict[int, Review] = {}
    judged = Q(assignment__role__in=JUDGES) & ~Q(assignment__status=AssignmentStatus.RECUSED)
    proposed = Q(assignment__role=AssignmentRole.RESEARCHER, assignment__status=AssignmentStatus.FILED)
    filed = fact_check.reviews.filter(judged | proposed, round=fact_check.round)
    for review in filed.select_related("assignment", "rating").order_by("assignment_id", "revision"):
        latest[review.assignment_id] = review
    return [
        {"assignment": str(r.assignment.uuid), "rating": r.rating.slug if r.rating else r.words}
        for r in latest.values()
        if (r.rating_id, r.words) != (chosen.rating_id, chosen.words)
    ]
