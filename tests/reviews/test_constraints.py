"""What must never be false is held by the database: each guard broken by a statement past the actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from factcheck import triggers
from reviews import actions
from reviews.actions.approvals import freeze_report
from reviews.actions.to_dos import open_once
from reviews.models import (
    Approval,
    ConflictOfInterest,
    EvidenceCheck,
    EvidenceReader,
    GateAnswer,
    Policy,
    PublicationVersion,
    Rating,
    ReportVersion,
    Review,
    ReviewerLanguage,
    ReviewerTopic,
    ReviewReturn,
    ToDoKind,
    Verdict,
)
from tests.factories import AT, OutletFactory, TopicFactory, UserFactory
from tests.reviews.factories import (
    Case,
    approved,
    filed,
    in_research,
    opened,
    panel,
    proposed,
    published,
    reviewer,
    scale,
)

pytestmark = pytest.mark.django_db


def broken_by(row: models.Model, **values: Any) -> str:
    """Update the row past the actions; return what the database said, or fail if it said nothing."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    return str(refusal.value)


def not_added(row: models.Model, **values: Any) -> str:
    """Insert a copy of the row with other values; return what the database said."""
    copy = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if not f.primary_key}
    fresh = {"uuid": uuid4()} if "uuid" in copy else {}
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row)._base_manager.bulk_create([type(row)(**copy | fresh | values)])
    return str(refusal.value)


def says(message: str, constraint: str, *columns: str) -> bool:
    """SQLite names the columns of a unique index where PostgreSQL names the constraint."""
    unique = bool(columns) and "UNIQUE" in message and all(column in message for column in columns)
    return constraint in message or unique


def test_a_claim_has_one_fact_check_that_is_not_closed():
    one, other = opened().fact_check, opened().fact_check

    assert says(broken_by(one, claim=other.claim), "fact_check_is_one_per_claim", "claim_id")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("fact_check_approved_by_somebody", {"approved_at": AT}),
        ("fact_check_closed_iff_reason", {"status": "closed"}),
        ("fact_check_closed_iff_reason", {"close_reason": "Nobody knows."}),
        ("fact_check_held_iff_place", {"status": "on_hold"}),
        ("fact_check_held_iff_place", {"held_from": "open"}),
        ("fact_check_published_has_a_verdict", {"published_at": AT}),
    ],
)
def test_status_and_its_facts_agree(constraint, values):
    assert constraint in broken_by(opened().fact_check, **values)


def test_an_approval_has_its_person_and_its_verdict():
    fact_check = approved().fact_check

    assert "fact_check_approved_by_somebody" in broken_by(fact_check, approved_by=None)
    assert "fact_check_approved_has_a_verdict" in broken_by(fact_check, verdict=None)
    assert "fact_check_scheduled_has_a_moment" in broken_by(fact_check, status="scheduled")
    assert "fact_check_published_has_a_moment" in broken_by(fact_check, status="published")


def test_a_seat_is_taken_once_and_a_person_has_one_seat_in_a_round():
    case = panel()
    one, other, _ = case.seats

    assert says(broken_by(one, seat=2), "assignment_seat_is_taken_once", "seat")
    assert says(
        broken_by(one, reviewer=other.reviewer), "assignment_is_one_per_reviewer_and_round", "reviewer_id"
    )


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("assignment_filed_has_a_moment", {"status": "filed"}),
        ("assignment_filed_has_a_moment", {"status": "returned"}),
        ("assignment_accepted_has_a_moment", {"accepted_at": None}),
        ("assignment_ended_iff_over", {"ended_at": AT}),
        ("assignment_ended_iff_over", {"status": "lapsed"}),
    ],
)
def test_an_assignment_and_its_moments_agree(constraint, values):
    assert constraint in broken_by(in_research().seat, **values)


def test_a_fence_rises_by_one_with_every_grant_and_never_else():
    case = in_research()
    seat = case.seat
    actions.release(assignment_id=seat.uuid, reason="", by=case.researcher, at=AT)

    for fence in (1, 3):
        assert "rises by exactly 1" in not_added(seat, fence=fence, seat=1)
    assert "never changes" in broken_by(seat, fence=2)


def test_a_review_has_its_number_its_fence_and_its_words():
    case = panel()
    review = filed(case, case.seats[0])

    assert "without gap" in not_added(review, revision=3)
    assert "fence" in not_added(review, revision=2, fence=7)
    assert "review_says_something" in not_added(review, revision=2, rating_id=None)
    assert says(not_added(review, revision=1), "without gap")


def test_the_guards_of_a_revision_hold_without_the_trigger_that_is_stricter():
    case = panel()
    review = filed(case, case.seats[0])

    with without_triggers():
        assert says(not_added(review), "review_revision_is_numbered_once", "revision")
        assert "review_revisions_start_at_one" in not_added(review, revision=0)


def test_a_verdict_is_numbered_without_gap_and_says_something():
    verdict = approved().fact_check.verdict
    assert verdict is not None

    assert "without gap" in not_added(verdict, version=3)
    assert "verdict_says_something" in not_added(verdict, version=2, rating_id=None)
    with without_triggers():
        assert says(not_added(verdict), "verdict_is_numbered_once", "version")


def test_a_change_of_a_publication_is_numbered_and_explained():
    version = PublicationVersion.objects.get(publication=published().publication)

    assert says(not_added(version), "publication_version_is_numbered_once", "version")
    assert "publication_change_is_explained" in not_added(version, version=2, kind="correction")


def test_a_return_has_its_reason_and_is_made_once():
    case = proposed()
    actions.return_to_research(reason="One more source.", **case.as_editor())
    returned = ReviewReturn.objects.get()

    assert says(not_added(returned), "review_id", "review_id")
    with without_triggers():
        assert "review_return_has_a_reason" in broken_by(returned, reason="")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Past the triggers, to the constraint behind them."""
    connection.check_constraints()  # PostgreSQL drops no trigger while deferred checks wait
    with triggers.lifted():
        yield
        connection.check_constraints()


def row_of(case: Case, kind: str) -> models.Model:
    by = {"by": case.researcher, "at": AT, "fact_check_id": case.uuid}
    if kind == "evidence":
        return actions.add_evidence(title="A table", url="https://source.example/", **by)
    if kind == "contact":
        return actions.plan_contact(kind="claimant", whom="Press office", question="Which year?", **by)
    return actions.answer_gap(code="no_primary_exists", reason="Nobody counted.", **by)


@pytest.mark.parametrize(
    ("kind", "constraint", "values"),
    [
        ("evidence", "evidence_withdrawn_iff_reason", {"withdrawn_at": AT}),
        ("evidence", "evidence_withdrawn_iff_reason", {"withdrawn_reason": "Gone."}),
        ("evidence", "evidence_link_has_its_url", {"url": ""}),
        ("contact", "contact_asked_has_moment_and_deadline", {"status": "asked"}),
        ("contact", "contact_asked_has_moment_and_deadline", {"asked_at": AT}),
        ("contact", "contact_answered_iff_answer", {"answer": "Yes."}),
    ],
)
def test_a_row_of_the_file_agrees_with_itself(kind, constraint, values):
    assert constraint in broken_by(row_of(in_research(), kind), **values)


def test_a_source_has_its_copy_copies_another_and_names_a_reader_once():
    case = in_research()
    evidence = row_of(case, "evidence")
    known = {"evidence": evidence, "user": case.editor, "named_by": case.researcher, "named_at": AT}
    reader = EvidenceReader.objects.create(**known)

    for status in ("captured", "hash_only"):
        assert "evidence_captured_has_its_copy" in broken_by(evidence, capture_status=status)
    assert "evidence_is_not_its_own_near_copy" in broken_by(evidence, near_copy_of=evidence)
    assert says(not_added(reader), "evidence_reader_is_named_once", "user_id")


def test_a_gap_is_answered_once_in_a_round_and_with_a_reason():
    answer = row_of(in_research(), "answer")

    assert says(not_added(answer), "gate_answer_is_given_once", "code")
    assert "gate_answer_has_a_reason" in not_added(answer, code="no_primary", reason="")


def test_policies_and_scales_are_numbered_and_one_is_the_default():
    desk = opened().fact_check.policy
    blind = panel().fact_check.policy
    steps = scale()
    other = actions.add_scale(slug="words", name="Words", ratings=[], words_only=True, by=None, at=AT)

    assert says(broken_by(blind, slug="desk"), "policy_is_numbered_once", "slug")
    assert says(broken_by(blind, is_default=True), "policy_default_is_one", "is_default")
    assert "policy_panel_has_raters" in broken_by(blind, raters=1)
    assert says(broken_by(other, slug="steps"), "scale_is_numbered_once", "slug")
    assert says(broken_by(other, is_default=True), "scale_default_is_one", "is_default")
    assert desk.is_default
    assert steps.is_default
    assert Policy.objects.count() == 2


def test_a_rule_has_its_place_and_asks_something():
    editor = opened().editor
    known = {"policy": "desk", "by": editor, "at": AT}
    rule = actions.add_policy_rule(kind="number", **known)
    actions.add_policy_rule(kind="fact", **known)

    assert says(broken_by(rule, position=2), "policy_rule_has_its_place", "position")
    assert "policy_rule_is_about_something" in broken_by(rule, kind="")


def test_a_link_to_the_outside_is_open_once_ends_later_and_names_another():
    case = proposed(slug="alone", outside_editor=True)
    named, _ = actions.name_outside_editor(fact_check_id=case.uuid, name="Ruth Marks", by=case.editor, at=AT)

    assert says(not_added(named, token_hash="other"), "outside_approval_is_open_once", "fact_check_id")
    assert "outside_approval_ends_after_it_begins" in broken_by(named, expires_at=AT)
    assert "outside_approval_names_another" in broken_by(named, named_by=named.editor)


def test_a_rating_is_named_once_and_its_number_is_on_its_scale():
    rating = Rating.objects.get(scale=scale(), slug="false")

    assert says(not_added(rating), "rating_is_named_once_per_scale", "slug")
    for values in ({"value": 6}, {"value": None}, {"worst": 0}, {"best": 1}):
        assert "rating_number_is_on_its_scale" in not_added(rating, slug="other", **values)


def test_what_a_reviewer_lists_he_lists_once():
    topic = TopicFactory()
    someone = reviewer(topics={topic.slug: 3})
    language, skill = ReviewerLanguage.objects.get(), ReviewerTopic.objects.get()

    assert says(not_added(language), "reviewer_lists_a_language_once", "language")
    assert says(not_added(skill), "reviewer_lists_a_topic_once", "topic_id")
    assert "reviewer_skill_is_1_to_5" in broken_by(skill, skill=6)
    assert "reviewer_learnt_skill_is_1_to_5" in broken_by(skill, learnt=5.1)
    assert says(not_added(someone), "user_id", "user_id")


def test_the_figures_and_absences_of_a_reviewer_can_be():
    someone = reviewer()

    assert "reviewer_seniority_is_0_to_100" in broken_by(someone, seniority=101)
    assert "reviewer_absence_ends_after_it_begins" in broken_by(someone, absent_from=AT, absent_until=AT)


def test_one_routing_runs_at_a_time_and_its_end_agrees_with_its_status():
    by = UserFactory(editor=True)
    over = actions.ask_for_routing(by=by, at=AT)
    actions.route_backlog(run_id=over.uuid, at=AT, now=lambda: AT)
    running = actions.ask_for_routing(by=by, at=AT)

    assert says(broken_by(over, status="running", finished_at=None), "routing_run_is_one_at_a_time", "status")
    assert "routing_run_finished_iff_over" in broken_by(running, status="done")
    assert "routing_run_finished_iff_over" in broken_by(running, finished_at=AT)


def test_a_limit_that_was_set_aside_has_a_reason():
    assert "assignment_override_has_a_reason" in broken_by(in_research().seat, overrides=["language"])


def test_a_flag_is_up_once_for_its_rule_and_is_cleared_by_somebody_with_an_outcome():
    case = proposed()
    rule = actions.add_flag_rule(kind="legal_review", name="All", claim_kinds=["number"], by=None, at=AT)
    (flag,) = actions.look_for_flags(fact_check_id=case.uuid, at=AT)

    assert flag.rule == rule
    assert says(not_added(flag), "flag_is_raised_once_per_rule", "fact_check_id", "rule_id")
    assert "flag_cleared_iff_outcome" in broken_by(flag, outcome="It is fair.")
    assert "flag_cleared_iff_outcome" in broken_by(flag, cleared_at=AT, outcome="It is fair.")
    assert "flag_cleared_iff_outcome" in broken_by(flag, cleared_at=AT, cleared_by=case.editor)


def test_a_complaint_says_something_and_its_moments_agree():
    case = published()
    complaint = actions.receive_complaint(
        publication_id=case.publication.uuid, text="It is wrong.", by=case.editor, at=AT
    )

    assert "complaint_says_something" in broken_by(complaint, text="")
    assert "complaint_answered_iff_answer" in broken_by(complaint, outcome="upheld")
    assert "complaint_looked_at_by_somebody" in broken_by(complaint, status="looked_at")
    assert "complaint_looked_at_by_somebody" in broken_by(complaint, looked_at_at=AT)
    actions.look_at_complaint(complaint_id=complaint.uuid, by=case.editor, at=AT)
    assert "complaint_answered_iff_answer" in broken_by(complaint, status="answered")


def test_a_clock_stands_only_while_work_that_is_due_is_held():
    seat = in_research().seat

    assert "assignment_clock_stands_while_held" in broken_by(seat, clock_stopped_at=AT, due_at=None)
    actions.release(assignment_id=seat.uuid, reason="", by=seat.reviewer.user, at=AT)
    assert "assignment_clock_stands_while_held" in broken_by(seat, clock_stopped_at=AT)


def test_a_note_is_published_by_somebody_and_withdrawn_with_a_reason():
    case = in_research()
    known = {"title": "So far", "text": "Little.", "by": case.editor, "at": AT}
    note = actions.add_note(fact_check_id=case.uuid, **known)

    for values in ({"published_at": AT}, {"published_by": case.editor}):
        assert "note_published_by_somebody" in broken_by(note, **values)
    for values in ({"withdrawn_at": AT}, {"withdrawn_reason": "Another table."}):
        assert "note_withdrawn_iff_reason" in broken_by(note, **values)


def test_a_version_of_a_report_is_kept_once():
    version = kept_report(in_research())

    with without_triggers():
        assert says(not_added(version), "report_version_is_kept_once", "version")


def test_an_approval_is_given_once_for_a_verdict():
    approval = Approval.objects.get(fact_check=approved().fact_check)

    with without_triggers():
        assert says(not_added(approval), "approval_is_given_once", "verdict_id")


def test_a_to_do_is_open_once_and_its_end_agrees_with_itself():
    one, other = (
        open_once(kind=ToDoKind.OVERDUE, key=key, text="It was due.", at=AT) for key in ("one", "two")
    )
    assert one
    assert other

    assert says(broken_by(one, key="two"), "to_do_is_open_once", "key")
    assert "to_do_dismissed_has_a_reason" in broken_by(one, dismissed=True, closed_at=AT)
    assert "to_do_dismissed_has_a_reason" in broken_by(one, dismissed=True, reason="Late.")
    assert "to_do_that_somebody_closed_is_closed" in broken_by(one, closed_by=UserFactory())


def test_a_conflict_is_about_one_thing():
    outlet, someone = OutletFactory(), reviewer()
    conflict = actions.declare_conflict(
        reviewer_id=someone.uuid, kind="outlet", value=outlet.slug, by=someone.user, at=AT
    )

    assert "conflict_is_about_one_thing" in broken_by(conflict, outlet=None)
    assert "conflict_is_about_one_thing" in broken_by(conflict, topic=TopicFactory())
    assert ConflictOfInterest.objects.count() == 1


def test_routing_settings_are_numbered_and_one_version_is_in_force():
    one, other = (actions.add_routing_settings(weights={}, by=None, at=AT) for _ in range(2))
    actions.activate_routing_settings(settings_id=one.uuid, reason="The first.", by=None, at=AT)
    actions.activate_routing_settings(settings_id=other.uuid, reason="The next.", by=None, at=AT)

    assert says(broken_by(other, version=1), "version", "version")
    assert says(broken_by(one, active=True), "routing_settings_in_force_are_one", "active")
    for values in ({"activated_at": None}, {"reason": ""}):
        assert "routing_settings_in_force_have_a_moment_and_a_reason" in broken_by(other, **values)


def kept_report(case: Case) -> ReportVersion:
    known = {"finding": "It fell.", "by": case.researcher, "at": AT}
    actions.save_report(fact_check_id=case.uuid, version=0, **known)
    kept = freeze_report(case.fresh(), by=case.researcher, at=AT)
    assert kept is not None
    return kept


def rows_never_changed() -> list[models.Model]:
    case = proposed()
    actions.return_to_research(reason="One more source.", **case.as_editor())
    row_of(case, "answer")
    kept_report(case)
    EvidenceCheck.objects.create(evidence=row_of(case, "evidence"), found="same", at=AT)
    published()
    judged = (Review, ReviewReturn, Verdict, Approval, PublicationVersion)
    kinds = (*judged, EvidenceCheck, GateAnswer, Rating, ReportVersion)
    return [row for kind in kinds if (row := kind._base_manager.order_by("pk").first())]


def replaced(row: models.Model) -> str:
    """Write the row over itself the way that is no UPDATE (or empty the table, where there is no REPLACE)."""
    table, key = row._meta.db_table, row._meta.pk.column
    connection.check_constraints()  # PostgreSQL empties no table while deferred checks wait
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"REPLACE INTO {table} SELECT * FROM {table} WHERE {key} = {row.pk}"
            if connection.vendor == "sqlite"
            else f"TRUNCATE {table} CASCADE"
        )
    return str(refusal.value)


def test_what_was_filed_decided_or_published_is_never_rewritten():
    rows = rows_never_changed()
    protected = {m for m in apps.get_app_config("reviews").get_models() if getattr(m, "append_only", False)}

    assert {type(row) for row in rows} == protected
    for row in rows:
        last = row._meta.concrete_fields[-1].attname
        assert "append-only" in broken_by(row, **{last: getattr(row, last)})
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk)._raw_delete(using="default")
        assert "append-only" in replaced(row) or "without gap" in replaced(row)


def test_every_constraint_of_the_room_is_broken_here():
    source = Path(__file__).read_text()
    models = apps.get_app_config("reviews").get_models()

    assert [c.name for model in models for c in model._meta.constraints if c.name not in source] == []
