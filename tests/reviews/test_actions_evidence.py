"""The shared file: who builds it, when it is closed, and what is said to its gaps."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck.errors import Conflict, NotAllowed, Refusal
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event, User
from factcheck.roles import Role
from reviews import actions
from reviews.actions.gate_answers import AnsweredAlready
from reviews.actions.locks import ConflictDeclared, FileClosed, Sealed
from reviews.gate import Answer, GapCode
from reviews.models import Comment, Contact, Evidence, GateAnswer
from tests.factories import AT, UserFactory
from tests.reviews.factories import (
    Case,
    approved,
    disputed,
    filed,
    in_research,
    opened,
    panel,
    proposed,
    published,
    reviewer,
    with_evidence,
)
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(hours=25)


def add(case: Case, **fields: Any) -> Evidence:
    given: dict[str, Any] = {
        "by": case.researcher,
        "title": "Port statistics",
        "url": "https://port.example/a",
    }
    return actions.add_evidence(fact_check_id=case.uuid, at=AT, **given | fields)


def planned(case: Case, **fields: Any) -> Contact:
    given: dict[str, Any] = {"by": case.researcher, "kind": "claimant", "whom": "Press", "question": "When?"}
    return actions.plan_contact(fact_check_id=case.uuid, at=AT, **given | fields)


def asked(case: Case) -> Contact:
    return actions.ask(contact_id=planned(case).uuid, by=case.researcher, at=AT)


def last_events(case: Case, subject: Any) -> tuple[str, str]:
    rows = Event.objects.order_by("-seq")
    return rows.filter(subject=subject.uuid)[0].name, rows.filter(subject=case.uuid)[0].name


def under_conflict(case: Case) -> Any:
    profile = reviewer(case.chief)
    name = case.fact_check.claim.claimant.name
    actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value=name, by=case.chief, at=AT)
    return case.chief


@pytest.mark.parametrize("who", ["researcher", "editor"])
def test_the_researcher_and_editors_add_sources(who: str):
    case = in_research()

    source = add(case, by=getattr(case, who), stance="refutes", quote="3.1")

    row = Evidence.objects.get()
    assert (row.added_by, row.added_at, row.stance, row.quote) == (getattr(case, who), AT, "refutes", "3.1")
    assert last_events(case, source) == ("evidence.capture_asked", "fact_check.evidence_added")


def test_a_source_is_edited_and_withdrawn_with_a_reason():
    case = in_research()
    source = add(case)

    actions.edit_evidence(
        evidence_id=source.uuid, title="Statistics", primary=True, by=case.researcher, at=AT
    )
    edited = Event.objects.get(subject=source.uuid, name="evidence.edited").data
    actions.withdraw_evidence(evidence_id=source.uuid, reason="A fake.", by=case.editor, at=AT)

    row = Evidence.objects.get()
    assert (row.title, row.primary, edited) == ("Statistics", True, {"fields": ["primary", "title"]})
    assert (row.withdrawn_at, row.withdrawn_reason) == (AT, "A fake.")
    assert last_events(case, source) == ("evidence.withdrawn", "fact_check.evidence_withdrawn")


@pytest.mark.parametrize(("fields", "field"), [({"title": " "}, "title"), ({"url": ""}, "url")])
def test_a_source_has_a_title_and_a_link_its_address(fields: dict[str, str], field: str):
    case = in_research()
    source = add(case)

    with refused(Refusal, field=field):
        add(case, **fields)
    with refused(Refusal, field=field):
        actions.edit_evidence(evidence_id=source.uuid, by=case.researcher, at=AT, **fields)


def test_an_interview_has_no_address():
    assert add(in_research(), kind="interview", url="").url == ""


def test_a_source_is_withdrawn_once_and_with_a_reason():
    case = in_research()
    source = add(case)

    with refused(Refusal, field="reason"):
        actions.withdraw_evidence(evidence_id=source.uuid, reason=" ", by=case.researcher, at=AT)
    actions.withdraw_evidence(evidence_id=source.uuid, reason="A fake.", by=case.researcher, at=AT)
    with refused(Conflict):
        actions.withdraw_evidence(evidence_id=source.uuid, reason="Again.", by=case.researcher, at=AT)


def test_nobody_else_builds_the_file():
    case = in_research()
    source, stranger, barred = add(case), reviewer().user, under_conflict(case)

    for by, kind in ((stranger, NotAllowed), (barred, ConflictDeclared)):
        with refused(kind):
            add(case, by=by)
        with refused(kind):
            planned(case, by=by)
        with refused(kind):
            actions.edit_evidence(evidence_id=source.uuid, title="Mine", by=by, at=AT)
        with refused(kind):
            actions.answer_gap(fact_check_id=case.uuid, code="no_primary_exists", reason="So.", by=by, at=AT)


@pytest.mark.parametrize("make", [panel, proposed, approved])
def test_the_file_is_closed_while_it_is_judged_and_once_it_is_approved(make: Any):
    case = make()
    source = case.fact_check.evidence.order_by("id")[0]

    with refused(FileClosed):
        add(case, by=case.editor)
    with refused(FileClosed):
        planned(case, by=case.editor)
    with refused(FileClosed):
        actions.withdraw_evidence(evidence_id=source.uuid, reason="A fake.", by=case.editor, at=AT)


def test_the_file_is_open_again_after_a_return_and_after_publication():
    case, live = proposed(), published()
    actions.return_to_research(reason="More.", **case.as_editor())

    assert add(case).pk
    assert add(live, by=live.editor).pk


def test_a_question_is_planned_asked_and_answered():
    case = in_research()
    contact = planned(case, channel="E-mail")

    actions.ask(contact_id=contact.uuid, deadline_hours=2, by=case.researcher, at=AT)
    actions.record_answer(contact_id=contact.uuid, answer="The last one.", by=case.editor, at=LATER)

    row = Contact.objects.get()
    assert (row.status, row.claimant, row.asked_at) == ("answered", case.fact_check.claim.claimant, AT)
    assert (row.deadline_at, row.answered_at, row.answer) == (AT + timedelta(hours=2), LATER, "The last one.")
    assert last_events(case, row) == ("contact.answered", "fact_check.contact_answered")


def test_a_question_to_an_expert_is_not_one_to_the_claimant():
    assert planned(in_research(), kind="expert").claimant is None


def test_no_reply_is_recorded_once_the_deadline_has_passed_and_an_answer_after_it_still_counts():
    case = in_research()
    contact = asked(case)

    with refused(Conflict):
        actions.record_no_reply(contact_id=contact.uuid, by=case.researcher, at=AT)
    silent = actions.record_no_reply(contact_id=contact.uuid, by=case.researcher, at=LATER)
    late = actions.record_answer(contact_id=contact.uuid, answer="Sorry.", by=case.researcher, at=LATER)

    assert (silent.status, late.status) == ("no_reply", "answered")


def test_an_answer_has_words():
    case = in_research()
    contact = asked(case)

    with refused(Refusal, field="answer"):
        actions.record_answer(contact_id=contact.uuid, answer=" ", by=case.researcher, at=AT)


def test_questions_move_by_their_table_and_by_who_builds_the_file():
    case = in_research()
    contact, stranger, barred = planned(case), reviewer().user, under_conflict(case)

    with refused(IllegalMove):
        actions.record_answer(contact_id=contact.uuid, answer="Yes.", by=case.researcher, at=AT)
    with refused(IllegalMove):
        actions.record_no_reply(contact_id=contact.uuid, by=case.researcher, at=AT)
    with refused(NotAllowed):
        actions.ask(contact_id=contact.uuid, by=stranger, at=AT)
    with refused(ConflictDeclared):
        actions.ask(contact_id=contact.uuid, by=barred, at=AT)


def test_the_desk_comments():
    case = opened()

    comment = actions.add_comment(fact_check_id=case.uuid, text="Ask the port.", by=reviewer().user, at=AT)

    assert Comment.objects.get() == comment
    assert Event.objects.filter(subject=case.uuid, name="fact_check.commented").count() == 1


def test_readers_and_those_under_a_conflict_do_not_comment():
    case = opened()
    reader, barred = UserFactory(reader=True), under_conflict(case)

    for by, kind in ((reader, NotAllowed), (barred, ConflictDeclared)):
        with refused(kind):
            actions.add_comment(fact_check_id=case.uuid, text="Psst.", by=by, at=AT)


def test_a_rater_says_nothing_in_the_file_until_the_first_reveal():
    case = panel()
    contact = Contact.objects.get()

    with refused(Sealed):
        actions.add_comment(fact_check_id=case.uuid, text="False, I say.", by=case.raters[0], at=AT)
    with refused(Sealed):
        actions.ask(contact_id=contact.uuid, by=case.raters[0], at=AT)
    assert actions.add_comment(fact_check_id=case.uuid, text="Go on.", by=case.researcher, at=AT).pk


def test_raters_speak_in_the_discussion():
    case = disputed()
    actions.discuss(**case.as_editor())

    assert actions.add_comment(fact_check_id=case.uuid, text="Table 2.", by=case.raters[0], at=AT).pk


def test_ordinary_answers_and_exceptions_open_the_gate():
    case = in_research()
    add(case, quote="3.1", stance="refutes", independent=True)
    for answer in Answer:
        actions.answer_gap(
            fact_check_id=case.uuid, code=answer, reason="So it is.", by=case.researcher, at=AT
        )
    filed(case, case.seat)

    actions.approve(**case.as_editor())

    row = GateAnswer.objects.get(code="no_primary_exists")
    assert (row.reason, row.by, row.round, row.is_exception) == ("So it is.", case.researcher, 1, False)
    assert case.fresh().status == "approved"


def test_an_editor_lets_gaps_pass():
    case = in_research()
    for code in GapCode:
        actions.grant_exception(code=code, reason="It cannot wait.", **case.as_editor())
    filed(case, case.seat)

    actions.approve(**case.as_editor())

    assert case.fresh().status == "approved"
    assert set(GateAnswer.objects.values_list("is_exception", "by")) == {(True, case.editor.pk)}
    assert Event.objects.filter(subject=case.uuid, name="fact_check.exception_granted").count() == len(
        GapCode
    )


def test_a_gap_is_answered_once_by_a_code_and_a_reason():
    case = in_research()
    answer = {"fact_check_id": case.uuid, "code": "no_primary_exists", "by": case.researcher, "at": AT}

    with refused(Refusal, field="reason"):
        actions.answer_gap(reason=" ", **answer)
    with refused(Refusal, field="code"):
        actions.answer_gap(reason="So.", **answer | {"code": "no_primary"})
    with refused(Refusal, field="code"):
        actions.grant_exception(code="no_primary_exists", reason="So.", **case.as_editor())
    actions.answer_gap(reason="So.", **answer)
    with refused(AnsweredAlready):
        actions.answer_gap(reason="So.", **answer)


def test_an_exception_is_an_editors_without_a_conflict():
    case = in_research()
    barred = under_conflict(case)

    for by, kind in ((case.researcher, NotAllowed), (barred, ConflictDeclared)):
        with refused(kind):
            actions.grant_exception(fact_check_id=case.uuid, code="no_primary", reason="So.", by=by, at=AT)


def test_confidential_and_withdrawn_sources_are_not_cited():
    case = with_evidence(in_research())
    add(case, kind="interview", url="", confidential=True, title="A friend")
    gone = add(case, title="A fake")
    actions.withdraw_evidence(evidence_id=gone.uuid, reason="A fake.", by=case.researcher, at=AT)
    filed(case, case.seat)

    actions.approve(**case.as_editor())

    assert [s["title"] for s in case.fresh().verdict.evidence] == ["Port statistics 1", "Port statistics 2"]


def test_an_editor_on_a_panel_builds_nothing_while_ratings_are_sealed():
    case = panel()
    editor = case.raters[0]
    User.objects.filter(pk=editor.pk).update(role=Role.EDITOR)
    editor.refresh_from_db()
    known: dict[str, Any] = {"fact_check_id": case.uuid, "by": editor, "at": AT}

    with refused(Sealed):
        actions.add_note(title="So far", text="I say false.", **known)
    with refused(Sealed):
        actions.answer_gap(code=Answer.NO_PRIMARY_EXISTS, reason="False.", **known)
    actions.hold(**case.as_editor())
    with refused(Sealed):
        add(case, by=editor)


@pytest.mark.parametrize("reached", [proposed, panel])
def test_a_hold_does_not_open_what_was_judged(reached):
    case = reached()
    actions.hold(**case.as_editor())

    with refused(FileClosed):
        add(case, by=case.editor)
    with refused(FileClosed):
        planned(case, by=case.editor)


def test_research_goes_on_while_it_is_on_hold():
    case = in_research()
    actions.hold(**case.as_editor())

    assert add(case).fact_check_id == case.fact_check.pk
