"""The moves of a fact-check."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from claims import actions as claims
from claims.lifecycle import ClaimStatus
from claims.models import Claim
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.events import record
from factcheck.lifecycle import IllegalMove
from factcheck.models import CHAIN_HEAD, User
from reviews import gate
from reviews.actions.file_facts import gaps_of
from reviews.actions.locks import (
    SYSTEM,
    locked,
    locked_seats,
    refuse_conflicted,
    refuse_own_work,
    reviewer_of,
    roles_on,
)
from reviews.actions.seats import end_seat, file_seat, new_seat, return_seat
from reviews.lifecycle import FACT_CHECK, AssignmentRole, AssignmentStatus, FactCheckStatus
from reviews.models import (
    Assignment,
    AssignmentSource,
    Evidence,
    FactCheck,
    Policy,
    Rating,
    Review,
    ReviewReturn,
    Scale,
    Verdict,
)
from reviews.models.policies import Approver


class AlreadyOpen(Conflict):
    """The claim has a fact-check; `details["fact_check"]` is its id."""

    code = "already_open"


class NoSuchPolicy(Refusal):
    code = "no_such_policy"


class ReasonMissing(Refusal):
    code = "reason_missing"


class VerdictStands(Conflict):
    """A published verdict stands; it can be replaced or retracted, not closed away."""

    code = "verdict_stands"


class NothingProposed(Conflict):
    code = "nothing_proposed"


class OwnSubmission(NotAllowed):
    """Whoever brought a claim to the desk may work on it, but not approve it."""

    code = "own_submission"


@transaction.atomic
def open_fact_check(
    *,
    claim_id: UUID,
    policy: str = "",
    scale: str = "",
    by: User | None,
    at: datetime,
) -> FactCheck:
    """Open the file of a claim under a policy and a scale (the desk's defaults when empty).

    An editor who names a claim not yet accepted accepts it by this. Raises
    Claim.DoesNotExist, NotAllowed, IllegalMove, AlreadyOpen, NoSuchPolicy.
    """
    if by is not None and not by.is_editor:
        raise NotAllowed("Only an editor opens a fact-check.")
    claim = Claim.objects.select_for_update().get(uuid=claim_id)
    there = FactCheck.objects.filter(claim=claim).exclude(status=FactCheckStatus.CLOSED).first()
    if there is not None:
        raise AlreadyOpen("This claim has a fact-check already.", fact_check=str(there.uuid))
    if claim.status != ClaimStatus.ACCEPTED or by is not None:
        claim = _accepted(claim, by=by, at=at)
    fact_check = FactCheck(
        claim=claim, policy=_policy(policy), scale=_scale(scale), opened_at=at, status=FactCheckStatus.OPEN
    )
    data = {"claim": claim.uuid, "policy": fact_check.policy.uuid, "scale": fact_check.scale.uuid}
    record("fact_check.opened", fact_check, by=by, at=at, data=data)
    fact_check.save()
    return fact_check


def _accepted(claim: Claim, *, by: User | None, at: datetime) -> Claim:
    if by is None:
        # Only the reaction to an acceptance comes without a person: there is none to react to any more.
        raise IllegalMove("This claim is not waiting for a fact-check.")
    if claim.status == ClaimStatus.ACCEPTED:
        return claim
    return claims.accept(claim_id=claim.uuid, by=by, at=at)


def _policy(slug: str) -> Policy:
    active = Policy.objects.filter(active=True)
    found = (
        active.filter(slug=slug).order_by("-version").first()
        if slug
        else active.filter(is_default=True).first()
    )
    if found is None:
        known = ", ".join(sorted(set(active.values_list("slug", flat=True))))
        raise NoSuchPolicy(f"Choose one of the desk's active policies: {known}.", field="policy")
    return found


def _scale(slug: str) -> Scale:
    rows = Scale.objects.filter(slug=slug) if slug else Scale.objects.filter(is_default=True)
    found = rows.order_by("-version").first()
    if found is None:
        known = ", ".join(sorted(set(Scale.objects.values_list("slug", flat=True))))
        raise NoSuchPolicy(f"Choose one of the desk's scales: {known}.", field="scale")
    return found


def moved(
    fact_check: FactCheck,
    event: str,
    *,
    by: User | None,
    at: datetime,
    fields: tuple[str, ...] = (),
    data: dict[str, Any] | None = None,
) -> FactCheck:
    """Record a move and save the row once."""
    record(event, fact_check, by=by, at=at, data=data)
    fact_check.save(update_fields=["status", *fields, *CHAIN_HEAD])
    return fact_check


@transaction.atomic
def start_judging(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Hand the file to the panel: the researcher has done his part, the raters are offered their seats.

    After a return the raters who filed before rate again, sealed anew.
    Raises NotAllowed, IllegalMove, Conflict under a policy without a panel.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("start_judging", status=fact_check.status, roles=roles_on(fact_check, by))
    if not fact_check.policy.is_blind:
        raise Conflict("Under this policy the researcher proposes a rating.")
    for seat in locked_seats(fact_check):
        if seat.role == AssignmentRole.RESEARCHER:
            file_seat(seat, by=by, at=at)
        elif seat.status == AssignmentStatus.FILED:
            return_seat(seat, at=at)
    fact_check.status = status
    if fact_check.revealed_stage >= fact_check.stage:
        fact_check.stage += 1
    return moved(fact_check, "fact_check.judging_started", by=by, at=at, fields=("stage",))


@transaction.atomic
def discuss(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Open the one discussion of a disputed panel: each rater reads the others and may revise once."""
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("discuss", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    if fact_check.stage >= 2:
        raise Conflict("There is one discussion in a round; now the editor decides.")
    for seat in locked_seats(fact_check, AssignmentRole.RATER):
        return_seat(seat, at=at)
    fact_check.status, fact_check.stage = status, fact_check.stage + 1
    return moved(fact_check, "fact_check.discussed", by=by, at=at, fields=("stage",))


@transaction.atomic
def decide(
    *, fact_check_id: UUID, rating: str = "", words: str = "", reasoning: str, by: User, at: datetime
) -> FactCheck:
    """Decide a disputed fact-check: the editor files a judgement of his own, with reasons."""
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("decide", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=True)
    label = rating_on(fact_check, rating, words)
    seat = new_seat(
        fact_check,
        reviewer_of(by),
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


def rating_on(fact_check: FactCheck, slug: str, words: str) -> Rating | None:
    """Return the rating of that slug on the fact-check's scale; None for words alone.

    Raises Refusal naming the ratings there are.
    """
    if not slug:
        if words:
            return None
        raise Refusal("Propose a rating of the scale, or say it in words.", field="rating")
    rating = Rating.objects.filter(scale=fact_check.scale_id, slug=slug).first()
    if rating is None:
        known = ", ".join(fact_check.scale.ratings.order_by("position").values_list("slug", flat=True))
        raise Refusal(f"The scale of this fact-check has: {known}.", field="rating")
    return rating


def file_review(
    seat: Assignment,
    fact_check: FactCheck,
    rating: Rating | None,
    words: str,
    reasoning: str,
    evidence: list[UUID],
    *,
    by: User,
    at: datetime,
) -> Review:
    """Write the next revision under a seat and move the seat to filed, on its own chain."""
    if not reasoning.strip():
        raise ReasonMissing("A rating needs its reasoning.", field="reasoning")
    known = set(
        Evidence.objects.filter(fact_check=fact_check, uuid__in=evidence).values_list("uuid", flat=True)
    )
    if set(evidence) - known:
        raise Refusal("Some of the evidence relied on is not in this file.", field="evidence")
    review = Review(
        assignment=seat,
        fact_check=fact_check,
        round=fact_check.round,
        stage=fact_check.stage,
        revision=1 + seat.reviews.count(),
        rating=rating,
        words=words,
        reasoning=reasoning,
        evidence=[str(e) for e in evidence],
        fence=seat.fence,
        filed_at=at,
    )
    review.save()
    file_seat(
        seat, by=by, at=at, data={"review": review.uuid, "revision": review.revision, "fence": seat.fence}
    )
    return review


@transaction.atomic
def return_to_research(*, fact_check_id: UUID, reason: str, by: User, at: datetime) -> FactCheck:
    """Send the work back to the researcher with a reason; the next revision will stand beside it."""
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("return", status=fact_check.status, roles=by.roles)
    refuse_conflicted(fact_check, by)
    refuse_own_work(fact_check, by, raters_too=False)
    if not reason.strip():
        raise ReasonMissing("Say what is missing.", field="reason")
    if fact_check.is_sealed:
        raise Conflict("Ratings are sealed: close the round before the file goes back.")
    review = fact_check.proposal
    if review is not None and not ReviewReturn.objects.filter(review=review).exists():
        ReviewReturn.objects.create(review=review, by=by, reason=reason, at=at)
    for seat in locked_seats(fact_check):
        if seat.role == AssignmentRole.RESEARCHER and seat.status == AssignmentStatus.FILED:
            return_seat(seat, by=by, at=at)
        elif seat.role == AssignmentRole.EDITOR:
            # The decision is taken back with the work: whoever decides next gets the seat.
            return_seat(seat, by=by, at=at)
            end_seat(
                seat, "release", roles=SYSTEM, by=by, at=at, reason="returned", event="assignment.closed"
            )
    fact_check.status = status
    fact_check.proposal = fact_check.approved_by = fact_check.approved_at = None
    fields = ("proposal", "approved_by", "approved_at")
    return moved(fact_check, "fact_check.returned", by=by, at=at, fields=fields)


@transaction.atomic
def approve(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Approve what was agreed or decided, through the evidence gate: the verdict's next version is written.

    Raises NotAllowed (own research, own submission, a conflict, a rater of a
    panel), IllegalMove, GateClosed with the gaps.
    """
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("approve", status=fact_check.status, roles=by.roles)
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
    fact_check.verdict = _verdict_of(fact_check, fact_check.proposal, by=by, at=at)
    fact_check.status, fact_check.approved_by, fact_check.approved_at = status, by, at
    data = {"verdict": fact_check.verdict.uuid, "version": fact_check.verdict.version}
    fields = ("verdict", "approved_by", "approved_at")
    return moved(fact_check, "fact_check.approved", by=by, at=at, fields=fields, data=data)


def _refuse_own_submission(fact_check: FactCheck, by: User) -> None:
    claim = fact_check.claim
    articles = claim.appearances.filter(snapshot__article__submitted_by=by)
    if claim.pitched_by_id == by.pk or articles.exists():
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
    chosen_by: User,
    by: User,
    at: datetime,
) -> Verdict:
    """Write the next version of the verdict, with the evidence as it stands now."""
    latest = fact_check.verdicts.aggregate(n=Max("version"))["n"] or 0
    return Verdict.objects.create(
        fact_check=fact_check,
        version=latest + 1,
        rating=rating,
        words=words,
        reasoning=reasoning,
        evidence=cited(fact_check),
        dissent=dissent,
        chosen_by=chosen_by,
        approved_by=by,
        created_at=at,
    )


def cited(fact_check: FactCheck) -> list[dict[str, Any]]:
    """The public sources of a file, as they stand now. Confidential and withdrawn ones are left out."""
    rows = fact_check.evidence.filter(confidential=False, withdrawn_at__isnull=True).order_by("id")
    fields = ("uuid", "kind", "title", "url", "publisher", "quote", "stance", "primary", "accessed_on")
    return [
        {name: str(v) if name in ("uuid", "accessed_on") and v else v for name, v in row.items()}
        for row in rows.values(*fields)
    ]


def _dissent(fact_check: FactCheck, chosen: Review) -> list[dict[str, Any]]:
    """Who of the raters ended with another label; kept inside the desk."""
    latest: dict[int, Review] = {}
    raters = fact_check.reviews.filter(round=fact_check.round, assignment__role=AssignmentRole.RATER)
    raters = raters.exclude(assignment__status=AssignmentStatus.RECUSED)
    for review in raters.select_related("assignment", "rating").order_by("assignment_id", "revision"):
        latest[review.assignment_id] = review
    return [
        {"assignment": str(r.assignment.uuid), "rating": r.rating.slug if r.rating else r.words}
        for r in latest.values()
        if (r.rating_id, r.words) != (chosen.rating_id, chosen.words)
    ]


@transaction.atomic
def hold(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Put a fact-check on hold; `resume` brings it back to where it was."""
    fact_check = locked(fact_check_id)
    was = fact_check.status
    fact_check.status = FACT_CHECK.after("hold", status=was, roles=by.roles)
    fact_check.held_from = was
    approval = _take_back_approval(fact_check)
    return moved(fact_check, "fact_check.held", by=by, at=at, fields=("held_from", *approval))


def _take_back_approval(fact_check: FactCheck) -> tuple[str, ...]:
    """An approval does not survive a hold: what was approved is agreed or decided again."""
    if fact_check.held_from in (FactCheckStatus.APPROVED, FactCheckStatus.SCHEDULED):
        decided = fact_check.proposal and fact_check.proposal.assignment.role == AssignmentRole.EDITOR
        fact_check.held_from = FactCheckStatus.DECIDED if decided else FactCheckStatus.AGREED
        fact_check.approved_by = fact_check.approved_at = fact_check.publish_at = None
        return ("approved_by", "approved_at", "publish_at")
    return ()


@transaction.atomic
def resume(*, fact_check_id: UUID, by: User, at: datetime) -> FactCheck:
    """Take a fact-check off hold, back to where it was."""
    fact_check = locked(fact_check_id)
    was = fact_check.held_from or None
    fact_check.status = FACT_CHECK.after("resume", status=fact_check.status, roles=by.roles, was=was)
    fact_check.held_from = ""
    return moved(fact_check, "fact_check.resumed", by=by, at=at, fields=("held_from",))


@transaction.atomic
def close(
    *, fact_check_id: UUID, reason: str, decline_reason: str = "", by: User | None, at: datetime
) -> FactCheck:
    """Close a fact-check unpublished. Its claim goes back to the detected ones, or is declined with a reason.

    Raises NotAllowed, IllegalMove, ReasonMissing, VerdictStands.
    """
    fact_check = locked(fact_check_id)
    roles = by.roles if by else SYSTEM
    status = FACT_CHECK.after("close", status=fact_check.status, roles=roles)
    if not reason.strip():
        raise ReasonMissing("Say why nothing will be published.", field="reason")
    if fact_check.published_at is not None:
        raise VerdictStands("A published verdict stands: publish the new round, or retract it.")
    for seat in locked_seats(fact_check):
        verb = "finish" if seat.status == AssignmentStatus.FILED else "release"
        if seat.status != AssignmentStatus.DONE:
            # One event for both: nothing is offered again, and none of it tells who had filed under seal.
            end_seat(
                seat,
                verb,
                roles=SYSTEM,
                by=by,
                at=at,
                reason="closed unpublished",
                event="assignment.closed",
            )
    fact_check.status, fact_check.close_reason = status, reason
    fact_check.closed_at, fact_check.closed_by, fact_check.held_from = at, by, ""
    fact_check.approved_by = fact_check.approved_at = None
    fields = ("close_reason", "closed_at", "closed_by", "held_from", "approved_by", "approved_at")
    moved(fact_check, "fact_check.closed", by=by, at=at, fields=fields)
    claims.drop(claim_id=fact_check.claim.uuid, by=by, at=at)
    if decline_reason and by is not None:
        claims.decline(claim_id=fact_check.claim.uuid, reason=decline_reason, by=by, at=at)
    return fact_check


@transaction.atomic
def reopen(*, fact_check_id: UUID, reason: str, by: User, at: datetime) -> FactCheck:
    """Begin a new round of a published fact-check; the published verdict stands until it is replaced."""
    fact_check = locked(fact_check_id)
    status = FACT_CHECK.after("reopen", status=fact_check.status, roles=by.roles)
    if not reason.strip():
        raise ReasonMissing("Say why it is taken up again.", field="reason")
    fact_check.status, fact_check.round = status, fact_check.round + 1
    fact_check.stage, fact_check.revealed_stage = 1, 0
    fact_check.proposal = fact_check.approved_by = fact_check.approved_at = None
    fields = ("round", "stage", "revealed_stage", "proposal", "approved_by", "approved_at")
    moved(fact_check, "fact_check.reopened", by=by, at=at, fields=fields)
    claims.reopen(claim_id=fact_check.claim.uuid, by=by, at=at)
    return fact_check
