"""Drafts, filings and the reveal: nothing of a sealed seat moves anything but its own rows."""

from typing import Any
from uuid import uuid4

import pytest

from factcheck.errors import NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job, User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.judging import NotJudging, StaleDraft
from reviews.actions.locks import ConflictDeclared, OwnWork
from reviews.actions.moves import ReasonMissing
from reviews.consensus import NothingFiled
from reviews.models import Assignment, ConflictOfInterest, Draft, FactCheck, Review
from tests.factories import AT
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    panel,
    proposed,
    reviewer,
    with_evidence,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def saved(case: Case, version: int = 0, **fields: Any) -> Draft:
    return actions.save_draft(
        assignment_id=case.seat.uuid, version=version, by=case.researcher, at=AT, **fields
    )


def draft_of(seat: Assignment) -> Draft:
    return Draft.objects.get(assignment=seat)


def row_of(case: Case) -> dict[str, Any]:
    """The fact-check's row and chain, as they stand in the database."""
    return FactCheck.objects.filter(pk=case.fact_check.pk).values().get() | {
        "events": Event.objects.filter(subject=case.uuid).count(),
        "jobs": Job.objects.count(),
    }


def test_a_draft_is_saved_version_by_version():
    case = with_evidence(in_research())
    source = case.fact_check.evidence.order_by("id")[0]

    saved(case, rating="false", reasoning="First thoughts.")
    saved(case, version=1, reasoning="Second thoughts.", evidence=[source.uuid])

    draft = draft_of(case.seat)
    assert (draft.version, draft.rating, draft.reasoning) == (2, None, "Second thoughts.")
    assert draft.evidence == [str(source.uuid)]


def test_a_draft_saved_elsewhere_meanwhile_is_not_overwritten():
    case = in_research()
    saved(case, reasoning="On the laptop.")

    with refused(StaleDraft) as refusal:
        saved(case, reasoning="On the telephone.")

    assert refusal.value.details == {"version": 1}


def test_a_draft_is_the_holders_and_its_rating_the_scales():
    case = in_research()

    with refused(NotAllowed):
        actions.save_draft(assignment_id=case.seat.uuid, version=0, by=case.editor, at=AT)
    with refused(Refusal, field="rating"):
        saved(case, rating="green")


def test_a_researchers_filing_is_the_proposal_and_ends_the_draft():
    case = with_evidence(in_research())
    saved(case, reasoning="Thoughts.")
    sources = list(case.fact_check.evidence.values_list("uuid", flat=True))

    review = filed(case, case.seat, evidence=sources)

    assert (case.fresh().status, case.fact_check.proposal) == ("agreed", review)
    assert (review.revision, review.fence, review.rating.slug) == (1, 1, "false")
    assert review.evidence == [str(s) for s in sources]
    assert (case.seat.status, case.seat.filed_at) == ("filed", AT)
    assert not Draft.objects.exists()
    assert Event.objects.get(subject=case.seat.uuid, name="assignment.filed").data["review"] == str(
        review.uuid
    )


@pytest.mark.parametrize(
    ("asked", "kind", "field"),
    [
        ({"rating": ""}, Refusal, "rating"),
        ({"rating": "green"}, Refusal, "rating"),
        ({"reasoning": "\n"}, ReasonMissing, "reasoning"),
        ({"evidence": [uuid4()]}, Refusal, "evidence"),
    ],
)
def test_a_filing_is_a_label_with_reasons_out_of_the_file(
    asked: dict[str, Any], kind: type[Refusal], field: str
):
    case = in_research()

    with refused(kind, field=field):
        filed(case, case.seat, **asked)


def test_nobody_files_under_anothers_seat():
    case = in_research()

    for stranger in (case.editor, case.chief):
        with refused(NotAllowed):
            actions.file(assignment_id=case.seat.uuid, rating="false", reasoning="So.", by=stranger, at=AT)


def test_nobody_files_under_a_conflict():
    case = in_research()
    ConflictOfInterest.objects.create(
        reviewer=case.seat.reviewer, claimant=case.fact_check.claim.claimant, declared_at=AT
    )

    with refused(ConflictDeclared):
        filed(case, case.seat)


def test_who_files_too_late_finds_the_text_as_a_draft():
    case = with_evidence(in_research())
    seat, source = case.seat, case.fact_check.evidence.order_by("id")[0]
    saved(case, reasoning="Thoughts.")
    actions.release(assignment_id=seat.uuid, reason="Ill.", by=case.editor, at=AT)

    for _ in range(2):
        with pytest.raises(IllegalMove):
            filed(case, seat, "true", evidence=[source.uuid])

    draft = draft_of(seat)
    assert (draft.reasoning, draft.rating.slug, draft.version) == ("The table says otherwise.", "true", 2)
    assert draft.evidence == [str(source.uuid)]
    assert not Review.objects.exists()


def test_words_filed_too_late_are_kept_too_and_a_rating_that_is_none_is_not():
    case = in_research()
    actions.hold(**case.as_editor())

    with pytest.raises(IllegalMove):
        filed(case, case.seat, "", words="Nobody can know.")
    first = draft_of(case.seat).reasoning
    actions.close(reason="Never mind.", **case.as_editor())
    seat = Assignment.objects.get()
    with pytest.raises(IllegalMove):
        filed(case, seat, "green", reasoning="Later.")

    assert first == "Nobody can know.\n\nThe table says otherwise."
    assert (draft_of(seat).rating, draft_of(seat).reasoning) == (None, "Later.")


def test_a_late_filing_by_somebody_else_keeps_nothing():
    case = in_research()
    actions.release(assignment_id=case.seat.uuid, reason="", by=case.editor, at=AT)
    seat = Assignment.objects.get()

    with refused(NotAllowed):
        actions.file(assignment_id=seat.uuid, rating="false", reasoning="So.", by=case.chief, at=AT)


def test_a_conflict_met_by_a_stranger_keeps_no_draft(monkeypatch: pytest.MonkeyPatch):
    from factcheck.errors import Conflict

    def late(**_: Any) -> None:
        raise Conflict("Too late.")

    case = in_research()
    monkeypatch.setattr("reviews.actions.judging._file", late)

    with refused(Conflict):
        actions.file(assignment_id=case.seat.uuid, rating="false", reasoning="So.", by=case.chief, at=AT)


def test_the_researcher_of_a_panel_proposes_nothing():
    case = in_research("blind-panel")

    with pytest.raises(NotJudging):
        filed(case, case.seat)

    assert case.fresh().status == "in_research"
    assert draft_of(case.seat).rating.slug == "false"


def test_no_rater_files_while_the_panel_rests():
    case = panel()
    actions.hold(**case.as_editor())

    with pytest.raises(NotJudging):
        filed(case, case.seats[0])

    assert draft_of(case.seats[0]).reasoning == "The table says otherwise."


def test_a_sealed_filing_moves_nothing_but_its_own_seat():
    case = panel()
    before = row_of(case)

    filed(case, case.seats[0])
    filed(case, case.seats[1], "true")

    assert row_of(case) == before
    assert [seat.status for seat in case.seats] == ["filed", "filed", "accepted"]


def test_the_last_filing_reveals_with_one_event_that_holds_the_seats_heads():
    case = panel()
    before = row_of(case)["events"]

    for seat in case.seats:
        filed(case, seat)

    file = case.fresh()
    event = Event.objects.get(subject=case.uuid, name="fact_check.revealed")
    assert (file.status, file.revealed_stage, file.is_sealed) == ("agreed", 1, False)
    assert row_of(case)["events"] == before + 1
    assert event.data["outcome"] == "agreed"
    assert event.data["seats"] == {str(seat.uuid): seat.chain_hash for seat in case.seats}
    assert file.proposal.assignment == case.seats[0]


def test_raters_who_differ_are_disputed_and_nothing_is_proposed():
    case = disputed()

    assert (case.fact_check.status, case.fact_check.proposal) == ("disputed", None)
    assert Event.objects.get(subject=case.uuid, name="fact_check.revealed").data["outcome"] == "disputed"


def test_after_the_discussion_a_majority_carries_and_both_ratings_are_kept():
    case = disputed()
    actions.discuss(**case.as_editor())
    before = row_of(case)

    filed(case, case.seats[0], "half-true")
    filed(case, case.seats[1], "half-true")
    sealed = row_of(case)
    filed(case, case.seats[2], "true")

    assert sealed == before
    assert (case.fresh().status, case.fact_check.proposal.rating.slug) == ("agreed", "half-true")
    assert case.seats[0].reviews.count() == 2


def test_a_replaced_rater_does_not_hold_up_the_reveal():
    case = panel()
    filed(case, case.seats[0])
    actions.recuse(assignment_id=case.seats[0].uuid, reason="A friend.", by=case.raters[0], at=AT)
    late = given(case, reviewer().user)

    for seat in case.seats:
        filed(case, seat)

    event = Event.objects.get(subject=case.uuid, name="fact_check.revealed")
    assert str(late.uuid) in event.data["seats"]
    assert len(event.data["seats"]) == 3


def test_an_editor_closes_a_round_before_the_last_filing():
    case = panel(accepted=2)
    filed(case, case.seats[0])
    filed(case, case.seats[1])
    late = case.seats[2]

    actions.close_round(**case.as_editor())

    late.refresh_from_db()
    assert (case.fresh().status, case.fact_check.revealed_stage) == ("agreed", 1)
    assert (late.status, late.ended_at) == ("released", AT)
    assert not Job.objects.filter(task="reviews.tasks.reroute", subject=late.uuid).exists()


def test_one_vote_of_three_carries_no_round():
    case = panel()
    filed(case, case.seats[0])

    actions.close_round(**case.as_editor())

    assert (case.fresh().status, case.fact_check.proposal) == ("disputed", None)


def test_a_round_without_a_rating_is_not_closed_and_never_by_who_works_on_it():
    case = panel()
    User.objects.filter(pk__in=[case.researcher.pk, case.raters[0].pk]).update(role=Role.EDITOR)
    own = User.objects.filter(pk__in=[case.researcher.pk, case.raters[0].pk])

    with refused(NothingFiled):
        actions.close_round(**case.as_editor())
    for user in own:
        with refused(OwnWork):
            actions.close_round(fact_check_id=case.uuid, by=user, at=AT)


def test_a_conflict_bars_from_closing_a_round():
    case = panel()
    filed(case, case.seats[0])
    profile = reviewer(case.chief)
    name = case.fact_check.claim.claimant.name
    actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value=name, by=case.chief, at=AT)

    with refused(ConflictDeclared):
        actions.close_round(fact_check_id=case.uuid, by=case.chief, at=AT)


def test_a_proposal_can_be_words_alone():
    case = in_research()

    filed(case, case.seat, "", words="Nobody can know.")

    assert (case.fresh().proposal.rating, case.fact_check.proposal.words) == (None, "Nobody can know.")


def test_what_was_proposed_is_not_filed_twice():
    case = proposed()

    with pytest.raises(IllegalMove):
        filed(case, case.seat, "true")

    assert case.fresh().proposal.rating.slug == "false"
    assert draft_of(case.seat).rating.slug == "true"
