"""Reviewers, their conflicts and absences; policies and scales by version."""

from datetime import timedelta
from typing import Any

import pytest

from claims.models import Outlet
from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.models import Event, User
from reviews import actions
from reviews.actions.reviewers import AlreadyThere
from reviews.models import ConflictOfInterest, Policy, Rating, Reviewer, Scale
from tests.factories import AT, OutletFactory, TopicFactory, UserFactory
from tests.reviews.factories import (
    RATINGS,
    disputed,
    filed,
    in_research,
    opened,
    panel,
    proposed,
    published,
    reviewer,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def declared(profile: Reviewer, kind: str, value: str, *, by: User | None = None) -> ConflictOfInterest:
    return actions.declare_conflict(
        reviewer_id=profile.uuid, kind=kind, value=value, by=by or profile.user, at=AT
    )


def test_a_profile_has_languages_topics_and_an_employer():
    energy, sport = TopicFactory(), TopicFactory()
    paper, user = OutletFactory(), UserFactory()

    profile = actions.add_reviewer(
        user=user,
        capacity=3,
        languages={"en": "native", "de": "working"},
        topics={energy.slug: 5},
        opted_out=[sport.slug, energy.slug],
        employer=paper.slug,
        by=None,
        at=AT,
    )

    assert (profile.capacity, profile.employer, user.reviewer) == (3, paper, profile)
    assert dict(profile.languages.values_list("language", "level")) == {"en": "native", "de": "working"}
    assert set(profile.topics.values_list("topic__slug", "skill", "opted_out")) == {
        (energy.slug, 5, True),
        (sport.slug, None, True),
    }
    assert Event.objects.get(subject=profile.uuid).data == {"user": str(user.uuid)}


def test_a_profile_can_be_bare():
    profile = actions.add_reviewer(user=UserFactory(), by=None, at=AT)

    assert (profile.capacity, profile.employer, profile.languages.count()) == (2, None, 0)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"topics": {"x": 1}}, "topics"),
        ({"opted_out": ["x"]}, "opted_out"),
        ({"employer": "x"}, "employer"),
    ],
)
def test_a_profile_names_only_what_the_desk_knows(fields: dict[str, Any], field: str):
    user = UserFactory()

    with refused(Refusal, field=field):
        actions.add_reviewer(user=user, by=None, at=AT, **fields)


def test_a_person_has_one_profile():
    profile = reviewer()

    with refused(AlreadyThere, field="user"):
        actions.add_reviewer(user=profile.user, by=None, at=AT)


def edited(profile: Reviewer, *, by: User | None = None, **fields: Any) -> Reviewer:
    editor = by or UserFactory(editor=True)
    return actions.edit_reviewer(reviewer_id=profile.uuid, by=editor, at=AT, **fields)


def test_a_change_is_recorded_with_what_it_was_and_the_same_again_is_none():
    TopicFactory(slug="energy")
    profile = reviewer()
    change = {"capacity": 4, "weekly_capacity": 9, "languages": {"de": "native"}, "topics": {"energy": 2}}

    for _ in range(2):
        edited(profile, **change)

    event = Event.objects.get(subject=profile.uuid, name="reviewer.edited")
    assert event.data == {
        "fields": ["capacity", "languages", "topics", "weekly_capacity"],
        "was": {"capacity": 9, "weekly_capacity": None},
    }
    edited(profile, weekly_capacity=0)
    edited(profile, weekly_capacity=None)
    profile.refresh_from_db()
    assert (profile.capacity, profile.weekly_capacity, profile.chain_seq) == (4, None, 4)


def test_what_is_not_named_stays():
    TopicFactory(slug="energy"), TopicFactory(slug="sport")
    profile = reviewer(topics={"energy": 4}, opted_out=["sport"])

    edited(profile, topics={"sport": 2})
    edited(profile, opted_out=["energy", "sport"])
    edited(profile, opted_out=["sport"])

    assert set(profile.topics.values_list("topic__slug", "skill", "opted_out")) == {("sport", 2, True)}
    assert profile.languages.count() == 1


def test_a_profile_holds_no_field_that_there_is_not():
    profile, editor = reviewer(), UserFactory(editor=True)

    with refused(Refusal, field="mood"):
        edited(profile, by=editor, mood="fine")


def test_a_new_employer_takes_a_person_off_its_claims_and_off_no_others():
    case, other = in_research(), in_research()
    seat, kept = case.seat, other.seat
    paper = Outlet.objects.get()
    elsewhere = OutletFactory()

    edited(kept.reviewer, employer=elsewhere.slug)
    edited(seat.reviewer, employer=paper.slug)

    for row in (seat, kept):
        row.refresh_from_db()
    assert (seat.status, seat.reason, kept.status) == ("recused", "works for the outlet", "accepted")


def test_only_editors_give_profiles():
    user, colleague = UserFactory(), reviewer().user

    with refused(NotAllowed):
        actions.add_reviewer(user=user, by=colleague, at=AT)
    with refused(NotAllowed, field="seniority"):
        edited(colleague.reviewer, by=colleague, seniority=90, time_zone="Europe/Berlin")


def test_an_absence_is_set_and_ended_by_the_person_or_an_editor():
    profile, until = reviewer(), AT + timedelta(days=7)

    actions.set_absence(reviewer_id=profile.uuid, until=until, by=profile.user, at=AT)
    away = Reviewer.objects.get().absent_until
    actions.set_absence(reviewer_id=profile.uuid, until=None, by=UserFactory(editor=True), at=AT)

    assert (away, Reviewer.objects.get().absent_until) == (until, None)
    assert Event.objects.filter(subject=profile.uuid, name="reviewer.absence_set").count() == 2


def test_a_colleague_changes_no_ones_absence_or_conflicts():
    profile, colleague = reviewer(), reviewer().user

    with refused(NotAllowed):
        actions.set_absence(reviewer_id=profile.uuid, until=None, by=colleague, at=AT)
    with refused(NotAllowed):
        declared(profile, "claimant", "Marta Quill", by=colleague)


def test_a_conflict_is_about_an_outlet_a_topic_or_a_claimant():
    profile, paper, energy = reviewer(), OutletFactory(), TopicFactory()

    rows = [
        declared(profile, "outlet", paper.slug),
        declared(profile, "topic", energy.slug),
        declared(profile, "claimant", "Marta Quill", by=UserFactory(editor=True)),
    ]

    assert [str(row) for row in rows] == [paper.name, energy.name, "Marta Quill"]
    assert Event.objects.get(subject=rows[0].uuid).data == {"reviewer": str(profile.uuid), "kind": "outlet"}


@pytest.mark.parametrize(("kind", "field"), [("outlet", "value"), ("topic", "value"), ("neighbour", "kind")])
def test_a_conflict_names_something_the_desk_knows(kind: str, field: str):
    profile = reviewer()

    with refused(Refusal, field=field):
        declared(profile, kind, "x")


@pytest.mark.parametrize("kind", ["outlet", "topic", "claimant"])
def test_a_declared_conflict_recuses_from_the_seats_it_touches(kind: str):
    TopicFactory(slug="cargo")
    case = in_research()
    seat, claim = case.seat, case.fact_check.claim
    value = {"outlet": Outlet.objects.get().slug, "topic": "cargo", "claimant": claim.claimant.name}[kind]

    declared(seat.reviewer, kind, value)

    seat.refresh_from_db()
    assert (seat.status, seat.reason) == ("recused", "conflict of interest declared")


def test_a_conflict_leaves_other_seats_and_what_is_open_or_done_alone():
    kept = [in_research().seat, proposed().seat, published().seat]

    declared(kept[0].reviewer, "claimant", "Somebody Else")
    for seat in kept[1:]:
        declared(seat.reviewer, "claimant", "Marta Quill")

    before = [seat.status for seat in kept]
    for seat in kept:
        seat.refresh_from_db()
    assert [seat.status for seat in kept] == before == ["accepted", "filed", "done"]


def test_a_conflict_recuses_a_rater_who_has_filed_under_seal_and_not_after_the_reveal():
    case, revealed = panel(), disputed()
    filed(case, case.seats[0])
    sealed, seen = case.seats[0], revealed.seats[0]

    declared(sealed.reviewer, "claimant", "Marta Quill")
    declared(seen.reviewer, "claimant", "Marta Quill")

    sealed.refresh_from_db()
    seen.refresh_from_db()
    assert (sealed.status, seen.status) == ("recused", "filed")


def test_a_conflict_is_ended_by_an_editor_who_is_not_barred_by_it():
    own = reviewer(UserFactory(editor=True))
    row = declared(own, "claimant", "Marta Quill")
    editor = UserFactory(editor=True)

    for by in (reviewer().user, own.user):
        with refused(NotAllowed):
            actions.end_conflict(conflict_id=row.uuid, by=by, at=AT)
    actions.end_conflict(conflict_id=row.uuid, by=editor, at=AT)

    assert ConflictOfInterest.objects.get().ended_at == AT
    with refused(Conflict):
        actions.end_conflict(conflict_id=row.uuid, by=editor, at=AT)


def policy_of(slug: str, **fields: Any) -> Policy:
    return actions.add_policy(slug=slug, name=slug, judging="proposal", by=None, at=AT, **fields)


def test_policies_come_in_versions_and_one_is_the_default():
    policy_of("desk", is_default=True)
    policy_of("desk")
    policy_of("urgent", is_default=True)
    policy_of("other", is_default=True)

    rows = Policy.objects.order_by("id").values_list("slug", "version", "active", "is_default")
    assert list(rows) == [
        ("desk", 1, False, False),
        ("desk", 2, True, False),
        ("urgent", 1, True, False),
        ("other", 1, True, True),
    ]


def test_scales_come_in_versions_with_numbers_from_worst_to_best():
    for _ in range(2):
        actions.add_scale(slug="steps", name="Steps", ratings=RATINGS, is_default=True, by=None, at=AT)
    actions.add_scale(slug="words", name="Words", ratings=RATINGS[3:], words_only=True, by=None, at=AT)

    rows = Scale.objects.order_by("id").values_list("slug", "version", "is_default")
    assert list(rows) == [("steps", 1, False), ("steps", 2, True), ("words", 1, False)]
    spans = Rating.objects.filter(scale__version=2).order_by("position").values_list("value", "worst", "best")
    assert list(spans) == [(1, 1, 5), (3, 1, 5), (5, 1, 5), (None, None, None)]


def test_a_file_that_is_open_keeps_its_policy():
    case = opened()

    policy_of("desk", is_default=True)

    assert case.fresh().policy.version == 1
