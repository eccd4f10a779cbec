"""The next one: what the database passes over is what the rules would refuse, in the same order."""

import random
from typing import Any

import pytest

from claims.models import Claim, ClaimTopic
from factcheck.models import User
from reviews import actions
from reviews.actions.handing import NotEligible
from reviews.actions.routing import candidates_among
from reviews.actions.routing.needs import File, openings, waiting, waiting_for
from reviews.models import Assignment, FactCheck, Reviewer
from reviews.routing import exclusions
from tests.factories import AT, ClaimFactory, TopicFactory, UserFactory, place_of
from tests.reviews.factories import given, opened, panel, policy, reviewer, scale

pytestmark = pytest.mark.django_db


def desk(seed: int, *, files: int = 12) -> User:
    """Fact-checks of many kinds, and somebody for whom many of them are not; return him."""
    chooses = random.Random(seed)
    topics = [TopicFactory() for _ in range(3)]
    policy(), scale()
    editor = UserFactory(editor=True)
    claims_ = [ClaimFactory(wording=f"Wexmouth Port moved {n} tonnes in {seed}.") for n in range(files)]
    who = chooses.choice(claims_).claimant
    person = reviewer(
        languages={"en": "native"} if chooses.random() < 0.7 else {"fr": "fluent"},
        topics={topic.slug: 3 for topic in topics[:2]},
    )
    for claim in claims_:
        if chooses.random() < 0.3:
            Claim.objects.filter(pk=claim.pk).update(language=chooses.choice(["de", "fr", ""]))
        Claim.objects.filter(pk=claim.pk).update(priority=chooses.choice([10, 20, 30]))
        ClaimTopic.objects.create(claim=claim, topic=chooses.choice(topics))
        actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT)
    for fact_check in chooses.sample(list(FactCheck.objects.order_by("id")), 3):
        _refused(fact_check, person, editor)
    kind = chooses.choice(["topic", "outlet", "claimant", "named", "none"])
    if kind != "none":
        outlet = place_of(claims_[0]).snapshot.article.outlet  # type: ignore[union-attr]
        value = {
            "topic": topics[chooses.randrange(3)].slug,
            "outlet": outlet.slug,
            "claimant": who.name if who else "Nobody",
            "named": "Wexmouth Port",
        }[kind]
        known = "claimant" if kind == "named" else kind
        actions.declare_conflict(reviewer_id=person.uuid, kind=known, value=value, by=person.user, at=AT)
    return person.user


def _refused(fact_check: FactCheck, person: Reviewer, editor: User) -> None:
    """Somebody was asked here before, and said no."""
    try:
        seat = actions.hand_out(
            fact_check_id=fact_check.uuid,
            to=person.uuid,
            overrides=["language"],
            override_reason="Try.",
            by=editor,
            at=AT,
        )
    except NotEligible:
        return
    actions.decline(assignment_id=seat.uuid, reason="No time.", by=person.user, at=AT)


def by_the_rules(user: User) -> list[Any]:
    """The fact-checks that he could take, in order, as the rules alone say."""
    person = candidates_among(Reviewer.objects.filter(user=user), at=AT)[0]
    files = [File._make(row) for row in waiting().values_list(*File._fields)]
    return [o.file.uuid for o in openings(files) if not exclusions(person, o.need)]


@pytest.mark.parametrize("seed", range(12))
def test_next_takes_what_the_rules_put_first(seed: int):
    user = desk(seed)
    wanted = by_the_rules(user)
    person = candidates_among(Reviewer.objects.filter(user=user), at=AT)[0]

    left = list(waiting_for(person).values_list("uuid", flat=True))
    if not wanted:
        with pytest.raises(actions.NothingWaiting) as refusal:
            actions.take_next(by=user, at=AT)
        assert sum(refusal.value.details["excluded"].values()) >= len(list(waiting()))
        return
    seat = actions.take_next(by=user, at=AT)

    assert [uuid for uuid in left if uuid in wanted] == wanted  # never too few, and in their order
    assert seat.fact_check.uuid == wanted[0]


def test_what_nobody_here_can_take_does_not_stand_in_the_way():
    policy(), scale()
    editor, person = UserFactory(editor=True), reviewer()
    foreign = ClaimFactory.create_batch(120)
    Claim.objects.filter(pk__in=[claim.pk for claim in foreign]).update(language="de", priority=90)
    for claim in foreign:
        actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT)
    wanted = opened()

    assert actions.take_next(by=person.user, at=AT).fact_check.uuid == wanted.uuid


def test_who_researched_is_offered_no_seat_to_judge_it():
    case = panel(accepted=0)
    Assignment.objects.filter(role="rater").delete()
    assert actions.take_next(by=reviewer().user, at=AT).fact_check.uuid == case.uuid

    with pytest.raises(actions.NothingWaiting):
        actions.take_next(by=case.researcher, at=AT)


def test_who_is_at_his_limit_hears_that():
    case = opened()
    person = reviewer(capacity=1)
    given(case, person.user)
    opened()

    with pytest.raises(actions.NothingWaiting) as refusal:
        actions.take_next(by=person.user, at=AT)

    assert refusal.value.details["excluded"] == {"capacity": 1}


@pytest.mark.parametrize("files", [1, 30])
def test_the_next_one_costs_the_same_however_many_are_passed_over(
    files: int, django_assert_max_num_queries: Any
):
    policy(), scale()
    editor, person = UserFactory(editor=True), reviewer()
    foreign = ClaimFactory.create_batch(files)
    Claim.objects.filter(pk__in=[claim.pk for claim in foreign]).update(language="de", priority=90)
    for claim in foreign:
        actions.open_fact_check(claim_id=claim.uuid, by=editor, at=AT)
    opened()

    with django_assert_max_num_queries(32):
        actions.take_next(by=person.user, at=AT)
