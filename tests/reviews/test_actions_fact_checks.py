"""The moves of a fact-check: what each one changes, and what a refused one leaves alone."""

from typing import Any
from uuid import uuid4

import pytest

from claims import actions as claims
from claims.actions.claims import ReasonMissing as NoSuchReason
from claims.lifecycle import ClaimStatus
from claims.models import Claim, Outlet
from factcheck import audit
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job, User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.fact_checks import VerdictStands
from reviews.actions.locks import ConflictDeclared, OwnWork
from reviews.actions.moves import ReasonMissing
from reviews.actions.opening import AlreadyOpen, NoSuchPolicy
from reviews.actions.verdicts import NothingProposed, OwnSubmission
from reviews.gate import GateClosed
from reviews.models import FactCheck, Policy, Review, ReviewReturn, Scale, Verdict
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory
from tests.reviews.factories import (
    Case,
    approved,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    policy,
    proposed,
    published,
    reviewer,
    scale,
    with_evidence,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def events(subject: Any) -> list[str]:
    return list(Event.objects.filter(subject=subject.uuid).order_by("seq").values_list("name", flat=True))


def promoted(user: User) -> User:
    """The person, as an editor from now on."""
    User.objects.filter(pk=user.pk).update(role=Role.EDITOR)
    return User.objects.get(pk=user.pk)


def decided() -> Case:
    case = disputed()
    actions.decide(rating="half-true", reasoning="The year decides.", **case.as_editor())
    case.fresh()
    return case


def test_an_editor_opens_a_claim_and_accepts_it_by_this():
    claim = ClaimFactory()
    desk, steps = policy(), scale()

    file = actions.open_fact_check(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT)

    file, claim = FactCheck.objects.get(pk=file.pk), Claim.objects.get(pk=claim.pk)
    assert (file.claim, file.policy, file.scale, file.status) == (claim, desk, steps, "open")
    assert (file.opened_at, file.round, file.stage) == (AT, 1, 1)
    assert claim.status == ClaimStatus.ACCEPTED
    assert events(file) == ["fact_check.opened"]
    assert Job.objects.filter(task="reviews.tasks.route_fact_check", subject=file.uuid).count() == 1


def test_an_accepted_claim_is_opened_without_a_person_or_by_an_editor():
    policy()
    scale()
    one, other = ClaimFactory.create_batch(2, status=ClaimStatus.ACCEPTED)

    first = actions.open_fact_check(claim_id=one.uuid, by=None, at=AT)
    second = actions.open_fact_check(claim_id=other.uuid, by=UserFactory(editor=True), at=AT)

    assert {first.status, second.status} == {"open"}
    assert events(one) == events(other)


def test_a_claim_that_nobody_accepted_is_not_opened_without_a_person():
    policy()
    scale()
    claim = ClaimFactory()

    with refused(IllegalMove):
        actions.open_fact_check(claim_id=claim.uuid, by=None, at=AT)


def test_a_claim_is_opened_once_and_again_after_it_was_closed():
    case = opened()

    with refused(AlreadyOpen) as refusal:
        actions.open_fact_check(claim_id=case.fact_check.claim.uuid, by=case.editor, at=AT)
    actions.close(reason="Out of date.", **case.as_editor())
    again = actions.open_fact_check(claim_id=case.fact_check.claim.uuid, by=case.editor, at=AT)

    assert refusal.value.details == {"fact_check": str(case.uuid)}
    assert again.pk != case.fact_check.pk


def test_only_an_editor_opens():
    claim = ClaimFactory(status=ClaimStatus.ACCEPTED)

    with refused(NotAllowed):
        actions.open_fact_check(claim_id=claim.uuid, by=UserFactory(senior=True), at=AT)


@pytest.mark.parametrize(("asked", "field"), [({"policy": "x"}, "policy"), ({"scale": "x"}, "scale")])
def test_a_policy_or_scale_that_is_not_there_is_named(asked: dict[str, str], field: str):
    policy()
    scale()
    claim = ClaimFactory()

    with refused(NoSuchPolicy, field=field) as refusal:
        actions.open_fact_check(claim_id=claim.uuid, by=UserFactory(editor=True), at=AT, **asked)

    assert {"policy": "desk", "scale": "steps"}[field] in refusal.value.message


def test_an_inactive_policy_is_not_opened_with():
    policy("old", active=False, is_default=False)
    scale()
    claim = ClaimFactory()

    with refused(NoSuchPolicy):
        actions.open_fact_check(claim_id=claim.uuid, policy="old", by=UserFactory(editor=True), at=AT)


def test_a_fact_check_keeps_the_version_it_was_opened_with():
    case = opened()
    actions.add_policy(slug="desk", name="Desk", judging="proposal", is_default=True, by=None, at=AT)
    actions.add_scale(slug="steps", name="Steps", ratings=[], is_default=True, by=None, at=AT)

    claim = ClaimFactory()
    later = actions.open_fact_check(claim_id=claim.uuid, scale="steps", by=case.editor, at=AT)

    assert (case.fresh().policy.version, case.fact_check.scale.version) == (1, 1)
    assert (later.policy.version, later.scale.version) == (2, 2)
    assert [p.active for p in Policy.objects.order_by("version")] == [False, True]
    assert [s.is_default for s in Scale.objects.order_by("version")] == [False, True]


EDITORS_VERBS: dict[str, dict[str, str]] = {
    "discuss": {},
    "decide": {"rating": "false", "reasoning": "So."},
    "return_to_research": {"reason": "More."},
    "approve": {},
    "hold": {},
    "resume": {},
    "close": {"reason": "No source."},
    "reopen": {"reason": "New facts."},
    "close_round": {},
    "publish": {"title": "No", "summary": "No."},
}


def test_no_reviewer_makes_an_editors_move():
    case = in_research()
    colleague = UserFactory(senior=True)

    for verb, asked in EDITORS_VERBS.items():
        with refused(NotAllowed):
            getattr(actions, verb)(fact_check_id=case.uuid, by=colleague, at=AT, **asked)


def test_a_move_that_does_not_start_here_is_refused():
    case = in_research()

    for verb, asked in EDITORS_VERBS.items():
        if verb not in ("hold", "close"):
            with refused(IllegalMove):
                getattr(actions, verb)(**case.as_editor(), **asked)


def test_whoever_researched_decides_nothing_about_it():
    case = decided()
    own = promoted(case.researcher)

    for verb in ("approve", "return_to_research"):
        with refused(OwnWork):
            getattr(actions, verb)(fact_check_id=case.uuid, by=own, at=AT, **EDITORS_VERBS[verb])
    with refused(OwnWork):
        actions.grant_exception(fact_check_id=case.uuid, code="no_primary", reason="So.", by=own, at=AT)


def test_whoever_researched_or_rated_moves_no_panel():
    case = disputed()

    for own in (promoted(case.researcher), promoted(case.raters[0])):
        for verb in ("discuss", "decide"):
            with refused(OwnWork):
                getattr(actions, verb)(fact_check_id=case.uuid, by=own, at=AT, **EDITORS_VERBS[verb])


def test_no_rater_approves_a_panel():
    case = decided()

    with refused(OwnWork):
        actions.approve(fact_check_id=case.uuid, by=promoted(case.raters[1]), at=AT)


def test_whoever_handed_the_research_over_does_not_approve_it_either():
    case = with_evidence(in_research())
    colleague = reviewer()
    seat = actions.hand_over(assignment_id=case.seat.uuid, to=colleague.uuid, by=case.researcher, at=AT)
    actions.accept(assignment_id=seat.uuid, by=colleague.user, at=AT)
    filed(case, case.seat)

    with refused(OwnWork):
        actions.approve(fact_check_id=case.uuid, by=promoted(case.researcher), at=AT)


@pytest.mark.parametrize("brought", ["pitched", "submitted"])
def test_whoever_brought_the_claim_does_not_approve_it(brought: str):
    case = proposed()
    claim = case.fact_check.claim
    if brought == "pitched":
        Claim.objects.filter(pk=claim.pk).update(pitched_by=case.chief)
    else:
        article = claim.appearances.get().snapshot.article
        type(article).objects.filter(pk=article.pk).update(submitted_by=case.chief)

    with refused(OwnSubmission):
        actions.approve(fact_check_id=case.uuid, by=case.chief, at=AT)


def conflict_with(kind: str, case: Case, editor: User) -> None:
    claim = case.fact_check.claim
    outlet = Outlet.objects.get()
    if kind == "employer":
        reviewer(editor, employer=outlet.slug)
        return
    value = {"outlet": outlet.slug, "claimant": claim.claimant.name, "topic": "cargo"}[kind]
    profile = reviewer(editor)
    actions.declare_conflict(reviewer_id=profile.uuid, kind=kind, value=value, by=editor, at=AT)


@pytest.mark.parametrize("kind", ["employer", "outlet", "claimant", "topic"])
def test_a_conflict_bars_from_approving(kind: str):
    TopicFactory(slug="cargo")
    case = proposed()
    conflict_with(kind, case, case.chief)

    with refused(ConflictDeclared):
        actions.approve(fact_check_id=case.uuid, by=case.chief, at=AT)


def test_a_conflict_bars_from_every_decision():
    case = disputed()
    conflict_with("claimant", case, case.chief)

    for verb in ("discuss", "decide"):
        with refused(ConflictDeclared):
            getattr(actions, verb)(fact_check_id=case.uuid, by=case.chief, at=AT, **EDITORS_VERBS[verb])
    actions.decide(rating="false", reasoning="So.", **case.as_editor())
    with refused(ConflictDeclared):
        actions.return_to_research(fact_check_id=case.uuid, reason="More.", by=case.chief, at=AT)
    actions.approve(**case.as_editor())
    with refused(ConflictDeclared):
        actions.publish(fact_check_id=case.uuid, title="No", summary="No.", by=case.chief, at=AT)


def test_a_conflict_that_ended_bars_no_more_and_one_about_something_else_never_did():
    case = proposed()
    profile = reviewer(case.chief)
    for name in ("Marta Quill", "Somebody Else"):
        declared = actions.declare_conflict(
            reviewer_id=profile.uuid, kind="claimant", value=name, by=case.chief, at=AT
        )
        if name == "Marta Quill":
            actions.end_conflict(conflict_id=declared.uuid, by=case.editor, at=AT)

    actions.approve(fact_check_id=case.uuid, by=case.chief, at=AT)

    assert case.fresh().status == "approved"


def test_a_claim_of_nobody_can_be_approved_by_somebody_with_conflicts():
    case = opened(claim=ClaimFactory(claimant=""))
    given(case, case.researcher)
    with_evidence(case)
    filed(case, case.seat)
    profile = reviewer(case.chief)
    actions.declare_conflict(
        reviewer_id=profile.uuid, kind="claimant", value="Marta Quill", by=case.chief, at=AT
    )

    actions.approve(fact_check_id=case.uuid, by=case.chief, at=AT)

    assert case.fresh().approved_by == case.chief


def test_an_approval_writes_the_verdict_with_the_evidence_as_it_stands():
    case = proposed()

    actions.approve(**case.as_editor())

    file, verdict = case.fresh(), Verdict.objects.get()
    assert (file.status, file.approved_by, file.approved_at, file.verdict) == (
        "approved",
        case.editor,
        AT,
        verdict,
    )
    assert (verdict.version, verdict.rating.slug, verdict.chosen_by) == (1, "false", case.researcher)
    assert (verdict.reasoning, verdict.dissent) == ("The table says otherwise.", [])
    assert [source["title"] for source in verdict.evidence] == ["Port statistics 1", "Port statistics 2"]
    assert Event.objects.get(subject=file.uuid, name="fact_check.approved").data["version"] == 1


def test_the_gate_names_what_is_missing():
    case = in_research()
    filed(case, case.seat)

    with refused(GateClosed) as refusal:
        actions.approve(**case.as_editor())

    gaps = {gap["code"]: gap["answer"] for gap in refusal.value.details["gaps"]}
    assert gaps == {
        "too_few_sources": "",
        "no_primary": "no_primary_exists",
        "claimant_not_contacted": "why_not_contacted",
    }


def test_nothing_is_approved_where_nothing_was_proposed():
    case = proposed()
    FactCheck.objects.filter(pk=case.fact_check.pk).update(proposal=None)

    with refused(NothingProposed):
        actions.approve(**case.as_editor())


def test_a_panel_is_started_by_its_researcher():
    case = in_research("blind-panel")

    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)

    assert (case.fresh().status, case.seat.status, case.seat.filed_at) == ("judging", "filed", AT)
    assert case.fact_check.is_sealed
    assert not Review.objects.exists()
    assert Job.objects.filter(task="reviews.tasks.route_fact_check", subject=case.uuid).count() == 2


def test_only_its_researcher_starts_a_panel_and_only_where_there_is_one():
    case, other = in_research("blind-panel"), in_research()

    for stranger in (case.editor, other.researcher):
        with refused(NotAllowed):
            actions.start_judging(fact_check_id=case.uuid, by=stranger, at=AT)
    with refused(Conflict):
        actions.start_judging(fact_check_id=other.uuid, by=other.researcher, at=AT)


def test_a_dispute_is_discussed_once():
    case = disputed()

    actions.discuss(**case.as_editor())
    seats = {seat.status for seat in case.seats}
    for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
        filed(case, seat, rating)

    assert seats == {"returned"}
    assert (case.fresh().status, case.fact_check.stage, case.fact_check.revealed_stage) == ("disputed", 2, 2)
    with refused(Conflict):
        actions.discuss(**case.as_editor())


def test_the_editor_decides_a_dispute_with_a_judgement_of_his_own():
    case = disputed()

    actions.decide(rating="half-true", reasoning="The year decides.", **case.as_editor())

    proposal = case.fresh().proposal
    assert (case.fact_check.status, proposal.rating.slug) == ("decided", "half-true")
    assert (proposal.assignment.role, proposal.assignment.reviewer.user) == ("editor", case.editor)
    assert (proposal.assignment.status, proposal.fence) == ("filed", 1)


def test_a_decision_can_be_words_alone():
    case = disputed()

    actions.decide(words="Nobody can know.", reasoning="No count exists.", **case.as_editor())

    assert (case.fresh().proposal.rating, case.fact_check.proposal.words) == (None, "Nobody can know.")


@pytest.mark.parametrize(
    ("asked", "kind", "field"),
    [
        ({"reasoning": "So."}, Refusal, "rating"),
        ({"rating": "green", "reasoning": "So."}, Refusal, "rating"),
        ({"rating": "false", "reasoning": " "}, ReasonMissing, "reasoning"),
    ],
)
def test_a_decision_is_a_label_of_the_scale_with_reasons(
    asked: dict[str, str], kind: type[Refusal], field: str
):
    case = disputed()

    with refused(kind, field=field):
        actions.decide(**asked, **case.as_editor())


def test_an_editor_without_a_profile_decides_under_one_that_is_never_offered_anything():
    case = disputed()

    actions.decide(fact_check_id=case.uuid, rating="false", reasoning="So.", by=case.chief, at=AT)

    assert case.fresh().proposal.assignment.reviewer.user == case.chief
    assert case.chief.reviewer.capacity == 0


def test_what_was_published_a_moment_ago_is_taken_up_again_at_once():
    case = published()

    actions.reopen(reason="A newer table.", **case.as_editor())
    with pytest.raises(IllegalMove):
        actions.settle(fact_check_id=case.uuid, at=AT)

    assert Claim.objects.get().status == ClaimStatus.ACCEPTED
    assert events(Claim.objects.get())[-2:] == ["claim.settled", "claim.reopened"]


def test_a_verdict_of_a_panel_keeps_its_dissent_inside():
    case = decided()

    actions.approve(**case.as_editor())

    dissent = {row["assignment"]: row["rating"] for row in case.fresh().verdict.dissent}
    assert dissent == {str(case.seats[0].uuid): "false", str(case.seats[2].uuid): "true"}


def test_dissent_in_words_is_kept_and_that_of_the_recused_is_not():
    case = panel()
    seats = case.seats
    for seat, words in zip(seats, ["Unclear.", "Too early.", "Unclear."], strict=True):
        filed(case, seat, "", words=words)
        if seat == seats[1]:
            actions.recuse(assignment_id=seat.uuid, reason="A friend.", by=case.raters[1], at=AT)
    late = given(case, reviewer().user)
    filed(case, late, "true")
    actions.decide(words="Unclear.", reasoning="No count exists.", **case.as_editor())

    actions.approve(**case.as_editor())

    assert case.fresh().verdict.words == "Unclear."
    assert case.fact_check.verdict.dissent == [{"assignment": str(late.uuid), "rating": "true"}]


def test_a_return_gives_the_work_back_with_its_reason():
    case = proposed()
    review = case.fact_check.proposal

    actions.return_to_research(reason="Which year?", **case.as_editor())

    file = case.fresh()
    assert (file.status, file.proposal, case.seat.status) == ("returned", None, "returned")
    assert (ReviewReturn.objects.get().review, ReviewReturn.objects.get().reason) == (review, "Which year?")


def test_the_next_revision_stands_beside_the_returned_one():
    case = proposed()

    for number in (1, 2):
        actions.return_to_research(reason=f"Which year? {number}", **case.as_editor())
        filed(case, case.seat, "half-true")

    assert list(Review.objects.order_by("revision").values_list("revision", "rating__slug")) == [
        (1, "false"),
        (2, "half-true"),
        (3, "half-true"),
    ]
    assert case.fresh().status == "agreed"


def test_an_approval_is_taken_back_by_a_return_and_by_a_hold():
    case, other, third = approved(), approved(), decided()
    actions.approve(**third.as_editor())

    actions.return_to_research(reason="One more source.", **case.as_editor())
    for held in (other, third):
        actions.hold(**held.as_editor())
        actions.resume(**held.as_editor())

    assert (case.fresh().approved_by, case.fact_check.approved_at) == (None, None)
    assert (other.fresh().status, other.fact_check.approved_by) == ("agreed", None)
    assert (third.fresh().status, third.fact_check.approved_at) == ("decided", None)


def test_a_return_says_what_is_missing():
    case = proposed()

    with refused(ReasonMissing, field="reason"):
        actions.return_to_research(reason=" ", **case.as_editor())


def test_a_sealed_panel_is_not_returned():
    case = panel()

    with refused(Conflict):
        actions.return_to_research(reason="More.", **case.as_editor())


def test_a_panel_that_was_returned_rates_again_sealed_anew():
    case = decided()
    actions.return_to_research(reason="One more source.", **case.as_editor())

    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)

    assert (case.fresh().status, case.fact_check.stage, case.fact_check.is_sealed) == ("judging", 2, True)
    assert {seat.status for seat in case.seats} == {"returned"}


def test_a_returned_decision_can_be_decided_again_by_the_same_or_another_editor():
    case = decided()
    reviewer(case.chief)
    for editor in (case.editor, case.chief):
        actions.return_to_research(reason="One more source.", **case.as_editor())
        actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
        for seat, rating in zip(case.seats, ["false", "half-true", "true"], strict=True):
            filed(case, seat, rating)

        actions.decide(fact_check_id=case.uuid, rating="true", reasoning="Now so.", by=editor, at=AT)

        assert case.fresh().proposal.assignment.reviewer.user == editor
    assert case.fact_check.status == "decided"


def test_a_review_is_marked_as_returned_once():
    case = proposed()
    review = case.fact_check.proposal
    ReviewReturn.objects.create(review=review, by=case.editor, reason="Before.", at=AT)

    actions.return_to_research(reason="Again.", **case.as_editor())

    assert ReviewReturn.objects.get().reason == "Before."


def test_an_agreed_file_without_a_proposal_is_returned_too():
    case = proposed()
    FactCheck.objects.filter(pk=case.fact_check.pk).update(proposal=None)

    actions.return_to_research(reason="Again.", **case.as_editor())

    assert case.fresh().status == "returned"
    assert not ReviewReturn.objects.exists()


def test_what_is_on_hold_comes_back_to_where_it_was():
    case = in_research()

    actions.hold(**case.as_editor())
    held = (case.fresh().status, case.fact_check.held_from)
    with refused(IllegalMove):
        actions.hold(**case.as_editor())
    actions.resume(**case.as_editor())

    assert held == ("on_hold", "in_research")
    assert (case.fresh().status, case.fact_check.held_from) == ("in_research", "")


def test_an_offer_accepted_while_on_hold_is_research_afterwards():
    case = opened()
    offer = given(case, case.researcher, accepted=False)
    actions.hold(**case.as_editor())

    actions.accept(assignment_id=offer.uuid, by=case.researcher, at=AT)
    held = case.fresh().status
    actions.resume(**case.as_editor())
    filed(case, case.seat)

    assert (held, case.fresh().status) == ("on_hold", "agreed")


def test_closing_ends_every_seat_and_gives_the_claim_back():
    case = panel(accepted=2)
    filed(case, case.seats[0])
    seats = case.seats

    actions.close(reason="No source will ever settle it.", **case.as_editor())

    file = case.fresh()
    for seat in seats:
        seat.refresh_from_db()
    assert (file.status, file.closed_at, file.closed_by) == ("closed", AT, case.editor)
    assert [seat.status for seat in seats] == ["done", "released", "released"]
    assert {events(seat)[-1] for seat in seats} == {"assignment.closed"}
    assert Claim.objects.get(pk=file.claim_id).status == ClaimStatus.DETECTED


def test_closing_can_decline_the_claim():
    case = proposed()

    actions.close(reason="An opinion.", decline_reason="opinion", **case.as_editor())

    claim = Claim.objects.get(pk=case.fact_check.claim_id)
    assert (claim.status, claim.decline_reason) == (ClaimStatus.DECLINED, "opinion")


def test_the_system_closes_what_was_approved_and_then_dropped():
    case = approved()

    actions.close(fact_check_id=case.uuid, reason="The claim was dropped.", by=None, at=AT)

    assert (case.fresh().status, case.fact_check.approved_by, case.fact_check.closed_by) == (
        "closed",
        None,
        None,
    )


def test_closing_leaves_alone_what_is_done():
    case = published()
    actions.settle(fact_check_id=case.uuid, at=AT)
    done = case.seat
    FactCheck.objects.filter(pk=case.fact_check.pk).update(
        published_at=None, status="in_research", approved_by=None, approved_at=None
    )
    claims.reopen(claim_id=case.fact_check.claim.uuid, by=case.editor, at=AT)

    actions.close(reason="Never mind.", **case.as_editor())

    assert events(done)[-1] == "assignment.done"


def test_closing_says_why_and_never_takes_a_published_verdict_away():
    case, other = in_research(), published()
    actions.settle(fact_check_id=other.uuid, at=AT)
    actions.reopen(reason="New figures.", **other.as_editor())

    with refused(ReasonMissing, field="reason"):
        actions.close(reason="", **case.as_editor())
    with refused(VerdictStands):
        actions.close(reason="Never mind.", **other.as_editor())
    with refused(NoSuchReason, field="reason"):
        actions.close(reason="An opinion.", decline_reason="dull", **case.as_editor())


def test_reopening_begins_a_round_while_the_verdict_stands():
    case = published()
    actions.settle(fact_check_id=case.uuid, at=AT)
    verdict = case.fact_check.verdict

    actions.reopen(reason="New figures.", **case.as_editor())

    file = case.fresh()
    assert (file.status, file.round, file.stage, file.revealed_stage) == ("in_research", 2, 1, 0)
    assert (file.verdict, file.published_at, file.approved_by, file.proposal) == (verdict, AT, None, None)
    assert Claim.objects.get(pk=file.claim_id).status == ClaimStatus.ACCEPTED
    assert Job.objects.filter(task="reviews.tasks.route_fact_check", subject=file.uuid).exists()


def test_reopening_says_why():
    case = published()
    actions.settle(fact_check_id=case.uuid, at=AT)

    with refused(ReasonMissing, field="reason"):
        actions.reopen(reason="", **case.as_editor())


def test_a_seat_that_is_back_with_its_rater_stays_so_when_the_panel_starts_again():
    case = decided()
    actions.return_to_research(reason="One more source.", **case.as_editor())
    back = case.seats[0]
    case.fact_check.assignments.filter(pk=back.pk).update(status="returned")

    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)

    assert events(back)[-1] == "assignment.filed"


def test_what_is_not_there_cannot_be_moved():
    editor = UserFactory(editor=True)

    for verb, asked in EDITORS_VERBS.items():
        with pytest.raises(FactCheck.DoesNotExist):
            getattr(actions, verb)(fact_check_id=uuid4(), by=editor, at=AT, **asked)


def test_every_chain_of_a_fact_check_s_life_holds():
    case = decided()
    actions.return_to_research(reason="One more source.", **case.as_editor())
    actions.close(reason="No source will ever settle it.", **case.as_editor())

    assert list(audit.faults()) == []


def test_a_file_sent_back_is_judged_anew_with_a_discussion_of_its_own():
    case = disputed()
    actions.discuss(**case.as_editor())
    for seat in case.seats:
        filed(case, seat, "false")
    actions.return_to_research(reason="A source is missing.", **case.as_editor())

    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)
    for seat, rating in zip(case.seats, ["false", "true", "false"], strict=True):
        filed(case, seat, rating)

    # The majority of a first rating does not carry: it has not been discussed.
    assert (case.fresh().status, case.fact_check.discussed) == ("disputed", False)
    assert actions.discuss(**case.as_editor()).discussed


def test_who_is_only_offered_the_research_does_not_write_into_the_file():
    case = opened()
    offered = case.researcher
    given(case, offered, accepted=False)

    with refused(NotAllowed):
        actions.add_evidence(
            fact_check_id=case.uuid, title="A source", url="https://a.example/", by=offered, at=AT
        )
