"""Second readings and rating meetings: colleagues who judge a proposal that they see."""

from typing import Any

import pytest

from factcheck.errors import Conflict, NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, Job
from reviews import actions
from reviews.actions.judging import NotJudging
from reviews.actions.locks import OwnWork
from reviews.actions.routing import free_seats
from reviews.actions.routing.needs import File, waiting
from reviews.consensus import NothingFiled
from reviews.models import Assignment, FactCheck, Policy, Review
from reviews.models.policies import Judging, judges
from tests.factories import AT, UserFactory
from tests.reviews.factories import Case, filed, given, in_research, judging, reviewer, with_evidence
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def events(case: Case) -> list[str]:
    return list(Event.objects.filter(subject=case.uuid).order_by("seq").values_list("name", flat=True))


def outcome(case: Case) -> tuple[str, str | None]:
    """The status, and the label that the verdict would rest on."""
    fact_check = case.fresh()
    proposal = fact_check.proposal
    return fact_check.status, proposal and (proposal.rating.slug if proposal.rating else proposal.words)


def judged(slug: str, *ratings: str, **fields: Any) -> Case:
    """A proposal of "false", and what those who judge it file."""
    case = judging(slug, **fields)
    for seat, rating in zip(case.judges, ratings, strict=False):
        filed(case, seat, rating)
    return case


def test_a_proposal_is_handed_to_a_second_reader_who_is_routed():
    case = with_evidence(in_research("second-read"))

    filed(case, case.seat)

    assert outcome(case) == ("judging", "false")
    assert events(case)[-2:] == ["fact_check.proposed", "fact_check.judging_started"]
    assert Job.objects.filter(task="reviews.tasks.route_fact_check", subject=case.uuid).count() == 2
    assert free_seats(case.fact_check) == ("second_reader", [1])
    assert list(waiting()) == [case.fact_check]


def test_the_researcher_is_never_the_second_reader():
    case = with_evidence(in_research("second-read"))
    filed(case, case.seat)

    with pytest.raises(Conflict, match="researcher"):
        given(case, case.researcher)


@pytest.mark.parametrize(
    ("reading", "fields", "status", "label"),
    [
        ("false", {}, "agreed", "false"),
        ("half-true", {}, "disputed", None),
        ("half-true", {"tolerance": 2}, "agreed", "false"),
        ("misleading", {"tolerance": 4}, "disputed", None),
    ],
)
def test_a_second_reading_agrees_by_the_label_or_within_the_tolerance(
    reading: str, fields: dict[str, Any], status: str, label: str | None
):
    case = judged("second-read", reading, **fields)

    assert outcome(case) == (status, label)
    event = Event.objects.get(subject=case.uuid, name="fact_check.judged")
    assert event.data["outcome"] == status
    assert set(event.data["seats"]) == {str(seat.uuid) for seat in case.judges}


def test_words_agree_however_they_are_spaced_and_written():
    case = in_research("second-read")
    filed(case, case.seat, "", words="Nobody can know.")
    given(case, reviewer().user)

    filed(case, case.judges[0], "", words="nobody  can KNOW.")

    assert outcome(case) == ("agreed", "Nobody can know.")


def test_a_disputed_reading_is_discussed_once_and_the_reader_may_revise():
    case = judged("second-read", "true")
    actions.discuss(**case.as_editor())

    filed(case, case.judges[0], "false")

    assert outcome(case) == ("agreed", "false")
    assert case.judges[0].reviews.count() == 2
    assert case.seat.reviews.count() == 1


def test_a_reading_disputed_to_the_end_is_decided_by_an_editor_who_did_neither():
    case = judged("second-read", "true")
    actions.discuss(**case.as_editor())
    filed(case, case.judges[0], "true")
    for user in (case.researcher, case.raters[0]):
        user.role = "editor"
        user.save()

    with refused(Conflict):
        actions.discuss(**case.as_editor())
    for user in (case.researcher, case.raters[0]):
        with refused(OwnWork):
            actions.decide(fact_check_id=case.uuid, rating="true", reasoning="So.", by=user, at=AT)
    actions.decide(rating="half-true", reasoning="Both have a point.", **case.as_editor())
    actions.approve(**case.as_editor())

    assert case.fresh().verdict.label == "Half-True"
    assert [d["rating"] for d in case.fact_check.verdict.dissent] == ["false", "true"]


def test_a_returned_proposal_is_read_again():
    case = judged("second-read", "false")
    actions.return_to_research(reason="Look at the table again.", **case.as_editor())
    first = case.seat.reviews.get()

    with pytest.raises(IllegalMove):
        filed(case, case.judges[0], "true")
    filed(case, case.seat, "true")

    assert first.returned.reason == "Look at the table again."
    assert outcome(case) == ("judging", "true")
    assert (case.fact_check.stage, case.judges[0].status) == (2, "returned")
    filed(case, case.judges[0], "true")
    assert outcome(case) == ("agreed", "true")


def test_a_proposal_returned_while_it_is_voted_on_is_voted_on_anew():
    case = judged("rating-meeting", "false")
    actions.return_to_research(reason="The year is wrong.", **case.as_editor())
    filed(case, case.seat, "true")

    filed(case, case.judges[1], "half-true")

    assert outcome(case) == ("judging", "true")
    filed(case, case.judges[0], "true")
    assert outcome(case) == ("agreed", "true")


@pytest.mark.parametrize(
    ("votes", "status", "label"),
    [
        (("false", "true"), "agreed", "false"),
        (("true", "true"), "agreed", "true"),
        (("half-true", "true"), "disputed", None),
    ],
)
def test_two_of_three_carry_a_rating_meeting_and_the_proposal_is_one_of_them(
    votes: tuple[str, str], status: str, label: str | None
):
    assert outcome(judged("rating-meeting", *votes)) == (status, label)


def test_where_the_researcher_has_no_vote_there_are_three_voters():
    case = judged("rating-meeting", "true", "true", researcher_votes=False)
    early = outcome(case)

    filed(case, case.judges[2], "half-true")

    assert early == ("judging", "false")
    assert outcome(case) == ("agreed", "true")
    assert case.fact_check.proposal.assignment == case.judges[0]


def test_votes_are_seen_at_once_and_dissent_stays_with_the_verdict():
    case = judging("rating-meeting")
    first, second = case.judges

    review = filed(case, first, "true")

    assert review in Review.objects.visible_to(case.raters[1])
    assert Assignment.objects.seen_by(case.raters[1]).get(pk=first.pk).status == "filed"
    filed(case, second, "false")
    actions.approve(**case.as_editor())
    assert case.fresh().verdict.dissent == [{"assignment": str(first.uuid), "rating": "true"}]


def test_an_editor_closes_a_meeting_with_the_majority_that_is_there():
    case = judged("rating-meeting", "false")
    late = case.judges[1]

    actions.close_round(**case.as_editor())

    late.refresh_from_db()
    assert outcome(case) == ("agreed", "false")
    assert late.status == "released"


def test_a_meeting_where_nobody_voted_is_not_closed():
    case = judging("rating-meeting")

    with refused(NothingFiled):
        actions.close_round(**case.as_editor())


@pytest.mark.parametrize("slug", ["second-read", "rating-meeting"])
def test_who_judges_may_step_back_until_the_outcome_is_there(slug: str):
    case = judging(slug)
    seat, user = case.judges[0], case.raters[0]
    if slug == "rating-meeting":
        filed(case, seat, "true")

    actions.recuse(assignment_id=seat.uuid, reason="A friend.", by=user, at=AT)

    assert case.fact_check.pk in waiting().values_list("pk", flat=True)
    given(case, reviewer().user)
    for open_seat in case.judges:
        filed(case, open_seat, "false")
    assert outcome(case) == ("agreed", "false")
    with refused(Conflict):
        actions.recuse(
            assignment_id=case.judges[0].uuid, reason="Late.", by=case.judges[0].reviewer.user, at=AT
        )


def test_a_conflict_declared_takes_an_open_vote_back():
    case = judged("rating-meeting", "true")
    seat, user = case.judges[0], case.raters[0]
    name = case.fact_check.claim.claimant.name

    actions.declare_conflict(reviewer_id=seat.reviewer.uuid, kind="claimant", value=name, by=user, at=AT)

    seat.refresh_from_db()
    assert seat.status == "recused"
    assert free_seats(case.fresh()) == ("rater", [1])


def test_judging_rests_while_the_file_is_on_hold():
    case = judging("second-read")
    actions.hold(**case.as_editor())

    with pytest.raises(NotJudging):
        filed(case, case.judges[0])
    actions.resume(**case.as_editor())
    filed(case, case.judges[0])

    assert outcome(case) == ("agreed", "false")


def test_a_lapsed_reading_is_free_for_another():
    case = with_evidence(in_research("second-read"))
    filed(case, case.seat)
    case.fresh()
    seat = actions.take_next(by=reviewer().user, at=AT)
    Assignment.objects.filter(pk=seat.pk).update(lapses_at=AT)

    actions.lapse_offers(at=AT)

    assert seat.role == "second_reader"
    assert free_seats(case.fact_check) == ("second_reader", [1])


def test_the_researcher_of_an_open_judging_hands_over_by_proposing():
    case = in_research("second-read")

    with refused(Conflict):
        actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT)


def test_a_proposal_under_judgement_is_not_filed_again():
    case = judging("second-read")

    with pytest.raises(IllegalMove):
        filed(case, case.seat, "true")


def test_a_voter_may_approve_where_the_policy_lets_him_and_the_researcher_never():
    case = judged("rating-meeting", "false", "false")
    for user in (case.researcher, case.raters[0]):
        user.role = "editor"
        user.save()

    with refused(OwnWork):
        actions.approve(fact_check_id=case.uuid, by=case.researcher, at=AT)
    actions.approve(fact_check_id=case.uuid, by=case.raters[0], at=AT)

    assert case.fresh().approved_by == case.raters[0]


def test_who_is_no_editor_closes_no_round():
    case = judged("rating-meeting", "false")

    with refused(NotAllowed):
        actions.close_round(fact_check_id=case.uuid, by=UserFactory(), at=AT)


@pytest.mark.parametrize("votes", [True, False])
@pytest.mark.parametrize("kind", [k.value for k in Judging])
@pytest.mark.parametrize("status", ["open", "judging", "agreed"])
def test_the_database_counts_judges_as_the_rule_does(kind: str, votes: bool, status: str):
    in_research()
    wanted = judges(kind, raters=3, researcher_votes=votes)
    Policy.objects.update(judging=kind, raters=3, researcher_votes=votes)
    Assignment.objects.update(status="released", ended_at=AT)
    FactCheck.objects.update(status=status)

    file = File.of(FactCheck.objects.select_related("policy", "claim").get())

    assert file.wants[1] == (1 if status == "open" else wanted[1] if status == "judging" else 0)
    assert waiting().exists() is bool(file.wants[1])
