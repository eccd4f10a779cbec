"""The second read that an urgent check owes: told once, done by a third person, never argued away."""

from datetime import timedelta
from typing import Any

import pytest

from factcheck.errors import NotAllowed
from factcheck.models import Event
from reviews import actions
from reviews.actions.escalation import escalate
from reviews.actions.locks import ConflictDeclared, OwnWork
from reviews.actions.moves import ReasonMissing
from reviews.actions.second_reads import NothingOwed
from reviews.actions.to_dos import StillOwed
from reviews.models import ToDo
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, proposed, published, reviewer
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db


def hurried() -> Case:
    """An urgent check, published by its editor."""
    case = proposed(slug="urgent")
    actions.approve(**case.as_editor())
    actions.publish(title="Less cargo", summary="It was less.", **case.as_editor())
    case.fresh()
    return case


def read_again(case: Case, by: Any, *, confirms: bool = True, reason: str = "") -> None:
    actions.give_second_read(fact_check_id=case.uuid, confirms=confirms, reason=reason, by=by, at=AT)


def test_an_urgent_publication_owes_a_second_read_and_another_none():
    published()
    case = hurried()

    owed = ToDo.objects.get()

    assert (owed.kind, owed.fact_check, owed.owner) == ("second_read", case.fact_check, None)
    assert owed.due_at == AT + timedelta(hours=24)
    assert not owed.may_be_dismissed


def test_it_is_neither_dismissed_nor_said_to_be_done_nor_does_it_pass():
    case = hurried()
    owed = ToDo.objects.get()

    with refused(StillOwed):
        actions.dismiss(to_do_id=owed.uuid, reason="No time.", by=case.editor, at=AT)
    with refused(StillOwed):
        actions.done(to_do_id=owed.uuid, by=case.editor, at=AT)
    escalate(at=AT + timedelta(days=3))
    actions.reopen(reason="A newer table.", **case.as_editor())

    assert ToDo.objects.open().filter(pk=owed.pk).exists()


def test_who_researched_or_approved_it_does_not_read_it_again():
    case = hurried()

    for by in (case.researcher, case.editor):
        with refused(OwnWork):
            read_again(case, by)
    with refused(NotAllowed):
        read_again(case, UserFactory(role="service"))


def test_a_conflict_of_interest_bars_from_it():
    case = hurried()
    profile = reviewer()
    name = case.fact_check.claim.claimant.name
    actions.declare_conflict(reviewer_id=profile.uuid, kind="claimant", value=name, by=profile.user, at=AT)

    with refused(ConflictDeclared):
        read_again(case, profile.user)


def test_a_confirmation_closes_it_for_good():
    case = hurried()
    reader = reviewer().user

    read_again(case, reader)

    owed = ToDo.objects.get()
    assert (owed.closed_by, owed.closed_at, owed.dismissed) == (reader, AT, False)
    event = Event.objects.get(subject=case.uuid, name="fact_check.read_again")
    assert event.data == {"outcome": "confirmed", "to_do": str(owed.uuid)}
    with refused(StillOwed):
        actions.take_back(to_do_id=owed.uuid, by=case.editor, at=AT)
    with refused(NothingOwed):
        read_again(case, reader)


def test_an_objection_is_word_to_the_editors_who_may_take_it_up_again():
    case = hurried()
    reader = reviewer().user
    with refused(ReasonMissing, field="reason"):
        read_again(case, reader, confirms=False, reason=" ")

    read_again(case, reader, confirms=False, reason="The table is of another year.")

    owed, word = ToDo.objects.order_by("id")
    assert owed.closed_by == reader
    assert word.text == "A second reader objects: The table is of another year."
    assert [option["code"] for option in word.options] == ["reopen", "done"]
    assert case.fresh().status == "published"
    actions.reopen(reason="The second reader is right.", **case.as_editor())
    actions.done(to_do_id=word.uuid, by=case.editor, at=AT)


def test_a_second_read_is_given_over_the_api_and_no_event_holds_its_words():
    case = hurried()
    client = client_of(reviewer().user)
    path = f"/api/v1/fact-checks/{case.uuid}/second-read/"

    refusal = client.post(path, {"confirms": False}, content_type="application/json")
    answer = client.post(
        path, {"confirms": False, "reason": "Another year."}, content_type="application/json"
    )

    assert (refusal.status_code, answer.status_code) == (400, 200)
    assert "Another year" not in str(list(Event.objects.values_list("data", flat=True)))
