"""Complaints: a clock in working days, seen by editors only, answered, and forgotten on request."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factcheck.errors import Conflict, NotAllowed
from factcheck.lifecycle import IllegalMove
from factcheck.models import Event
from reviews import actions, tasks
from reviews.actions.complaints import NotUpheld, WordMissing
from reviews.models import Complaint, Publication, ToDo
from tests.factories import AT, UserFactory, client_of
from tests.reviews.factories import Case, published
from tests.reviews.refusals import refused

pytestmark = pytest.mark.django_db

TEXT = "My name is Ada Kern and the figure is wrong."


def sent(case: Case, **fields: Any) -> Complaint:
    known = {"publication_id": case.publication.uuid, "text": TEXT, "by": case.researcher, "at": AT}
    return actions.receive_complaint(**known | fields)


def answered(case: Case, outcome: str = "upheld") -> Complaint:
    complaint = sent(case, from_name="Ada Kern", contact="ada@mail.example")
    known = {"complaint_id": complaint.uuid, "by": case.editor, "at": AT}
    actions.look_at_complaint(**known)
    return actions.answer_complaint(**known, outcome=outcome, answer="Dear Ada Kern, you are right.")


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 20, 9, tzinfo=UTC)),  # Monday
        (datetime(2026, 3, 7, 9, tzinfo=UTC), datetime(2026, 3, 27, tzinfo=UTC)),  # Saturday: as from Monday
    ],
)
def test_a_complaint_is_due_in_fourteen_working_days(received: datetime, due: datetime):
    assert sent(published(), at=received).due_at == due


def test_how_many_days_the_desk_says(settings: Any):
    settings.COMPLAINT_DAYS = 1

    assert sent(published(), at=datetime(2026, 3, 2, 9, tzinfo=UTC)).due_at.day == 3


def test_the_editors_are_told_when_it_comes_when_it_is_nearly_due_and_when_it_is_late():
    complaint = sent(published())
    for days in (-4, -2, -1, 1, 2):
        tasks.remind_of_complaints(subject=None, at=complaint.due_at + timedelta(days=days))

    told = ToDo.objects.filter(kind="complaint").order_by("id")
    assert [to_do.key.rpartition(":")[2] for to_do in told] == ["new", "soon", "late"]
    assert all(to_do.owner is None and "Ada" not in to_do.text for to_do in told)


def test_an_answer_ends_what_was_told():
    case = published()
    answered(case)

    assert not ToDo.objects.filter(kind="complaint", closed_at__isnull=True).exists()
    assert tasks.remind_of_complaints(subject=None, at=AT + timedelta(days=90)) is None
    assert ToDo.objects.filter(kind="complaint").count() == 1


def test_a_complaint_goes_one_way_and_through_editors():
    case = published()
    complaint = sent(case)
    known = {"complaint_id": complaint.uuid, "at": AT}
    answer = {**known, "outcome": "rejected", "answer": "It is right."}

    with refused(IllegalMove):
        actions.answer_complaint(**answer, by=case.editor)
    with refused(NotAllowed):
        actions.look_at_complaint(**known, by=case.researcher)
    actions.look_at_complaint(**known, by=case.editor)
    with refused(WordMissing, field="answer"):
        actions.answer_complaint(**answer | {"answer": " "}, by=case.editor)
    with refused(WordMissing, field="outcome"):
        actions.answer_complaint(**answer | {"outcome": "maybe"}, by=case.editor)
    with refused(Conflict):
        actions.forget_complaint(**known, by=case.editor)
    actions.answer_complaint(**answer, by=case.editor)
    with refused(IllegalMove):
        actions.look_at_complaint(**known, by=case.editor)


def test_a_complaint_is_about_something_and_says_something():
    case = published()

    with refused(WordMissing, field="text"):
        sent(case, text="  ")
    with pytest.raises(Publication.DoesNotExist):
        sent(case, publication_id=case.uuid)


def test_no_event_holds_a_word_of_it_and_all_words_can_be_removed():
    case = published()
    complaint = answered(case)

    actions.forget_complaint(complaint_id=complaint.uuid, by=case.editor, at=AT)

    kept = Complaint.objects.get()
    assert (kept.from_name, kept.contact, kept.text, kept.answer) == ("", "", "Removed.", "Removed.")
    assert (kept.status, kept.outcome) == ("answered", "upheld")
    said = json.dumps(list(Event.objects.values_list("data", flat=True)))
    assert "Ada" not in said
    assert "mail.example" not in said


def test_an_upheld_complaint_leads_to_a_correction_that_names_it():
    case = published()
    complaint = answered(case)
    change = {"publication_id": case.publication.uuid, "verb": "correct", "note": "A figure.", "at": AT}

    actions.change_publication(**change, complaint=complaint.uuid, by=case.editor)

    of_page = Event.objects.get(subject=case.publication.uuid, name="publication.corrected")
    assert of_page.data["complaint"] == str(complaint.uuid)
    shown = client_of(case.editor).get(f"/api/v1/complaints/{complaint.uuid}/").json()
    assert shown["led_to"] == [2]


@pytest.mark.parametrize("outcome", ["rejected", None])
def test_a_correction_names_no_complaint_that_was_not_upheld(outcome: str | None):
    case, other = published(), published()
    complaint = answered(case, outcome) if outcome else answered(other)
    change = {"publication_id": case.publication.uuid, "verb": "correct", "note": "A figure.", "at": AT}

    with refused(NotUpheld, field="complaint"):
        actions.change_publication(**change, complaint=complaint.uuid, by=case.editor)


@pytest.mark.parametrize(("role", "status"), [("service", 201), ("reader", 403), ("senior", 201)])
def test_services_and_the_desk_send_in_and_get_a_receipt_without_its_words(role: str, status: int):
    case = published()
    body = {"publication": str(case.publication.uuid), "text": TEXT}

    answer = client_of(UserFactory(**{role: True})).post(
        "/api/v1/complaints/", body, content_type="application/json"
    )

    assert answer.status_code == status
    assert "Ada" not in answer.content.decode()
    if status == 201:
        assert set(answer.json()) == {"uuid", "received_at", "due_at"}


def test_only_editors_read_complaints():
    case = published()
    complaint = sent(case)
    path = f"/api/v1/complaints/{complaint.uuid}/"

    assert client_of(case.editor).get(path).json()["text"] == TEXT
    assert client_of(case.researcher).get(path).status_code == 403
    assert not Complaint.objects.visible_to(case.researcher).exists()


def test_too_long_a_complaint_is_refused_by_its_field():
    case = published()
    body = {"publication": str(case.publication.uuid), "text": "x" * 10_001, "contact": "x" * 301}

    answer = client_of(case.editor).post("/api/v1/complaints/", body, content_type="application/json")

    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"text", "contact"}


@pytest.mark.parametrize("rows", [1, 20])
def test_listing_complaints_costs_the_same_for_one_and_for_twenty(rows: int, django_assert_num_queries: Any):
    case = published()
    for _ in range(rows):
        sent(case)
    api = client_of(case.editor)

    with django_assert_num_queries(2):  # the key, the rows
        assert len(api.get("/api/v1/complaints/").json()["results"]) == rows
