"""What must never be false, broken by raw writes: the database itself says no."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F, Model, UniqueConstraint

from factcheck import triggers
from reviews.models import (
    Assignment,
    ConflictOfInterest,
    Contact,
    Evidence,
    FactCheck,
    GateAnswer,
    Policy,
    PublicationVersion,
    Rating,
    Review,
    ReviewerLanguage,
    ReviewerTopic,
    ReviewReturn,
    Scale,
    Verdict,
)
from tests.factories import AT, ClaimantFactory, ClaimFactory, OutletFactory, TopicFactory, UserFactory
from tests.reviews.factories import (
    Case,
    approved,
    filed,
    given,
    in_research,
    opened,
    policy,
    proposed,
    published,
    reviewer,
    scale,
)

MODELS = list(apps.get_app_config("reviews").get_models())
CONSTRAINTS = {c.name: (m, c) for m in MODELS for c in m._meta.constraints}
TRIGGERS = {f"{m._meta.db_table}_{t.name}": t for m in MODELS for t in triggers.of(m)}

Break = Callable[[], object]
CASES: dict[str, list[Break]] = {}


def breaks(name: str) -> Callable[[Break], Break]:
    """Enter a raw write that the constraint or trigger of this name must refuse."""

    def enter(write: Break) -> Break:
        CASES.setdefault(name, []).append(write)
        return write

    return enter


def update(row: Model, **fields: Any) -> int:
    return type(row)._default_manager.filter(pk=row.pk).update(**fields)


def again(row: Model, **fields: Any) -> Model:
    """The row inserted a second time, but for these fields."""
    names = [f.attname for f in row._meta.concrete_fields if not f.primary_key and f.name != "uuid"]
    return type(row)._default_manager.create(**{name: getattr(row, name) for name in names} | fields)


def seat() -> Assignment:
    """A researcher's, accepted."""
    case = opened()
    return given(case, case.researcher)


def review() -> Review:
    case = in_research()
    return filed(case, case.seat)


def source(**fields: Any) -> Evidence:
    case = opened()
    return Evidence.objects.create(fact_check=case.fact_check, added_by=case.editor, added_at=AT, **fields)


def contact(**fields: Any) -> Contact:
    case = opened()
    known = {"kind": "expert", "whom": "A", "question": "?", "created_by": case.editor, "created_at": AT}
    return Contact.objects.create(fact_check=case.fact_check, **known | fields)


def answer(**fields: Any) -> GateAnswer:
    case = opened()
    known = {"round": 1, "code": "no_primary", "reason": "So.", "by": case.editor, "at": AT}
    return GateAnswer.objects.create(fact_check=case.fact_check, **known | fields)


def file_of(case: Case, **fields: Any) -> int:
    return update(case.fact_check, **fields)


@breaks("assignment_seat_is_taken_once")
def one_seat_for_two() -> None:
    again(seat(), reviewer_id=reviewer().pk, fence=2)


@breaks("assignment_is_one_per_reviewer_and_round")
def two_seats_for_one() -> None:
    again(seat(), role="rater")


@breaks("assignment_filed_has_a_moment")
def filed_without_a_moment() -> None:
    update(seat(), status="filed")


@breaks("assignment_filed_has_a_moment")
def filed_without_having_been_accepted() -> None:
    update(seat(), status="returned", filed_at=AT, accepted_at=None)


@breaks("assignment_accepted_has_a_moment")
def accepted_without_a_moment() -> None:
    update(seat(), accepted_at=None)


@breaks("assignment_ended_iff_over")
def ended_and_still_at_work() -> None:
    update(seat(), ended_at=AT)


@breaks("assignment_ended_iff_over")
def over_without_an_end() -> None:
    update(seat(), status="lapsed")


@breaks("reviews_assignment_fence_counts_grants")
def a_grant_with_the_fence_of_the_last_one() -> None:
    first = seat()
    update(first, status="lapsed", ended_at=AT)
    again(first)


@breaks("reviews_assignment_fence_counts_grants")
def a_grant_that_skips_a_fence() -> None:
    again(seat(), role="rater", reviewer_id=reviewer().pk, fence=2)


@breaks("reviews_assignment_fence_stays")
def a_fence_that_moves_without_a_grant() -> None:
    update(seat(), fence=F("fence") + 1)


@breaks("review_revision_is_numbered_once")
def the_same_revision_again() -> None:
    with triggers.lifted(), transaction.atomic():
        again(review())


@breaks("review_revisions_start_at_one")
def a_revision_zero() -> None:
    with triggers.lifted(), transaction.atomic():
        again(review(), revision=0)


@breaks("review_says_something")
def a_review_without_rating_or_words() -> None:
    again(review(), revision=2, rating_id=None, words="")


@breaks("reviews_review_revisions_without_gap")
def a_revision_left_out() -> None:
    again(review(), revision=3)


@breaks("reviews_review_carries_the_fence")
def a_review_under_another_fence() -> None:
    again(review(), revision=2, fence=2)


@breaks("review_return_has_a_reason")
def a_return_without_a_reason() -> None:
    ReviewReturn.objects.create(review=review(), by=UserFactory(), reason="", at=AT)


@breaks("evidence_withdrawn_iff_reason")
def withdrawn_without_a_reason() -> None:
    update(source(kind="document", title="A"), withdrawn_at=AT)


@breaks("evidence_withdrawn_iff_reason")
def a_reason_and_not_withdrawn() -> None:
    update(source(kind="document", title="A"), withdrawn_reason="A fake.")


@breaks("evidence_link_has_its_url")
def a_link_without_address() -> None:
    source(kind="link", title="A")


@breaks("contact_asked_has_moment_and_deadline")
def asked_without_a_moment() -> None:
    contact(status="asked")


@breaks("contact_asked_has_moment_and_deadline")
def asked_without_a_deadline() -> None:
    contact(status="no_reply", asked_at=AT)


@breaks("contact_asked_has_moment_and_deadline")
def planned_and_asked_at_once() -> None:
    contact(status="planned", asked_at=AT)


@breaks("contact_answered_iff_answer")
def answered_without_words() -> None:
    contact(status="answered", asked_at=AT, deadline_at=AT, answered_at=AT)


@breaks("contact_answered_iff_answer")
def an_answer_to_what_was_not_answered() -> None:
    contact(status="planned", answer="Yes.")


@breaks("gate_answer_is_given_once")
def a_gap_answered_twice() -> None:
    again(answer())


@breaks("gate_answer_has_a_reason")
def an_answer_without_a_reason() -> None:
    answer(reason="")


@breaks("fact_check_is_one_per_claim")
def two_open_files_of_one_claim() -> None:
    again(opened().fact_check)


@breaks("fact_check_approved_by_somebody")
def approved_by_nobody() -> None:
    file_of(approved(), approved_by=None)


@breaks("fact_check_approved_by_somebody")
def approved_at_no_moment() -> None:
    file_of(approved(), approved_at=None)


@breaks("fact_check_approved_by_somebody")
def an_approval_of_what_is_not_approved() -> None:
    file_of(case := opened(), approved_by=case.editor, approved_at=AT)


@breaks("fact_check_approved_has_a_verdict")
def approved_without_a_verdict() -> None:
    file_of(approved(), verdict=None)


@breaks("fact_check_published_has_a_verdict")
def once_published_and_without_a_verdict() -> None:
    file_of(opened(), published_at=AT)


@breaks("fact_check_published_has_a_moment")
def published_at_no_moment() -> None:
    file_of(approved(), status="published")


@breaks("fact_check_closed_iff_reason")
def closed_without_a_reason() -> None:
    file_of(opened(), status="closed", closed_at=AT)


@breaks("fact_check_closed_iff_reason")
def closed_at_no_moment() -> None:
    file_of(opened(), status="closed", close_reason="So.")


@breaks("fact_check_closed_iff_reason")
def a_reason_for_closing_what_is_open() -> None:
    file_of(opened(), close_reason="So.")


@breaks("fact_check_held_iff_place")
def on_hold_from_nowhere() -> None:
    file_of(opened(), status="on_hold")


@breaks("fact_check_held_iff_place")
def a_place_to_return_to_and_not_on_hold() -> None:
    file_of(opened(), held_from="open")


@breaks("fact_check_scheduled_has_a_moment")
def scheduled_for_no_moment() -> None:
    file_of(approved(), status="scheduled")


@breaks("policy_is_numbered_once")
def a_version_of_a_policy_twice() -> None:
    again(policy(), is_default=False)


@breaks("policy_default_is_one")
def two_default_policies() -> None:
    again(policy(), slug="other")


@breaks("policy_panel_has_raters")
def a_panel_of_one() -> None:
    again(policy(), slug="panel", is_default=False, judging="blind", raters=1)


@breaks("policy_panel_has_raters")
def a_vote_of_one() -> None:
    again(policy(), slug="votes", is_default=False, judging="votes", raters=1)


@breaks("scale_is_numbered_once")
def a_version_of_a_scale_twice() -> None:
    again(scale(), is_default=False)


@breaks("scale_default_is_one")
def two_default_scales() -> None:
    again(scale(), slug="other")


def rating() -> Rating:
    return scale().ratings.get(slug="false")


@breaks("rating_is_named_once_per_scale")
def a_rating_twice() -> None:
    again(rating())


@breaks("rating_number_is_on_its_scale")
def a_number_beyond_its_scale() -> None:
    again(rating(), slug="x", value=6)


@breaks("rating_number_is_on_its_scale")
def a_number_below_its_scale() -> None:
    again(rating(), slug="x", value=1, worst=2)


@breaks("rating_number_is_on_its_scale")
def a_scale_that_starts_at_zero() -> None:
    again(rating(), slug="x", worst=0)


@breaks("rating_number_is_on_its_scale")
def a_scale_of_one_step() -> None:
    again(rating(), slug="x", best=1)


@breaks("rating_number_is_on_its_scale")
def a_number_without_a_span() -> None:
    again(rating(), slug="x", worst=None, best=None)


@breaks("rating_number_is_on_its_scale")
def a_number_without_an_end() -> None:
    again(rating(), slug="x", best=None)


@breaks("rating_number_is_on_its_scale")
def a_span_without_a_number() -> None:
    again(rating(), slug="x", value=None)


def version() -> PublicationVersion:
    return published().publication.versions.get()


@breaks("publication_version_is_numbered_once")
def a_public_version_twice() -> None:
    again(version())


@breaks("publication_change_is_explained")
def a_correction_without_a_note() -> None:
    again(version(), version=2, kind="correction")


@breaks("reviewer_lists_a_language_once")
def a_language_twice() -> None:
    ReviewerLanguage.objects.create(reviewer=reviewer(), language="en", level="working")


@breaks("reviewer_lists_a_topic_once")
def a_topic_twice() -> None:
    again(skill())


@breaks("reviewer_skill_is_1_to_5")
def a_skill_of_six() -> None:
    update(skill(), skill=6)


@breaks("reviewer_skill_is_1_to_5")
def a_skill_of_none() -> None:
    update(skill(), skill=0)


def skill() -> ReviewerTopic:
    topic = TopicFactory()
    return reviewer(topics={topic.slug: 3}).topics.get()


def conflict(**about: Any) -> ConflictOfInterest:
    return ConflictOfInterest.objects.create(reviewer=reviewer(), declared_at=AT, **about)


@breaks("conflict_is_about_one_thing")
def a_conflict_about_nothing() -> None:
    conflict()


@breaks("conflict_is_about_one_thing")
def a_conflict_about_two_things() -> None:
    conflict(outlet=OutletFactory(), topic=TopicFactory())


@breaks("conflict_is_about_one_thing")
def a_conflict_about_a_person_and_a_topic() -> None:
    conflict(claimant=claimant(), topic=TopicFactory())


def claimant() -> Any:
    return ClaimantFactory()


def verdict() -> Verdict:
    return approved().fact_check.verdict


@breaks("verdict_is_numbered_once")
def a_version_of_a_verdict_twice() -> None:
    with triggers.lifted(), transaction.atomic():
        again(verdict())


@breaks("verdict_says_something")
def a_verdict_without_rating_or_words() -> None:
    again(verdict(), version=2, rating_id=None)


@breaks("reviews_verdict_versions_without_gap")
def a_version_of_a_verdict_left_out() -> None:
    again(verdict(), version=3)


IMMUTABLE: dict[str, Callable[[], Model]] = {
    "reviews_review_append_only": review,
    "reviews_reviewreturn_append_only": lambda: ReviewReturn.objects.create(
        review=review(), by=UserFactory(), reason="More.", at=AT
    ),
    "reviews_verdict_append_only": verdict,
    "reviews_rating_append_only": rating,
    "reviews_gateanswer_append_only": answer,
    "reviews_publicationversion_append_only": version,
}


def _never_changes(make: Callable[[], Model]) -> Break:
    def write() -> object:
        row = make()
        return update(row, id=row.pk)

    return write


def _never_goes(make: Callable[[], Model]) -> Break:
    def write() -> object:
        row = make()
        rows = type(row)._default_manager.filter(pk=row.pk)
        return rows._raw_delete(rows.db)

    return write


for _name, _make in IMMUTABLE.items():
    breaks(_name)(_never_changes(_make))
    breaks(_name)(_never_goes(_make))


def told(name: str) -> list[str]:
    """What the database's refusal must mention."""
    if name in TRIGGERS:
        return [TRIGGERS[name].message]
    model, constraint = CONSTRAINTS[name]
    if connection.vendor == "sqlite" and isinstance(constraint, UniqueConstraint):
        table = model._meta.db_table
        return [f"{table}.{model._meta.get_field(field).column}" for field in constraint.fields]
    return [name]


def test_every_constraint_and_trigger_has_a_write_that_breaks_it():
    assert set(CASES) == set(CONSTRAINTS) | set(TRIGGERS)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "write"),
    [pytest.param(name, w, id=f"{name}-{n}") for name, ws in CASES.items() for n, w in enumerate(ws)],
)
def test_the_database_refuses_what_must_never_be(name: str, write: Break):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        write()

    for part in told(name):
        assert part in str(refusal.value)


@pytest.mark.django_db
def test_what_is_closed_can_be_opened_again_and_what_ended_be_given_again():
    """The conditions of the conditional constraints: only what is active is unique."""
    case = proposed()
    update(case.seat, status="lapsed", ended_at=AT)

    assert again(Assignment.objects.get(), fence=2, status="accepted", ended_at=None).pk
    file_of(case, status="closed", closed_at=AT, close_reason="So.")
    assert again(case.fact_check, status="open", proposal_id=None).pk
    assert FactCheck.objects.filter(claim=case.fact_check.claim).count() == 2
    assert ClaimFactory().fact_checks.count() == 0
    assert (Scale.objects.count(), Policy.objects.count()) == (1, 1)
