"""Skills are learnt from what was published, in revealed rounds, and counted once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from claims import actions as claims
from claims.models import Topic
from factcheck.models import Event, User
from reviews import actions
from reviews.actions import learning
from reviews.models import Reviewer, ReviewerTopic
from reviews.skill import FEWEST
from tests.factories import AT, TopicFactory, UserFactory
from tests.reviews.factories import (
    Case,
    disputed,
    filed,
    given,
    in_research,
    opened,
    panel,
    published,
    with_evidence,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def cargo() -> Topic:
    topic: Topic = TopicFactory(slug="cargo")
    return topic


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One judgement is enough: what one tells is what is looked at here."""
    monkeypatch.setattr("reviews.skill.FEWEST", 1)


def learn(case: Case, *, at: datetime = AT) -> list[Reviewer]:
    return actions.learn(fact_check_id=case.uuid, at=at)


def known(user: User) -> tuple[float | None, int] | None:
    rows = ReviewerTopic.objects.filter(reviewer__user=user, topic__slug="cargo")
    return rows.values_list("learnt", "learnt_from").first()


def public(case: Case, *, at: datetime = AT) -> Case:
    """Decided as false where it is disputed, approved and published."""
    if case.fact_check.status == "disputed":
        actions.decide(
            fact_check_id=case.uuid, rating="false", reasoning="Two of three.", by=case.editor, at=at
        )
    by: dict[str, Any] = {"fact_check_id": case.uuid, "by": case.chief, "at": at}
    actions.approve(**by)
    actions.publish(title="Not so much", summary="It was less.", note="A new round.", **by)
    case.fresh()
    return case


def rated(*ratings: str) -> Case:
    case = panel()
    for seat, rating in zip(case.seats, ratings, strict=True):
        filed(case, seat, rating)
    case.fresh()
    return case


def test_a_proposal_that_stood_at_once_is_worth_more_than_one_that_came_back():
    stood, returned = published(), in_research()
    with_evidence(returned)
    filed(returned, returned.seat)
    actions.return_to_research(reason="More.", **returned.as_editor())
    filed(returned, returned.seat, "true")
    public(returned)

    learn(stood), learn(returned)

    assert known(stood.researcher) == (2.43, 1)  # 2 as of somebody who declared nothing, six times, and 5
    assert known(returned.researcher) == (2.14, 1)


def test_a_first_rating_counts_by_how_near_it_came():
    case = public(rated("false", "false", "half-true"))

    learn(case)

    same, other, near = (known(rater) for rater in case.raters)
    assert (same, other, near) == ((2.43, 1), (2.43, 1), (2.14, 1))
    assert known(case.researcher) is None  # who built a panel's file has rated nothing


def test_what_was_revised_after_the_discussion_is_not_what_counts():
    case = disputed()  # false, half-true, true
    actions.discuss(**case.as_editor())
    for seat in case.seats:
        filed(case, seat, "true")
    case.fresh()
    public(case)

    learn(case)

    assert [known(rater) for rater in case.raters] == [(1.86, 1), (2.14, 1), (2.43, 1)]


def test_a_skill_leans_on_what_was_declared_and_follows_it():
    case = published()
    profile = case.researcher.reviewer
    editor = UserFactory(editor=True)
    learn(case)

    actions.edit_reviewer(reviewer_id=profile.uuid, topics={"cargo": 5}, by=editor, at=AT)

    assert known(case.researcher) == (5.0, 1)


def test_what_was_learnt_outlives_its_declaration():
    case, editor = in_research(), UserFactory(editor=True)
    profile = case.researcher.reviewer
    actions.edit_reviewer(reviewer_id=profile.uuid, topics={"cargo": 4}, by=editor, at=AT)
    filed(with_evidence(case), case.seat)
    case.fresh()
    learn(public(case))
    declared = known(case.researcher)

    actions.edit_reviewer(reviewer_id=profile.uuid, topics={}, by=editor, at=AT)

    assert (declared, known(case.researcher)) == ((4.14, 1), (2.43, 1))
    assert ReviewerTopic.objects.get().skill is None


def test_twice_counts_once_and_says_so_once():
    case = published()

    changed = [learn(case), learn(case)]

    assert changed == [[case.researcher.reviewer], []]
    event = Event.objects.get(name="reviewer.skill_learnt")
    assert event.subject == case.researcher.reviewer.uuid
    assert event.data == {"fact_check": str(case.uuid), "topics": [str(Topic.objects.get().uuid)]}


def test_nothing_is_learnt_before_it_is_public_or_while_ratings_are_sealed():
    agreed, sealed = rated("false", "false", "false"), panel()
    filed(sealed, sealed.seats[0])
    dropped = in_research()
    filed(with_evidence(dropped), dropped.seat)
    actions.close(reason="Nobody knows.", **dropped.as_editor())

    assert [learn(case) for case in (agreed, sealed, dropped)] == [[], [], []]
    assert not ReviewerTopic.objects.exists()


def test_a_sealed_round_after_a_published_one_teaches_nothing():
    case = public(rated("false", "false", "half-true"))
    learn(case)
    before = [known(rater) for rater in case.raters]
    claims.settle(claim_id=case.fact_check.claim.uuid, by=None, at=AT)
    actions.reopen(reason="New figures.", fact_check_id=case.uuid, by=case.chief, at=AT + HOUR)
    case.fresh()
    given(case, case.researcher)
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=AT + HOUR)
    for rater in case.raters:
        given(case, rater)
    filed(case, case.seats[0], "true")

    assert learn(case) == []
    assert [known(rater) for rater in case.raters] == before


def test_each_round_is_judged_by_what_it_came_to():
    case = public(rated("false", "false", "true"))
    verdict_of = learning._outcomes([case.fact_check.pk])
    later = AT + HOUR
    claims.settle(claim_id=case.fact_check.claim.uuid, by=None, at=AT)
    actions.reopen(reason="New figures.", fact_check_id=case.uuid, by=case.chief, at=later)
    case.fresh()
    given(case, case.researcher)
    actions.start_judging(fact_check_id=case.uuid, by=case.researcher, at=later)
    for rater in case.raters:
        given(case, rater)
    for seat in case.seats:
        filed(case, seat, "true")
    case.fresh()
    public(case, at=later + HOUR)

    learn(case)

    outcomes = {number: v.rating.slug for (_, number), v in learning._outcomes([case.fact_check.pk]).items()}
    assert outcomes == {1: "false", 2: "true"}
    assert set(verdict_of) == {(case.fact_check.pk, 1)}
    assert [known(rater)[1] for rater in case.raters] == [2, 2, 2]  # type: ignore[index]
    assert known(case.raters[0]) == (2.75, 2)  # right both times
    assert known(case.raters[2]) == (2.25, 2)  # the other end the first time


def changed(case: Case, verb: str, rating: str = "", *, at: datetime = AT) -> None:
    actions.change_publication(
        publication_id=case.publication.uuid,
        verb=verb,
        note="See below.",
        rating=rating,
        reasoning="It is the other way round." if rating else "",
        by=case.chief,
        at=at,
    )
    actions.learn_from_publication(publication_id=case.publication.uuid, at=at)


def test_a_correction_turns_what_was_learnt_an_update_does_not():
    case = public(rated("false", "false", "true"))
    learn(case)
    before = [known(rater) for rater in case.raters]

    changed(case, "update", "true")
    updated = [known(rater) for rater in case.raters]
    changed(case, "correct", "true")
    corrected = [known(rater) for rater in case.raters]

    assert before == updated == [(2.43, 1), (2.43, 1), (1.86, 1)]
    assert corrected == [(1.86, 1), (1.86, 1), (2.43, 1)]


def test_a_retraction_takes_back_what_was_learnt():
    case = public(rated("false", "false", "true"))
    learn(case)

    changed(case, "retract")

    assert [known(rater) for rater in case.raters] == [(None, 0)] * 3


def test_a_few_cases_are_too_few(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("reviews.skill.FEWEST", FEWEST)
    case = published()

    learn(case)

    assert known(case.researcher) == (None, 1)


def test_a_claim_about_nothing_teaches_nothing():
    Topic.objects.all().delete()

    assert learn(published()) == []
    assert learn(opened()) == []
